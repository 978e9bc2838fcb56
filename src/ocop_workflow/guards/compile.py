"""One Python callable an expression. Numbers are whole numbers over a denominator known beforehand.

Fractions appear only with a mean. The source that is generated has no text of the expression in it but names and
strings as Python literals. Whatever goes wrong while it runs, the exact walk decides, so both always agree.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from typing import cast

from ..model.expression import Node
from .code import Unfit
from .emit import Emitter
from .environment import Environment
from .kinds import kind
from .runtime import HELPERS
from .scope import Scope
from .typing import infer
from .walk import evaluate, evaluate_as

Compiled = Callable[[Environment], object]
Seen = Callable[[Environment], dict[str, object]]


def compile_expression(node: Node, scope: Scope) -> Compiled:
    """A callable that gives what `evaluate` gives; it raises EvaluationError and nothing else."""
    type_, faults = infer(node, scope)
    if type_ is None or faults:
        return partial(evaluate, node, scope)  # which refuses it

    def slow(env: Environment) -> object:
        return evaluate_as(node, scope, env, type_)

    if kind(type_) in ("record", "document", "list", "collection"):
        return slow
    emitter = Emitter(scope)
    with suppress(Unfit, RecursionError, MemoryError, SyntaxError):
        return _function(emitter, emitter.result(node, type_), slow)
    return slow


def compile_together(nodes: Mapping[str, Node], scope: Scope, apart: Seen) -> Seen:
    """One callable that gives the values of some expressions by their texts, or whatever `apart` gives.

    `apart` is asked where one of them has no value, or none that can be shown as it is.
    """
    emitter = Emitter(scope)
    with suppress(Unfit, RecursionError, MemoryError, SyntaxError):
        values = [f"{text!r}: {_shown(emitter, node)}" for text, node in nodes.items()]
        return cast("Seen", _function(emitter, f"{{{', '.join(values)}}}", apart))
    return apart


def _shown(emitter: Emitter, node: Node) -> str:
    """Source of a value as it is shown; lists and records are left to whoever takes each by itself."""
    type_, faults = infer(node, emitter.scope)
    if type_ is None or faults or kind(type_) in ("record", "document", "list", "collection"):
        raise Unfit
    body = emitter.result(node, type_)
    return f"told({body})" if body.startswith(("present(", "show(")) else body


def _function(emitter: Emitter, body: str, slow: Compiled) -> Compiled:
    source = "\n".join([*emitter.functions, _FUNCTION.format(body=body)])
    own = {"slow": slow, "__builtins__": {"Exception": Exception}}
    space: dict[str, object] = {**HELPERS, **emitter.constants, **own}
    exec(compile(source, "<guard>", "exec"), space)  # noqa: S102  # our own source, see above
    return cast("Compiled", space["guard"])


_FUNCTION = """\
def guard(E):
    try:
        D, T, P = E.data.get, E.taken.get, E.parameters.get
        return {body}
    except Exception:
        return slow(E)
"""
