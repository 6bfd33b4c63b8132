# Two commands: `make demo` and `make test`. Each sets up what it needs; a second run sets up nothing.
SHELL := bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo test setup lint lock blanks samples bench clean help

help:
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

setup: $(READY) ## virtual environment, system packages, weights

$(READY): requirements.lock pyproject.toml tools/setup
	PYTHON="$(PYTHON)" tools/setup "$(VENV)"
	@touch $@

demo: setup ## scans → verified entries, checked against the practice system (KEEP=1 keeps it running)
	$(BIN)/python -m samples.demo $(if $(KEEP),--keep,)

test: setup ## the whole suite
	$(BIN)/python -m pytest -n logical --dist loadfile $(ARGS)

lint: setup ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

blanks: setup ## draw the blank PDFs again (needs fonts-ipaexfont)
	$(BIN)/python -m samples.blanks

bench: setup ## accuracy and speed on the committed samples
	$(BIN)/python -m benchmarks.read_samples

lock: ## resolve requirements.lock anew
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --group dev --generate-hashes --universal \
	  --python-version 3.11 --no-emit-index-url --no-emit-find-links --no-header \
	  --output-file requirements.lock

clean: ## everything that was made here
	rm -rf $(VENV) build var .pytest_cache .mypy_cache .ruff_cache .hypothesis *.egg-info
