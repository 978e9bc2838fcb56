"""`check --sarif`: findings as a SARIF 2.1.0 log, which forges and editors show beside the lines they are about.

Source: OASIS, Static Analysis Results Interchange Format (SARIF) Version 2.1.0, 27 March 2020.
"""

import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from urllib.parse import quote

from ..model.position import Position
from ..model.text import LANGUAGES, Text
from .findings import Finding, Rule, Step
from .parser import PROGRAM
from .problems import source_of

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
BASE = "%SRCROOT%"  # the name of the working folder, as forges use it
WORD = re.compile(
    r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'|[\w.@-]+"
)  # what stands at a place, where its end is known
Json = dict[str, object]


def sarif(findings: Sequence[Finding], file: str, language: str) -> Json:
    """A log of one run; `file` is that of findings that have no place of their own.

    Messages are in one language, and in each under `properties`. Fingerprints stay when lines move.
    """
    rules = list(dict.fromkeys(finding.rule for finding in findings))
    number = {rule: index for index, rule in enumerate(rules)}
    marks = _fingerprints(findings, file)
    run: Json = {
        "tool": {
            "driver": {
                "name": PROGRAM,
                "version": version(PROGRAM),
                "rules": [_rule(rule, language) for rule in rules],
            }
        },
        "language": language,
        "columnKind": "unicodeCodePoints",
        "results": [
            _result(finding, number[finding.rule], mark, file, language)
            for finding, mark in zip(findings, marks, strict=True)
        ],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(rule: Rule, language: str) -> Json:
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.text.say(language)},
        "fullDescription": {"text": rule.text.say(language)},
        "help": {"text": rule.help.say(language)},
        "messageStrings": {each: {"text": rule.text.say(each)} for each in LANGUAGES},
        "properties": {"description": _both(rule.text), "help": _both(rule.help)},
    }


def _result(finding: Finding, rule: int, mark: str, file: str, language: str) -> Json:
    found: Json = {
        "ruleId": finding.rule.id,
        "ruleIndex": rule,
        "level": finding.level,
        "message": {"text": finding.message.say(language)},
        "locations": [_location(finding.position, file)],
        "partialFingerprints": {f"{PROGRAM}/v1": mark},
        "properties": {"message": _both(finding.message)},
    }
    if finding.steps:
        flow = {"locations": [{"location": _step(step, file, language)} for step in finding.steps]}
        found["codeFlows"] = [{"threadFlows": [flow]}]
    return found


def _step(step: Step, file: str, language: str) -> Json:
    position, text = step
    told = {"message": {"text": text.say(language)}, "properties": {"message": _both(text)}}
    return _location(position, file) | told


def _location(position: Position | None, file: str) -> Json:
    physical: Json = {"artifactLocation": _artifact(position.file if position else file)}
    if position is not None:
        region = {"startLine": position.line, "startColumn": position.column}
        if word := _word(position):
            region["endColumn"] = position.column + len(word)
        physical["region"] = region
    return {"physicalLocation": physical}


def _artifact(file: str) -> Json:
    """Relative to the working folder where the file lies in it."""
    path = Path(os.path.abspath(file))  # noqa: PTH100 - links are kept as they were named
    if path.is_relative_to(Path.cwd()):
        return {"uri": quote(path.relative_to(Path.cwd()).as_posix()), "uriBaseId": BASE}
    return {"uri": path.as_uri()}


def _word(position: Position) -> str:
    source = source_of(position.file)
    if source is None or position.line > len(source.lines):
        return ""
    found = WORD.match(source.lines[position.line - 1], position.column - 1)
    return found[0] if found else ""


def _fingerprints(findings: Sequence[Finding], file: str) -> Iterator[str]:
    """Hashes of rule, file and English message, and of how many were alike before."""
    seen: Counter[tuple[str, ...]] = Counter()
    for finding in findings:
        artifact = _artifact(finding.position.file if finding.position else file)
        same = (finding.rule.id, str(artifact["uri"]), finding.message.say("en"))
        seen[same] += 1
        yield sha256("\0".join((*same, str(seen[same]))).encode()).hexdigest()[:32]


def _both(text: Text) -> Json:
    return {language: text.say(language) for language in LANGUAGES}
