# `make help` says what each target does. The environment lives in .venv/ and is made anew only when a lock changes.
.DEFAULT_GOAL := help
.PHONY: help reports check test lab docs bench bench-whole lock hooks clean

BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK = 1
export JOBS ?= 2
LAB_FLAGS ?=
PYTEST_FLAGS ?=
BENCH_FLAGS ?=
TASK = $(BIN)/python -m disclosure.tasks

# The first Python that is new enough and can make environments; PYTHON=/path/to/python overrides.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
	$$p -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)

# uv installs six times faster than pip, and keeps to the same hashes. It doesn't read pip's settings, so a
# mirror that pip is told to use is handed on; where uv can't install, pip does.
INDEX = $(or $(PIP_INDEX_URL),$(shell $(BIN)/pip config get global.index-url 2>/dev/null))
install = $(if $(INDEX),UV_DEFAULT_INDEX=$(INDEX)) $(BIN)/uv pip install --quiet --python $(BIN)/python \
	--require-hashes -r $(1) || $(BIN)/pip install --quiet --require-hashes -r $(1)

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1	/p' $(MAKEFILE_LIST)

reports: .venv/.project ## PDFs to clean data, audit, notebooks and HTML reports in reports/
	@$(TASK) reports

test: .venv/.project .venv/.test ## the whole test suite
	@$(TASK) test $(PYTEST_FLAGS)

check: .venv/.project .venv/.test ## format, lint, layers, messages, types and unit tests, in under a minute
	@$(TASK) check

lab: .venv/.project ## JupyterLab on the collection (LAB_FLAGS="--no-browser --port 8900")
	@$(TASK) lab $(LAB_FLAGS)

docs: .venv/.project .venv/.docs ## the documentation site in site/, offline
	@$(TASK) docs

bench: .venv/.project .venv/.bench ## this project and its peers on the same documents
	@$(TASK) bench

bench-whole: .venv/.project ## the whole way, as ratios to camelot's reading, in one table
	@$(TASK) bench-whole $(BENCH_FLAGS)

lock: .venv/.base ## remake the locks from pyproject.toml (UPGRADE=--upgrade takes newer versions)
	$(COMPILE) -o requirements.lock
	$(COMPILE) --extra test -c requirements.lock -o requirements-test.lock
	$(COMPILE) --extra docs -c requirements-test.lock -o requirements-docs.lock
	$(COMPILE) --extra bench --extra bench-rs -c requirements-test.lock -o requirements-bench.lock

hooks: .venv/.test ## strip and check what is committed, at each commit
	$(BIN)/pre-commit install

clean: ## remove reports and caches (rm -r .venv removes the environment)
	rm -rf reports site docs/dictionary.md .cache .pytest_cache .ruff_cache .mypy_cache .import_linter_cache .hypothesis
	find src tests notebooks benchmarks -name __pycache__ -o -name .ipynb_checkpoints | xargs rm -rf

COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
	--no-header --no-emit-index-url $(UPGRADE) pyproject.toml --extra dev

.venv/.base: requirements.lock
	@$(if $(PYTHON),:,echo "No Python 3.11 or newer with venv was found. Install one (Debian: python3-venv), or say make PYTHON=/path/to/python" >&2; exit 1)
	@echo "Making the environment in .venv"
	@$(PYTHON) -m venv --clear .venv
	@sed -n '/^uv==/,/[^\\]$$/p' requirements.lock > .venv/uv.lock
	@$(BIN)/pip install --quiet --require-hashes -r .venv/uv.lock || true
	@$(call install,requirements.lock)
	@touch $@

.venv/.project: .venv/.base pyproject.toml
	@$(BIN)/pip install --quiet --no-index --no-build-isolation --no-deps -e .
	@$(BIN)/python -m disclosure.pdf.compiled
	@touch $@

.venv/.test: .venv/.base requirements-test.lock
	@echo "Adding the test tools to .venv"
	@$(call install,requirements-test.lock)
	@touch $@

.venv/.docs: .venv/.base requirements-docs.lock
	@echo "Adding what builds the documentation to .venv"
	@$(call install,requirements-docs.lock)
	@touch $@

# Peers that take pdfplumber's place where both are installed: each goes to a folder of its own, for PYTHONPATH.
APART := pdfplumber-rs bolivar
PEERS := pdfplumber pymupdf tabula-py tablers pdfspine pdfmuse
.venv/.bench: .venv/.base requirements-bench.lock
	@echo "Adding the peers to .venv"
	@cp requirements-bench.lock .venv/bench.lock
	@for peer in $(APART); do sed -i.all "/^$$peer==/,/[^\\]$$/d" .venv/bench.lock; done
	@$(call install,.venv/bench.lock) || for peer in $(PEERS); do \
		sed -n "/^$$peer==/,/[^\\]$$/p" requirements-bench.lock > .venv/$$peer.lock; \
		$(BIN)/pip install --quiet --require-hashes --no-deps -r .venv/$$peer.lock \
			|| echo "$$peer cannot be installed here: the table says so" >&2; \
	done
	@for peer in $(APART); do \
		sed -n "/^$$peer==/,/[^\\]$$/p" requirements-bench.lock > .venv/$$peer.lock; \
		$(BIN)/pip install --quiet --upgrade --target .venv/$$peer --require-hashes --no-deps -r .venv/$$peer.lock \
			|| echo "$$peer cannot be installed here: the table says so" >&2; \
	done
	@touch $@
