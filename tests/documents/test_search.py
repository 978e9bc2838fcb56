"""Search of the site, by Sphinx's own script: Vietnamese words are found as they are written, and without marks."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from documents.support import ROOT
from npm import program

PAGES = {
    "index": "# Cases\nWhat is approved, and by whom.\n\n```{toctree}\nstart.vi\nother.vi\n```\n",
    "start.vi": "# Bắt đầu\nHồ sơ đã được duyệt, chỉ tiêu đã đạt.\n",
    "other.vi": "# Khác\nHộ số chi tiền.\n",
}
# What a browser has around the script, as far as searching needs it.
ASK = """
const fs = require("fs"), vm = require("vm"), folder = process.argv[2];
const element = { dataset: { content_root: "" }, classList: { add() {} }, appendChild() {} };
const document = { documentElement: element, addEventListener() {}, getElementById: () => null,
  querySelector: () => null };
const context = vm.createContext({ _ready() {}, document, window: {},
  SPHINX_HIGHLIGHT_ENABLED: false, console, Set, Map, URLSearchParams, navigator: {},
  location: {},
  DOCUMENTATION_OPTIONS: { VERSION: "1", FILE_SUFFIX: ".html", LINK_SUFFIX: ".html", BUILDER: "html" } });
context.window = context;
for (const name of ["language_data.js", "searchtools.js"])
  vm.runInContext(fs.readFileSync(`${folder}/_static/${name}`, "utf-8"), context);
vm.runInContext(fs.readFileSync(`${folder}/searchindex.js`, "utf-8"), context);
const ask = `(query) => { const [, terms, excluded, highlight, objects] = Search._parseQuery(query);
  return Search._performSearch(query, terms, excluded, highlight, objects).map((each) => each[0]); }`;
const found = Object.fromEntries(process.argv.slice(3).map((query) => [query, vm.runInContext(ask, context)(query)]));
process.stdout.write(JSON.stringify(found));
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    (folder / "conf.py").write_text(
        "import sys\nfrom pathlib import Path\n"
        'sys.path.insert(0, str(Path(__file__).parent))\nextensions = ["myst_parser", "two_languages"]\n'
        'html_theme = "furo"\nhtml_search_language = "vi"\n',
        "utf-8",
    )
    shutil.copy(ROOT / "docs" / "_ext" / "two_languages.py", folder)
    for name, text in PAGES.items():
        (folder / f"{name}.md").write_text(text, "utf-8")
    subprocess.run([sys.executable, "-m", "sphinx", "--quiet", folder, folder / "built"], check=True)
    return folder / "built"


def test_words_are_found_with_their_marks_and_without(site: Path, tmp_path: Path) -> None:
    script = tmp_path / "ask.js"
    script.write_text(ASK, "utf-8")
    asked = ("hồ sơ", "ho so", "chỉ tiêu", "chi tieu", "duyet", "approved", "hộ")
    said = subprocess.run(
        [program("node"), str(script), str(site), *asked],
        check=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    found = {query: set(pages) for query, pages in json.loads(said.stdout).items()}
    assert found["hồ sơ"] == found["chỉ tiêu"] == {"start.vi"}
    assert found["ho so"] == {"start.vi", "other.vi"}  # whoever types no marks is shown both
    assert found["chi tieu"] == {"start.vi"}
    assert found["duyet"] == {"start.vi"}
    assert found["hộ"] == {"other.vi"}
    assert found["approved"] == {"index"}
