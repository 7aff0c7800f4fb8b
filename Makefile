# Two commands do all the set-up on a fresh machine: `make demo` and `make test`. The rest: `make help`.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
# Tests run on two processes: the machines they are meant for have two cores.
WORKERS ?= 2
ROWS ?= 300000

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev demo test check lint format types messages peers test-sqlite test-postgresql \
	docs bench bench-quarter lock clean

help: ## Show this list
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(BIN)/.ready ## Install Sosiego into .venv, and nothing else

$(BIN)/.ready: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("Sosiego needs Python 3.11 or newer" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	$(BIN)/python scripts/messages.py compile
	@touch $@

setup-dev: $(BIN)/.ready-dev ## Install the tools of development too

$(BIN)/.ready-dev: $(BIN)/.ready requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.lock
	@touch $@

demo: setup ## Make a simulated country, run its quarter, tell the story and serve the site
	$(BIN)/sosiego demo

test: setup-dev peers check test-sqlite test-postgresql ## Everything: lint, types, messages, all tests on SQLite and PostgreSQL

check: lint types messages ## The checks that need no test run

lint: setup-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: setup-dev ## Put the code into the house's form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: setup-dev
	$(BIN)/mypy

messages: setup-dev ## Check that each text stands in all three languages
	$(BIN)/python scripts/messages.py check
	$(BIN)/python scripts/messages.py compile

peers: setup-dev ## Install PostgreSQL, Chromium and what else the tests talk to (Debian, as root)
	$(BIN)/python scripts/peers.py

test-sqlite: setup-dev
	$(BIN)/pytest -n $(WORKERS) --dist loadgroup

test-postgresql: setup-dev
	$(BIN)/python scripts/with_postgresql.py $(BIN)/pytest -n $(WORKERS) --dist loadgroup -m "not browser and not one_database"

docs: setup-dev ## Write the generated parts of the documentation anew
	$(BIN)/python scripts/reference.py

bench: setup-dev bench-quarter ## Run the benchmarks (not part of the tests)
	$(BIN)/python benchmarks/rules.py
	$(BIN)/python benchmarks/million_callers.py
	$(BIN)/python benchmarks/registry_lookup.py
	$(BIN)/python benchmarks/features.py
	$(BIN)/python benchmarks/text.py
	$(BIN)/python benchmarks/import_reports.py
	$(BIN)/python benchmarks/bulletin.py

bench-quarter: setup-dev ## 300,000 reports from files to the bulletin
	$(BIN)/python benchmarks/quarter.py --reports $(ROWS)

lock: setup-dev ## Resolve the lock files anew
	$(BIN)/python scripts/lock.py

clean: ## Remove what was installed and built; the home (var/) stays
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
