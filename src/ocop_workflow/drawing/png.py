"""The picture as PNG, with fonts that the extra [png] brings: no font of the machine is asked.

Arimo has Arial's widths, for which everything is laid out, and Vietnamese letters; two fonts of signs have the rest.
"""

import re
from pathlib import Path
from tempfile import TemporaryDirectory

from .columns import SCREEN, Page
from .graph import Graph
from .layout import ExtraMissing
from .svg import svg

DENSE = 2  # pixels a point, so that it prints well
SIGNS = {"symbol2": ("Noto Sans Symbols2", "◷★△"), "math": ("Noto Sans Math", "↻")}  # which Arimo lacks
TEXT = re.compile(r"(?<=>)[^<]+(?=</text>)")


def png(graph: Graph, page: Page = SCREEN) -> bytes:
    """A whole image, two pixels a point; raises ExtraMissing without the extras [draw] and [png]."""
    try:
        import fontpkg_arimo
        from pymupdf_fonts import fontbuffers
        from resvg_py import svg_to_bytes
    except ImportError:
        raise ExtraMissing("drawing.png_missing") from None
    drawn = svg(graph, page)
    letters = [str(file) for file in (Path(fontpkg_arimo.ROOT) / "files").glob("*.ttf")]
    with TemporaryDirectory() as made:
        signs = [_written(Path(made) / f"{name}.ttf", fontbuffers[name]()) for name in SIGNS]
        return bytes(
            svg_to_bytes(
                svg_string=TEXT.sub(_with_signs, drawn),
                zoom=DENSE,
                skip_system_fonts=True,
                font_files=[*letters, *signs],
                sans_serif_family="Arimo",
            )
        )


def _with_signs(text: re.Match[str]) -> str:
    """Each sign in its font: where a text has letters of several fonts, a renderer may find none for some of them."""
    said = text[0]
    for family, signs in SIGNS.values():
        said = re.sub(f"[{signs}]", rf"<tspan font-family='{family}'>\g<0></tspan>", said)
    return said


def _written(file: Path, content: bytes) -> str:
    file.write_bytes(content)
    return str(file)
