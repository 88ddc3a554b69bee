# Two commands do everything on a fresh machine: `make demo` and `make test`. The rest is for developers.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SHARED := ../shared

.PHONY: help setup demo test check fix gate probe-score bench readers wheel resilience clean

help: ## Show what there is to do
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: $(VENV)/ready ## Make .venv with everything in it

$(VENV)/ready: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "govreports needs Python 3.11 or later, found %d.%d" % sys.version_info[:2])'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --constraint constraints.txt --editable '.[dev]'
	touch $@

demo: setup ## Collect an embedded web of five bureau sites, twice, and show what came of it
	$(BIN)/govreports demo

test: setup ## Every check and every test
	@# mypy has one of two cores, and the other is idle: tests and libraries are compiled there meanwhile, once for all processes to come
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest --collect-only --numprocesses=0 -qq >/dev/null 2>&1 & $(MAKE) check; checked=$$?; wait; exit $$checked
	$(BIN)/python -m pytest

check: setup ## Lint, format and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

fix: setup ## Repair what a tool can repair
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

gate: setup ## Quality on real saved pages, which are not part of this repository (SHARED=folder)
	$(BIN)/python -m tests.gate $(SHARED)

probe-score: setup ## What probe makes of sixty bureau sites of our own writing, from their lists and from their home pages
	$(BIN)/python -m tests.probed

bench: setup $(VENV)/peers/ready ## Speed, as ratios in one run
	$(BIN)/python -m compileall -q crawler pipelines spiders storage scheduler.py # as an installed program is; some machines forbid Python to do so by itself
	$(BIN)/python -m tests.bench $(VENV)/peers/bin/python $(wildcard $(SHARED)/pages)
	$(BIN)/python -m tests.bench_archive

$(VENV)/peers/ready: tests/bench_readers.txt # other readers pin older versions of what govreports needs
	$(PYTHON) -m venv $(VENV)/peers
	$(VENV)/peers/bin/python -m pip install --quiet --disable-pip-version-check --requirement tests/bench_readers.txt
	touch $@

readers: setup $(VENV)/readers/ready ## Read a release in pandas, Polars and datasets as docs/release.md says
	$(BIN)/python -m tests.readers $(VENV)/readers/bin/python

$(VENV)/readers/ready: tests/readers.txt # half a gigabyte that govreports does not need
	$(PYTHON) -m venv $(VENV)/readers
	$(VENV)/readers/bin/python -m pip install --quiet --disable-pip-version-check --no-compile --requirement tests/readers.txt
	touch $@

wheel: setup ## Build the wheel, install it in an empty environment, run the demo from there
	tests/wheel.sh $(BIN)/python

resilience: setup ## Kill a collection at twenty moments and compare with an undisturbed one
	$(BIN)/python -m tests.resilience

clean: ## Remove everything that was made
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
