# make demo   install, read the example pages, say what was found, serve the desk (DEMO_SERVE=0 leaves that out)
# make test   install, lint, check types, test on SQLite and PostgreSQL
# make bench  every benchmark whose data is there (SAYSO_DATA), and speed

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.ONESHELL:

PYTHON ?= $(shell for p in python3.11 python3 python3.12 python3.13; do \
	if command -v $$p >/dev/null && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then echo $$p; exit; fi; done)
VENV ?= .venv
BIN := $(VENV)/bin
DEMO_SERVE ?= 1
DEMO_PORT ?= 8080
DEMO := .demo

.PHONY: demo test bench docs install install-dev

$(BIN)/python:
	@if [ -z "$(PYTHON)" ]; then echo "make: Python 3.11 or newer is needed: install it, or name it with PYTHON=..." >&2; exit 1; fi
	$(PYTHON) -m venv $(VENV) || { echo "make: $(PYTHON) cannot make virtual environments (Debian: apt-get install python3-venv)" >&2; exit 1; }

install: $(BIN)/python
	@# An editable install, as "make test" makes, follows the sources by itself.
	if ! $(BIN)/python -c 'import sayso, sys; sys.exit("$(CURDIR)/src/" not in sayso.__file__)' 2>/dev/null; then
		echo "Installing Sayso into $(VENV) ..." >&2
		$(BIN)/python -m pip install --quiet --disable-pip-version-check .
	fi

install-dev: $(BIN)/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'

demo: install
	@rm -rf $(DEMO)
	$(BIN)/sayso read examples/pages -c $(DEMO)/case.db \
		--gazetteer examples/gazetteer.csv --demonyms examples/demonyms.csv
	$(BIN)/python scripts/demo_summary.py $(DEMO)/case.db
	if [ "$(DEMO_SERVE)" != 0 ]; then exec $(BIN)/sayso desk -c $(DEMO)/case.db --port $(DEMO_PORT); fi

test: install-dev
	@scripts/test.sh $(BIN)

docs: install-dev
	@$(BIN)/python scripts/make_docs.py

bench: install-dev
	@for name in reports attribution events templates counts dates places entities certainty merge intake examples speed; do
		$(BIN)/python -m benchmarks $$name || echo "make: $$name was not measured" >&2
	done
