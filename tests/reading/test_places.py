"""A character of an expression is found again in its file, however the text was quoted or folded."""

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from ocop_workflow.reading import MappingNode, ScalarNode, read_nodes
from ocop_workflow.reading.source import read_source

WORDS = st.lists(
    st.text(st.sampled_from("abc'\"\\é&|!(),<>=0"), min_size=1, max_size=6), min_size=1, max_size=12
)


def value_of(text: str) -> ScalarNode:
    node = read_nodes("f.yaml", text)
    assert isinstance(node, MappingNode)
    value = node.entries[0][1]
    assert isinstance(value, ScalarNode)
    return value


@given(
    words=WORDS, style=st.sampled_from(["'", '"', "|", ">"]), width=st.integers(12, 80), bare=st.booleans()
)
@settings(max_examples=300, deadline=None)
def test_every_visible_character_is_found_in_its_line_and_column(
    words: list[str], style: str, width: int, *, bare: bool
) -> None:
    written = yaml.dump({"key": " ".join(words)}, default_style=style, width=width, allow_unicode=bare)
    written = "key" + written[written.index(":") :]
    value = value_of(written)
    lines = read_source("f.yaml", written).lines
    for offset, character in enumerate(value.text):
        if character in " \n":
            continue
        place = value.at(offset)
        there = lines[place.line - 1][place.column - 1]
        assert there == character or (there == "\\" and value.style == '"' and character in '"\\é'), (
            written,
            offset,
        )
