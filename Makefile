# One command each. Every target makes its own .venv where it is missing.
PYTHON ?= python3
BIN := .venv/bin
# What measures how long a hostile file takes has the machine to itself.
MEASURED := tests/reading/hostile/test_hostile_files.py
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: demo test lint docs bench fuzz torture mutants office browse release clean

demo: .venv/.installed
	$(BIN)/ocop-workflow demo
	$(BIN)/python examples/loop/loop.py

# With OCOP_WORKFLOW_POSTGRES=postgresql://user:password@host/name the tests make their schemas in that database, as a
# superuser; without it they start a PostgreSQL of their own, which pip brought, as whoever runs them (root: as nobody).
test: .venv/.developing
	$(BIN)/python -m pytest --numprocesses auto --dist loadscope --ignore $(MEASURED)
	$(BIN)/python -m pytest $(MEASURED)

lint: .venv/.developing
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: .venv/.developing
	rm -rf build/docs
	$(BIN)/sphinx-build --quiet --fail-on-warning --keep-going docs build/docs
	$(BIN)/python tools/check_site.py build/docs
	@echo "build/docs/index.html"

# The sdist, the wheel and the bill of materials of what is committed, into dist/. Nothing is published.
release: .venv/.developing
	$(BIN)/python tools/make_release.py

bench: .venv/.developing
	$(BIN)/python benchmarks/loading.py
	$(BIN)/python benchmarks/conforming.py
	$(BIN)/python benchmarks/watching.py
	$(BIN)/python benchmarks/storing.py
	$(BIN)/python benchmarks/adding.py
	$(BIN)/python benchmarks/growing.py
	$(BIN)/python benchmarks/counting.py
	$(BIN)/python benchmarks/suites.py
	$(BIN)/python benchmarks/proving.py
	$(BIN)/python benchmarks/checking.py

# The long forms of the tests by damaged files, plans and guards: about a quarter of an hour on one core.
fuzz: .venv/.developing
	$(BIN)/python tests/fuzzing/long.py files 100000
	$(BIN)/python tests/fuzzing/long.py plans 10000
	$(BIN)/python tests/fuzzing/long.py guards 1000000

# The long forms of what the store promises: kills, power cuts, failing disks, races. About an hour.
torture: .venv/.developing
	$(BIN)/python tests/torture/long.py

# What generated suites kill, and claims refute, of every mutant of what ships. It takes hours.
mutants: .venv/.developing
	$(BIN)/python tests/testing/long_mutants.py

# Tables of steps after LibreOffice has opened them and saved them again; it needs soffice. Two minutes.
office: .venv/.developing
	$(BIN)/python tests/drawing/long_office.py

# Every page in a browser, instead of one of each kind; it needs Chromium. A quarter of an hour.
browse: .venv/.developing
	OCOP_WORKFLOW_EVERY_PAGE=1 $(BIN)/python -m pytest --numprocesses auto --dist loadscope tests/browsed

clean:
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or later is needed: make PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv .venv

.venv/.installed: pyproject.toml | $(BIN)/python
	$(PIP) --editable '.[testing]'
	@touch $@

.venv/.developing: pyproject.toml | $(BIN)/python
	$(PIP) --editable '.[dev]'
	@touch $@ .venv/.installed
