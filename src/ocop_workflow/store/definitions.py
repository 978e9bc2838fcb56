"""The definitions that cases run on, kept whole in the store: firing needs no file."""

import json
from hashlib import sha256
from weakref import WeakKeyDictionary

from attrs import evolve, frozen

from ..errors import StoreError
from ..messages import say
from ..model.definition import Definition
from ..model.document import definition_document, definition_of_digest, digest
from ..workflow import Workflow
from . import statements
from .link import Link
from .rows import Machines


@frozen
class StoredForm:
    """A definition as it is stored; written once a workflow, as that takes longer than starting a case."""

    behaviour: str  # the same for every set of parameter values
    text: str
    sum: str


def behaviour_of(declared: Definition) -> str:
    """The digest without values of parameters, and without claims, whether they once counted or not."""
    return digest(evolve(declared, values={}, claims_hashed=False))


_MOST, _TEXTS = 64, 4
_READ: dict[str, list[tuple[str, Workflow]]] = {}
"""Digest → the texts that were read last, whichever store has them: reading one takes longer than many events."""

_FORMS: WeakKeyDictionary[Workflow, StoredForm] = WeakKeyDictionary()


def stored_form(workflow: Workflow) -> StoredForm:
    """The same object for the same workflow, in whichever store."""
    form = _FORMS.get(workflow)
    if form is None:
        declared = workflow.definition
        text = json.dumps(definition_document(declared), ensure_ascii=False, separators=(",", ":"))
        behaviour = behaviour_of(declared)
        form = _FORMS[workflow] = StoredForm(behaviour, text, sha256(text.encode()).hexdigest())
    return form


class Definitions:
    """Keeps and rebuilds workflows; each is read once a store.

    A digest names one behaviour for good, so that what is built stays right though a host rolls back, and is never
    taken for kept: that is asked at each start. Titles are those that the store first read.
    """

    def __init__(self) -> None:
        self._built: dict[str, Workflow] = {}
        self._alone: list[str] = []

    @property
    def alone(self) -> list[str]:
        """The digests, of those that were built, whose cases refer to no others."""
        return self._alone

    def keep(self, link: Link, workflow: Workflow) -> None:
        """Store the definition with its parameter values if it is not there.

        Raises StoreError if this version is kept with another behaviour, whatever its parameters' values are:
        a version is immutable. Titles and bases are not behaviour; where they were mended, the new ones are kept.
        With several writers those that add a definition wait for each other until the transaction ends; one that
        has begun before, and sees the database as it was then, is told that it is busy.
        """
        declared = workflow.definition
        form = stored_form(workflow)
        kept = _kept(link, workflow, form)
        if workflow.digest not in kept and not link.dialect.one_writer:
            link.run(statements.HOLD_DEFINITIONS)
            kept = _kept(link, workflow, form)  # someone else may have been first
        if workflow.digest not in kept:
            link.run(statements.ADD_DEFINITION, workflow.digest, declared.workflow, declared.version,
                     form.behaviour, form.text, form.sum)  # fmt: skip
        elif kept[workflow.digest] != form.sum:
            link.run(statements.MEND_TEXTS, form.text, form.sum, workflow.digest)
            self._built.pop(workflow.digest, None)  # read again, as a host may still take the new texts back
            return
        self._know(workflow.digest, workflow)

    def check(self, link: Link, workflow: Workflow) -> None:
        """Raises StoreError as `keep` would, and keeps nothing."""
        _kept(link, workflow, stored_form(workflow))

    def workflow(self, link: Link, name: str) -> Workflow:
        """The workflow with this digest, rebuilt from its document.

        Raises StoreError if the store does not have it, or if what it has is no longer what the digest says.
        """
        built = self._built.get(name)
        if built is None:
            built = self._know(name, rebuild(link, name))
        return built

    def machines(self, link: Link) -> Machines:
        """The machines of what the store has, by digest; raises as `workflow` does."""
        return lambda name: self.workflow(link, name).machine

    def _know(self, name: str, workflow: Workflow) -> Workflow:
        if name not in self._alone and not workflow.machine.table.references:
            self._alone = [*self._alone, name]
        self._built[name] = workflow
        return workflow


def _kept(link: Link, workflow: Workflow, form: StoredForm) -> dict[str, str]:
    """Digest → sum of the document, of what is kept of this version; raises StoreError for another behaviour."""
    declared = workflow.definition
    kept = {}
    for known, as_known, document_sum in link.rows(
        statements.DEFINITIONS_OF_VERSION, declared.workflow, declared.version
    ):
        if as_known != form.behaviour and behaviour_of(rebuild(link, known).definition) != form.behaviour:
            told = say("store.definition_changed", workflow=declared.workflow, version=declared.version)
            raise StoreError(told, "definition_changed")
        kept[known] = document_sum
    return kept


def rebuild(link: Link, name: str) -> Workflow:
    """The workflow as the store has it now, checked against its digest; raises StoreError."""
    row = link.one(statements.DEFINITION, name)
    if row is None:
        raise StoreError(say("store.definition_missing", digest=name), "definition_missing")
    text = row[2]
    found = _READ.setdefault(name, [])
    for known, workflow in tuple(found):  # compared, as reckoning the hash of so long a text takes longer
        if known == text:
            return workflow
    workflow = _read(name, text)
    found[:] = [(text, workflow), *found[: _TEXTS - 1]]
    while len(_READ) > _MOST:
        _READ.pop(next(iter(_READ)), None)
    return workflow


def _read(name: str, text: str) -> Workflow:
    try:
        declared = definition_of_digest(json.loads(text), name)
    except Exception as error:
        raise StoreError(say("store.definition_damaged", digest=name), "definition_damaged") from error
    if declared is None:
        raise StoreError(say("store.definition_damaged", digest=name), "definition_damaged")
    return Workflow(declared)
