# noqa: INP001 - Sphinx loads this file by its name
"""The directive `pictures`: every workflow that ships, and every example, drawn while the pages are built."""

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

import yaml
from docutils import nodes
from docutils.parsers.rst import Directive

from ocop_workflow import load
from ocop_workflow.drawing import Graph, graph_of, svg
from ocop_workflow.drawing.described import described
from ocop_workflow.reading import catalogued

EXAMPLES = Path(__file__).parents[2] / "examples"
FOLDER = "_pictures"  # in what is built: nothing is written among the sources
ALONE = {"vi": "Mở riêng hình này", "en": "Open this picture alone"}


class Pictures(Directive):
    """Its argument is the language."""

    required_arguments = 1

    def run(self) -> list[Any]:
        """A section for each workflow, with its picture at its full size."""
        language = self.arguments[0]
        folder = Path(self.state.document.settings.env.app.outdir) / FOLDER
        folder.mkdir(parents=True, exist_ok=True)
        return [
            self._section(name, graph_of(load(source).definition, language), folder)
            for name, source in _all()
        ]

    def _section(self, name: str, graph: Graph, folder: Path) -> Any:
        file = f"{name}-{graph.language}.svg"
        (folder / file).write_text(svg(graph), "utf-8")
        section = nodes.section(ids=[nodes.make_id(name)], names=[nodes.fully_normalize_name(name)])
        image = (
            f'<img src="{FOLDER}/{file}" alt="{escape(f"{graph.title}. {described(graph)}")}" loading="lazy">'
        )
        link = f'<a href="{FOLDER}/{file}">{ALONE[graph.language]}</a>'
        drawn = f'<figure class="workflow" tabindex="0">{image}</figure><p>{link}</p>'
        section += nodes.title(text=graph.title)
        section += nodes.raw("", drawn, format="html")
        return section


def _all() -> Iterator[tuple[str, str]]:
    """The name of a file, and what `load` takes: those that ship, then the examples, each version once."""
    seen = set()
    for name, versions in catalogued().items():
        for version in versions:
            seen.add((name, version))
            yield f"{name}-{version}", f"{name}@{version}"
    for file in sorted(EXAMPLES.rglob("*.yaml")):
        if file.name.count(".") > 1:  # a scenario, a run, parameters
            continue
        said = yaml.safe_load(file.read_text("utf-8"))
        key = (said.get("workflow"), str(said.get("version"))) if isinstance(said, dict) else (None, "")
        if key[0] and (said.get("states") or said.get("extends")) and key not in seen:
            seen.add(key)
            yield f"example-{file.parent.name}-{file.stem}", str(file)


def setup(app: Any) -> dict[str, bool]:
    """Called by Sphinx."""
    app.add_directive("pictures", Pictures)
    return {"parallel_read_safe": True}
