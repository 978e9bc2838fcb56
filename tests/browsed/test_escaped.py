"""Whatever a workflow, a case, a person or a target is called is shown as text, and does nothing."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from browser import opened, show
from playwright.sync_api import Browser

from ocop_workflow import Actor, Store, load
from ocop_workflow.measures import measure, read_targets
from ocop_workflow.pages import case_page, programme_page, workflow_page

FILE = Path(__file__).parent / "hostile.yaml"
EVIL = "<script>hacked=20</script>\"'><img src=x onerror=hacked=20></textarea><!--"
TARGETS = """\
targets: hostile
title: {vi: "<script>hacked=30</script>", en: "</style><script>hacked=30</script>"}
sources: {plan: {vi: "<script>hacked=31</script>", en: "<script>hacked=31</script> https://example.org/'><b>"}}
measures:
  all:
    title: {vi: "<script>hacked=32</script>", en: "<script>hacked=32</script>"}
    of: hostile
    target: {minimum: 2}
    basis: [plan, A]
splits: {kind: {title: {vi: "<b>loại</b>", en: "<b>kind</b>"}, field: kind}}
risks: {waiting: {title: {vi: "<b>chờ</b>", en: "<b>waiting</b>"}, of: hostile, in: filed, shows: name}}
"""


def pages(folder: Path) -> dict[str, str]:
    """The three of them."""
    workflow = load(FILE, parameters={"least": 0})
    clerk, other = Actor(f"lan{EVIL}", roles=["clerk"]), Actor("b", roles=["clerk"])
    begun = datetime(2024, 1, 2, tzinfo=UTC)
    (folder / "hostile.yaml").write_bytes(FILE.read_bytes())
    with Store.connect("sqlite:///:memory:", clock=lambda: begun) as store:
        store.start(workflow, {"name": EVIL, "secret": EVIL, "kind": "a"}, actor=clerk, id="H-1")
        store.fire("H-1", "stay", actor=clerk)
        store.start(workflow, {"name": EVIL, "secret": EVIL, "kind": "a"}, actor=clerk, id=f"H-2{EVIL[:60]}")
        store.fire("H-1", "end", {"note": EVIL}, actor=other)
        progress = measure(store, read_targets(folder / "hostile.targets.yaml", TARGETS), on=date(2024, 1, 2))
        return {
            "workflow": "".join(workflow_page(workflow, on=date(2024, 1, 2))),
            "case": "".join(case_page(store, "H-1", at=begun)),
            "open": "".join(case_page(store, f"H-2{EVIL[:60]}", at=begun)),
            "programme": "".join(programme_page(store, progress)),
        }


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", ["workflow", "case", "open", "programme"])
def test_nothing_but_text_comes_of_it(chromium: Browser, tmp_path: Path, name: str, language: str) -> None:
    """Even where no policy forbids scripts."""
    file = tmp_path / "page.html"
    file.write_text(pages(tmp_path)[name], "utf-8")
    with opened(chromium, bypass_csp=True) as page:
        show(page, file, language)
        assert page.evaluate("typeof hacked") == "undefined"
        assert page.locator("script").count() == 1
        assert page.locator("img, iframe, object, form, link, b b, u, i").count() == 0
        assert (
            page.evaluate(
                "[...document.querySelectorAll('*')].flatMap((each) => [...each.attributes]).filter("
                "(each) => each.name.startsWith('on')).length"
            )
            == 0
        )
        assert "<script>hacked=" in page.inner_text("body")
        assert "hacked" in page.inner_text("body")
        assert page.evaluate("document.styleSheets.length") == 1
        assert page.evaluate("[...document.styleSheets[0].cssRules].some((each) => each.type === 3)") is False


def test_the_policy_lets_no_other_script_run(chromium: Browser, tmp_path: Path) -> None:
    """Should anything get past the escaping one day."""
    file = tmp_path / "page.html"
    text = pages(tmp_path)["programme"]
    file.write_text(
        text.replace("</main>", "<script>hacked=1</script><img src=x onerror=hacked=2></main>"), "utf-8"
    )
    context = chromium.new_context()
    page = context.new_page()
    page.goto(file.as_uri())
    assert page.evaluate("typeof hacked") == "undefined"
    page.click("label[lang=en]")
    assert page.evaluate("document.documentElement.lang") == "en"  # the page's own still does
    context.close()
