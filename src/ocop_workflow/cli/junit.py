"""`check --junit`: findings as JUnit XML, which CI servers count and show beside other tests.

Source: the format that Jenkins and GitLab read (testsuites, testsuite, testcase, failure); there is no standard.
"""

import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from ..model.text import Text
from .findings import Finding
from .parser import PROGRAM

UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what no XML 1.0 may have


def junit(proved: Sequence[Text], findings: Sequence[Finding], file: str, language: str) -> str:
    """A test for each claim that is proved and for each finding, which fails unless it is a remark."""
    failing = [finding for finding in findings if finding.level != "note"]
    counts = {"tests": str(len(proved) + len(findings)), "failures": str(len(failing)), "errors": "0"}
    root = Element("testsuites", {"name": PROGRAM, **counts})
    suite = SubElement(root, "testsuite", {"name": _fit(file), **counts, "skipped": "0"})
    for claim in proved:
        SubElement(suite, "testcase", {"classname": "proved", "name": _fit(claim.say(language))})
    for finding in findings:
        _case(suite, finding, file, language)
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'


def _case(suite: Element, finding: Finding, file: str, language: str) -> None:
    message = _fit(finding.message.say(language))
    place = {"file": _fit(finding.position.file if finding.position else file)}
    if finding.position:
        place["line"] = str(finding.position.line)
    case = SubElement(suite, "testcase", {"classname": finding.rule.id, "name": message, **place})
    lines = [str(finding.position)] if finding.position else []
    lines += [message, finding.rule.help.say(language)]
    lines += [f"{number}. {text.say(language)}" for number, (_, text) in enumerate(finding.steps, 1)]
    told = _fit("\n".join(lines))
    if finding.level == "note":
        SubElement(case, "system-out").text = told
    else:
        SubElement(case, "failure", {"type": finding.rule.id, "message": message}).text = told


def _fit(text: str) -> str:
    return UNFIT.sub("\N{REPLACEMENT CHARACTER}", text)
