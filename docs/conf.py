# noqa: INP001 - Sphinx reads this file, nothing imports it
"""How `make docs` builds these pages."""

import sys
from importlib.metadata import version
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

project = "ocop-workflow"
release = version = version("ocop-workflow")
author = "The developers of ocop-workflow"
extensions = ["myst_parser", "sphinx.ext.autodoc", "pictures", "two_languages"]
html_theme = "furo"
html_title = f"ocop-workflow {release}"
html_show_sphinx = False
html_show_copyright = False
html_static_path = ["_static"]
html_css_files = ["rules.css", "pages.css", "pictures.css"]
html_search_language = "vi"  # of two_languages.py: both
exclude_patterns = ["_build"]
autodoc_typehints = "signature"
autodoc_member_order = "bysource"
autodoc_preserve_defaults = True
add_module_names = False
myst_heading_anchors = 4
html_copy_source = False
html_theme_options = {"top_of_page_buttons": []}
