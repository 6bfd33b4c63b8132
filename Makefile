# Two commands: `make demo` and `make test`. Each sets up what it needs; a second run sets up nothing.
SHELL := bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
TRAIN := .venv-train
# Many tests start our programs, which then need not be compiled again and again.
unexport PYTHONDONTWRITEBYTECODE
# One more than there are cores: many tests wait for a browser, a server or a kill. WORKERS=1 …
WORKERS ?= $(or $(shell expr `getconf _NPROCESSORS_ONLN` + 1 2>/dev/null),logical)

.PHONY: demo test test-postgres setup fonts lint lock lock-train blanks samples bench bench-read bench-enter bench-overhead bench-review bench-flows train clean help

help:
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

# Fonts with which blanks, samples and papers of benchmarks are drawn.
FONTS := fonts-ipaexfont-mincho fonts-ipaexfont-gothic fonts-klee fonts-kiloji fonts-seto \
  fonts-yozvox-yozfont fonts-aoyagi-kouzan-t

# ALSO="PACKAGE …": more of the system that is good to have, as fonts for the tests.
setup: $(READY) ## virtual environment, system packages, weights

$(READY): requirements.lock pyproject.toml tools/setup
	PYTHON="$(PYTHON)" tools/setup "$(VENV)" $(ALSO)
	@touch $@

fonts: setup
	tools/packages $(FONTS)

demo: setup ## scans → verified entries, checked against the practice system (KEEP=1 keeps it running)
	$(BIN)/python -m samples.demo $(if $(KEEP),--keep,)

test: setup ## the whole suite
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(ARGS)

# What every kind of transaction, state and query of the store is in. All of tests/workflows and
# tests/review runs there too: make test-postgres ARGS="tests/workflows tests/review"
POSTGRES := $(addprefix tests/workflows/,test_store.py test_entry.py test_crew.py test_intake.py \
  test_kill.py test_reviewing.py test_rereading.py test_audit.py test_accounts.py second exports \
  alike electronic stacks sealing/test_columns.py) tests/review/test_pages.py tests/review/test_exports.py

test-postgres: setup ## a part of the suite with the store on PostgreSQL, which must be installed
	UTSUSHI_TEST_STORE=postgresql $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile \
	  --no-loadscope-reorder $(or $(ARGS),$(POSTGRES))

lint: setup ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

blanks: fonts ## draw the blank PDFs again
	$(BIN)/python -m samples.blanks

bench: setup ## accuracy and speed on the committed samples
	$(BIN)/python -m benchmarks.read_samples

bench-read: fonts ## accuracy, trust and speed against PaddleOCR's own pipeline; build/bench-read.json
	$(BIN)/python -m benchmarks.read $(ARGS)

bench-enter: setup ## 10,000 entries under drawn faults and kills; build/bench-enter.json (ARGS="--entries 500 …")
	$(BIN)/python -m benchmarks.enter $(ARGS)

bench-overhead: setup ## the same entry by a bare Playwright script and by the scenario
	$(BIN)/python -m benchmarks.overhead $(ARGS)

bench-review: setup ## server time of each key with 10,000 waiting records; build/bench-review.json
	$(BIN)/python -m benchmarks.review $(ARGS)

bench-flows: setup ## 10,000 documents through intake as flow runs, on SQLite and PostgreSQL; build/bench-flows.json
	$(BIN)/python -m benchmarks.flows $(ARGS)

train: setup ## tune the recogniser on generated writing, in an environment of its own (ARGS="--device cuda …")
	[ -x $(TRAIN)/bin/python ] || "$(PYTHON)" -m venv $(TRAIN)
	$(TRAIN)/bin/pip install --quiet --disable-pip-version-check --require-hashes \
	  --requirement requirements.lock
	$(TRAIN)/bin/pip install --quiet --disable-pip-version-check --require-hashes --no-deps \
	  --requirement requirements-train.lock
	UTSUSHI_MODELS="$(CURDIR)/$(VENV)/share/utsushi/models" \
	  $(TRAIN)/bin/python -m samples.train.recogniser --out build/recogniser $(ARGS)

lock-train: ## resolve requirements-train.lock anew
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile requirements-train.in --constraint requirements.lock --generate-hashes \
	  --python-version 3.11 --python-platform x86_64-manylinux_2_28 --no-emit-index-url \
	  --no-emit-find-links --no-header --output-file requirements-train.lock

lock: ## resolve requirements.lock anew
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --group dev --generate-hashes --universal \
	  --python-version 3.11 --no-emit-index-url --no-emit-find-links --no-header \
	  --output-file requirements.lock

clean: ## everything that was made here
	rm -rf $(VENV) $(TRAIN) build var .pytest_cache .mypy_cache .ruff_cache .hypothesis *.egg-info
