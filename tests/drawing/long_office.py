"""Tables of steps that LibreOffice opened and saved again, as DOCX and as HTML, still agree with their workflows.

It needs `soffice`: python tests/drawing/long_office.py
"""

import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from drawing.procedures import SPOKEN, compare, write

from ocop_workflow import load
from ocop_workflow.drawing.procedure import procedure_of

PERMIT = Path(__file__).parents[2] / "examples" / "construction-permit" / "permit.yaml"
NAMES = ("ocop-product@1048", "ocop-product@148", "ocop-product@148-1489", str(PERMIT))


def main() -> int:
    """How many of the tables do not agree any more."""
    failed = 0
    for name in NAMES:
        procedure = procedure_of(load(name).definition)
        for languages in SPOKEN:
            for form in ("docx", "html"):
                with tempfile.TemporaryDirectory() as made:
                    folder = Path(made)
                    file = write(procedure, folder, ".docx", languages)
                    command = [
                        "soffice",
                        "--headless",
                        "--convert-to",
                        form,
                        "--outdir",
                        str(folder / "saved"),
                        str(file),
                    ]
                    subprocess.run(command, check=True, capture_output=True)
                    found = compare(folder / "saved" / f"table.{form}", procedure)
                failed += bool(found)
                print(
                    f"{name} {'+'.join(languages)} {form}: {len(found)} differences", *found[:3], sep="\n  "
                )
    return failed


if __name__ == "__main__":
    sys.exit(main())
