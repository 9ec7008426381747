# Two commands: `make report` and `make test`.  Both make the environment first, from the lock file.

BIN := .venv/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
PYTHON ?= python3
# `make setup SYSTEM=no` leaves the system as it is; otherwise Pango comes where that asks for no password.
SYSTEM ?= yes
# uv installs; where it is missing, pip brings this one into a folder of its own.
UV_VERSION := 0.13.9
UV = $(shell command -v uv || echo .uv/bin/uv)

.PHONY: help setup report reports test golden lighthouse reliability check format lock clean

help:  ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 10

setup: .venv/ready  ## make the environment, .venv, and install Pango for the PDF (SYSTEM=no: do not)

.venv/ready: requirements.lock pyproject.toml
	@command -v uv >/dev/null || test -x .uv/bin/uv || $(PYTHON) -m pip install --quiet --target .uv uv==$(UV_VERSION)
	$(UV) venv --quiet --allow-existing --python $(PYTHON) .venv
	$(UV) pip sync --quiet --python $(BIN)/python --require-hashes --compile-bytecode requirements.lock
	$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	$(BIN)/python -m compileall -q analysis report  # where Python may not write it, each start would compile anew
	@$(if $(filter no,$(SYSTEM)),,$(BIN)/python -m report.output.system_packages)
	@touch $@

report: .venv/ready  ## train or load, analyse, write site/ and its PDF
	$(BIN)/digits-report build

test: export PYTHONDONTWRITEBYTECODE =  # else each process translates all tests anew
test: .venv/ready  ## run the tests, a process per core
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder

reports: .venv/ready  ## write reports of every kind, from made-up data, into reports/ to look at (PAPER=yes: PDFs, too)
	$(BIN)/python -m tests.shelf reports $(if $(filter yes,$(PAPER)),--paper)

golden: .venv/ready  ## write anew what a reader gets of each kind of report; read the diff
	$(BIN)/python -m tests.golden.write

lighthouse: .venv/ready  ## let Lighthouse rate two pages, half a minute each
	DIGITS_REPORT_LIGHTHOUSE=yes $(BIN)/python -m pytest tests/report/browser/test_lighthouse.py

reliability: .venv/ready  ## a short form, two minutes, of the attacks in docs/reliability.md
	$(BIN)/python -m benchmarks.reliability.bundles site/results.json --count 60
	$(BIN)/python -m benchmarks.reliability.data --count 150
	$(BIN)/python -m benchmarks.reliability.settings --count 100
	$(BIN)/python -m benchmarks.reliability.interrupts --count 8

check: .venv/ready  ## lint, types, import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .venv/ready  ## let ruff format and mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock:  ## resolve the dependencies anew
	$(UV) pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-header --no-annotate --upgrade --quiet --output-file requirements.lock

clean:  ## remove what make made, but no run and no site
	rm -rf .venv .uv .mypy_cache .pytest_cache .ruff_cache .import_linter_cache dist
