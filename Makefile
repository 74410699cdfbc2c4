# Each target does all its own set-up: Python ≥ 3.11 (with venv) and make are enough. See `make help`.
.DEFAULT_GOAL := help
.PHONY: help demo test lint bench soak screenshots messages lock

VENV ?= .venv
PORT ?= 8000
# The first Python that is new enough and can make a virtual environment.
ifndef PYTHON
PYTHON := $(shell for python in python3.13 python3.12 python3.11 python3 python3.14; do \
	if $$python -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	command -v $$python; break; fi; done)
endif
RUN = $(VENV)/bin/python

help:  ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

demo: .python  ## the sample stations on http://127.0.0.1:8000/ (PORT=…)
	@$(PYTHON) -m twin.environment --venv $(VENV)
	@$(RUN) manage.py demo --port $(PORT)

test: .development  ## Python tests on SQLite and PostgreSQL, viewer tests, browser tests, coverage
	@$(RUN) -m tests $(ARGS)

lint: .development  ## formatting, rules, types, layers, migrations, translations, TypeScript
	@$(RUN) -m tests.lint

bench: .development  ## import, scene and viewer beside their yardsticks, in one table
	@$(RUN) -m benchmarks $(ARGS)

soak: .development  ## the long, seeded versions of what the tests run short
	@$(RUN) -m tests --soak $(ARGS)

screenshots: .development  ## every page to look at, and the pictures of README and guide
	@$(RUN) -m tests.e2e.screenshots $(ARGS)

messages: .development  ## compiles the translations
	@$(RUN) twin/build_messages.py

lock: .python  ## writes requirements.lock from the newest versions that pyproject.toml allows
	@$(PYTHON) -m twin.environment --venv $(VENV) --lock

.PHONY: .python .development
.python:
	@if [ -z "$(PYTHON)" ]; then \
	  if command -v python3 >/dev/null; then \
	    echo "Found $$(python3 --version), but Python 3.11 or newer with venv is needed." \
	         "On Debian or Ubuntu: apt install python3 python3-venv" >&2; \
	  else echo "Python 3.11 or newer is needed, and none was found. On Debian or Ubuntu: apt install python3 python3-venv" >&2; fi; \
	  exit 1; \
	fi

.development: .python
	@$(PYTHON) -m twin.environment --venv $(VENV) --extra dev
