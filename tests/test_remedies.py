"""Every code says in both languages what is wrong and what to do about it."""

import re

import pytest

from ocop_workflow.engine.reasons import CODES
from ocop_workflow.messages import sentences

HINT = "_hint"
NONE = {  # no code of a problem: why it needs no remedy
    "reading.did_you_mean": "is a remedy itself",
    "directory.no_unit": "stands inside other sentences",
    **dict.fromkeys(
        (f"migration.{key}" for key in ("title", "of_version", "anyone", "move")), "is a title, not a problem"
    ),
    "measures.under": "stands around other sentences",
    **dict.fromkeys(
        ("migration.broken", "migration.other_behaviour", "migration.unit_divided"),
        "is why a case stays as it is, told in a report",
    ),
}
VALUES = {  # why an expression has no value on some data: told inside `guard_error`, which has the remedy
    *("unset", "empty_walk", "too_many_items", "bad_value", "no_fact", "fact_unknown", "fact_too_large"),
    *(
        "no_today",
        "no_calendar",
        "outside_calendar",
        "date_out_of_range",
        "date_overflow",
        "unsound",
        "failed",
    ),
}
ITSELF = {  # sentences that say themselves what to write, in `…` or by name
    *(
        "too_long_text",
        "too_deep",
        "plain_letters",
        "use_not",
        "use_and",
        "use_or",
        "use_conditional",
        "use_equals",
    ),
    *("use_unequal", "use_order", "use_has", "use_true", "use_quotes", "use_times", "use_over", "use_minus"),
    *(
        "no_remainder",
        "one_expression",
        "decimal_comma",
        "plain_number",
        "chained",
        "macro_form",
        "size_form",
    ),
    *("bad_date", "date_form", "taken_alone", "arguments", "macro_as_call", "has_collection", "digits"),
    *("date_arithmetic", "division_by_variable", "maybe_unset", "maybe_unset_in_let", "needs_round"),
    *("unknown_macro", "no_equality", "no_choice", "name_taken", "too_costly"),
}
TOLD_WITHOUT_WRITING = {
    "unknown_macro",
    "no_equality",
    "no_choice",
    "name_taken",
    "too_costly",
    "plain_letters",
}


def codes() -> list[str]:
    """`room.code` of all that can be told of a file, of a refusal or by a store."""
    rooms = ("reading", "migration", "measures", "script", "directory", "workflow", "guards", "store")
    found = [f"{room}.{key}" for room in rooms for key in sentences(room) if not key.endswith(HINT)]
    found = [name for name in found if not name.startswith("guards.kind_")]
    return [*found, *(f"engine.{code}" for code in CODES)]


@pytest.mark.parametrize("name", codes())
def test_a_code_has_a_remedy_in_both_languages(name: str) -> None:
    room, code = name.split(".")
    known = sentences(room)
    assert known[code].vi
    assert known[code].en
    hint = known.get(code + HINT)
    if hint is not None:
        assert hint.vi
        assert hint.en
        assert name not in NONE
        assert room != "guards" or code not in ITSELF | VALUES
        return
    if room == "guards" and code in ITSELF - TOLD_WITHOUT_WRITING:
        assert "`" in known[code].say("vi")
        assert "`" in known[code].say("en")
        return
    assert name in NONE or (room == "guards" and code in ITSELF | VALUES)


@pytest.mark.parametrize("name", codes())
def test_a_remedy_fills_only_places_that_its_sentence_has(name: str) -> None:
    room, code = name.split(".")
    hint = sentences(room).get(code + HINT)
    if hint is None:
        return
    told = sentences(room)[code]
    for language in ("vi", "en"):
        filled = set(re.findall(r"(?<!{){(\w+)}", hint.say(language)))
        known = set(re.findall(r"(?<!{){(\w+)}", told.say(language)))
        assert filled <= known
        hint.say(language).format(
            **dict.fromkeys(known, "…")
        )  # its brackets are doubled where they are meant
