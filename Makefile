PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
EXAMPLE := examples/nypd-clearview
DEMO ?= demo
BENCH ?= all
# A floor, not a goal: measured coverage lies above it.
COVERAGE := 90
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

export HF_HUB_OFFLINE := 1

.PHONY: help demo test check fuzz fix bench clean

help:  ## list the commands
	@awk -F':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(STAMP): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 or newer is needed; '$(PYTHON)' is not. Name another: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@echo "Installing into $(VENV) (once; a few minutes) …"
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) torch
	@$(PIP) --editable '.[dev]'
	@touch $@

# A folder that an earlier demo made is replaced; one whose claims were edited, or that holds anything else, is left alone.
demo: $(STAMP)  ## install, run the shipped example, say where the report is
	@made_by_demo() { cmp -s "$$1/claims.yaml" $(EXAMPLE)/claims.yaml && \
	  ! ls -A "$$1" | grep -qvxE 'claims\.yaml|case\.sqlite(-wal|-shm)?|reports'; }; \
	folder="$(DEMO)"; n=1; \
	while [ -e "$$folder" ] && ! made_by_demo "$$folder"; do n=$$((n + 1)); folder="$(DEMO)-$$n"; done; \
	rm -rf "$$folder"; \
	$(BIN)/checker demo --output "$$folder" && \
	$(BIN)/python -c 'import pathlib, sys; print("Open it:", pathlib.Path(sys.argv[1]).resolve().as_uri())' "$$folder/reports/report.html"

test: $(STAMP)  ## every test, with the packaged models and ../shared where present, and coverage
	$(BIN)/python -m pytest -n 2 -rs --cov --cov-report=term:skip-covered --cov-fail-under=$(COVERAGE) tests

check: $(STAMP)  ## lint, types, import contracts, docs, tests without models
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python docs/generate.py --check
	$(BIN)/python -m pytest -n 2 -m "not model and not shared" tests

fuzz: $(STAMP)  ## read 100,000 damaged mails and 10,000 heaps of mail (long; a few run in `make test`)
	$(BIN)/python -m pytest -n 2 -m fuzz tests

fix: $(STAMP)  ## format, mend what ruff can, write the generated pages
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/python docs/generate.py

bench: $(STAMP)  ## measure speed, memory and quality; one alone: make bench BENCH=speed
	$(BIN)/python -m bench $(BENCH)

clean:  ## remove the environment, caches and build outputs; cases and demo folders stay
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .coverage
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
