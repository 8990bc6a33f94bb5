# Everything a contributor needs; `make` alone prints this list. Set PYTHON to choose the interpreter.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
SAMPLE := samples/nagihama_r5_10.pdf

.DEFAULT_GOAL := help
.PHONY: help setup demo test check format schemas samples notebook bench clean

help: ## print the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(VENV)/ready ## make the environment in .venv with pinned versions

$(VENV)/ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[cross-check,samples,dev]'
	@touch $@

demo: setup ## read a sample report into output/
	$(BIN)/plan-extract run $(SAMPLE) --out output

test: setup ## run the tests
	$(BIN)/python -m pytest

check: setup ## format, lint, types, tests, docs, schemas: all that must be green
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest

format: setup ## format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

schemas: setup ## write schemas/ anew from the models
	$(BIN)/python -c 'from pathlib import Path; from plan_extract.schema import write_schemas; write_schemas(Path("schemas"))'

samples: setup ## typeset samples/ anew and write their expected data
	$(BIN)/python samples/build.py

notebook: setup ## run the notebook in examples/ and keep what it shows
	$(BIN)/python examples/execute.py

bench: setup ## run the benchmarks (ratios of one run)
	@for file in benchmarks/bench_*.py; do $(BIN)/python $$file || exit 1; done

clean: ## remove the environment and caches
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis
