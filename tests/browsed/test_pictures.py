"""Pictures as a browser draws them, 1,200 pixels wide: no text lies over another, none is cut, none is too small."""

from pathlib import Path

import pytest
from browsed.conftest import WORKFLOWS
from playwright.sync_api import Page

from ocop_workflow import load
from ocop_workflow.drawing import graph_of, svg

WIDTH = 1200
SMALLEST = 11  # pixels
LOOK = """() => {
  const box = (each) => each.getBoundingClientRect();
  const texts = [...document.querySelectorAll('text')].filter((each) => each.textContent.trim());
  const said = (each) => each.textContent;
  const over = [], cut = [], small = [];
  const boxes = texts.map(box);
  for (let one = 0; one < texts.length; one++) {
    for (let two = one + 1; two < texts.length; two++) {
      const [a, b] = [boxes[one], boxes[two]];
      if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
          && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > LEADING * Math.min(a.height, b.height))
        over.push(said(texts[one]) + ' / ' + said(texts[two]));
    }
    if (boxes[one].left < 0 || boxes[one].right > innerWidth || boxes[one].top < 0) cut.push(said(texts[one]));
    const around = texts[one].closest('g.state, g.sign')?.querySelector('rect');
    if (around && (boxes[one].left < box(around).left || boxes[one].right > box(around).right
        || boxes[one].top < box(around).top - 1 || boxes[one].bottom > box(around).bottom + 1))
      cut.push(said(texts[one]));
    if (parseFloat(getComputedStyle(texts[one]).fontSize) < SMALLEST) small.push(said(texts[one]));
  }
  return {texts: texts.length, over, cut, small};
}"""


def look(page: Page, file: Path) -> dict[str, object]:
    page.set_viewport_size({"width": WIDTH, "height": 900})
    page.goto(file.as_uri())
    # Lines of one text stand as close as their font's own height allows: a fifth of it is no overlap.
    found: dict[str, object] = page.evaluate(
        LOOK.replace("LEADING", "0.2").replace("SMALLEST", str(SMALLEST))
    )
    return found


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", ["ocop-product@148", *WORKFLOWS])
def test_no_text_is_covered_cut_or_too_small(
    chromium_page: Page, tmp_path: Path, name: str, language: str
) -> None:
    file = tmp_path / "picture.svg"
    file.write_text(svg(graph_of(load(name).definition, language)), "utf-8")
    found = look(chromium_page, file)
    assert (found["over"], found["cut"], found["small"]) == ([], [], [])
    assert found["texts"] > 30  # type: ignore[operator]


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ('font-size="11"', 'font-size="8"', "small"),
        ("<text ", '<text style="font-size: 40px" ', "over"),
        ("translate(20 ", "translate(900 ", "cut"),
    ],
)
def test_what_is_wrong_is_seen(chromium_page: Page, tmp_path: Path, old: str, new: str, what: str) -> None:
    file = tmp_path / "picture.svg"
    text = svg(graph_of(load("ocop-round@2021").definition, "vi"))
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")
    assert look(chromium_page, file)[what]
