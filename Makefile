PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
DEMO ?= demo

export HF_HUB_OFFLINE := 1

.PHONY: help demo test check fix bench docs

help:  ## list the commands
	@awk -F':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt torch
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	@touch $@

demo: $(STAMP)  ## install, run the shipped example, say where the report is
	$(BIN)/checker demo --output $(DEMO)

test: $(STAMP)  ## every test, with the packaged models and ../shared where present
	$(BIN)/python -m pytest -n 2 tests

check: $(STAMP)  ## lint, types, import contracts, docs, tests without models
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -m "not model and not shared" tests

fix: $(STAMP)  ## format, mend what ruff can, write the generated pages
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/python docs/generate.py

bench: $(STAMP)  ## measure speed and memory against the plain libraries (docs/benchmarks.md)
	$(BIN)/python -m bench
