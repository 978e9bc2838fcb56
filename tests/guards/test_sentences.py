"""Every code has its sentence, and no sentence is without a code."""

import re
from pathlib import Path

import ocop_workflow.guards as room
from ocop_workflow.guards.slips import FORMS, SIGNS, WORDS
from ocop_workflow.messages import sentences

HOME = Path(room.__file__).parent
DUES = HOME.parent / "engine" / "dues.py"  # due dates have no value for the same reasons
SOURCE = "\n".join(path.read_text("utf-8") for path in [*HOME.glob("*.py"), DUES])
CALLS = r'(?:Fault|GuardSyntaxError|EvaluationError|\.fault|_unfit)\([^"(){}\[\]]*"([a-z_]+)"'


def test_every_code_that_is_raised_has_a_sentence_and_every_sentence_is_used() -> None:
    quoted = set(re.findall(r'"([a-z_]+)"', SOURCE))
    tables = {*WORDS.values(), *FORMS.values(), *(code for _, code in SIGNS)}
    known = {key for key in sentences("guards") if not key.startswith("kind_") and not key.endswith("_hint")}
    assert set(re.findall(CALLS, SOURCE)) | tables <= known
    assert known - {"did_you_mean"} <= quoted


def test_both_languages_name_the_same_values() -> None:
    for key, text in sentences("guards").items():
        in_both = [sorted(re.findall(r"\{(\w+)\}", text.say(language))) for language in ("vi", "en")]
        assert set(in_both[0]) == set(in_both[1]), key
