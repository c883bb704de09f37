# vanban: scans of Vietnamese government documents into text and tables.  `make` lists the targets.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
IN     ?= samples/inputs
OUT    ?= out
ARGS   ?=

.DEFAULT_GOAL := help
.PHONY: help setup extract test quick check format eval bench faults faults-small soak dict docs samples train kernels wheel clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(VENV)/.ready ## install what is missing (system packages, .venv) and nothing else

extract: $(VENV)/.ready ## read IN (default: the samples) into text and tables in OUT (default: out)
	@$(BIN)/vanban extract "$(IN)" --out "$(OUT)" $(ARGS)

test: $(VENV)/.ready-dev ## all tests and checks but the slow faults
	@$(MAKE) --no-print-directory check
	$(BIN)/pytest -q -n 2 --dist worksteal --ignore tests/faults $(ARGS)

quick: $(VENV)/.ready-dev ## the tests that take less than a minute in all
	$(BIN)/pytest -q -m "not slow" --ignore tests/faults $(ARGS)

check: $(VENV)/.ready-dev ## ruff, format, mypy, import-linter
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.ready-dev ## let ruff mend and format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

eval: $(VENV)/.ready-dev ## score samples (and the folder VANBAN_DATA) against the floors; exit 15 below one
	$(BIN)/python benchmarks/eval.py $(ARGS)

bench: $(VENV)/.ready-dev ## speed as ratios to baselines of the same run
	$(BIN)/python benchmarks/bench.py $(ARGS)

faults: $(VENV)/.ready-dev ## kill, fill up, break: the slow tests of docs/promises.md (ARGS=--resume goes on with a campaign that was broken off)
	$(BIN)/pytest -q tests/faults $(ARGS)

soak: $(VENV)/.ready-dev ## two thousand mixed documents, one in twenty hostile: nothing lost, memory flat (some minutes)
	$(BIN)/pytest -q tests/faults/test_soak.py $(ARGS)

faults-small: $(VENV)/.ready-dev ## the same with a tenth of the kills, for CI
	VANBAN_KILLS=21 VANBAN_OCR_KILLS=2 VANBAN_REVIEW_KILLS=5 $(BIN)/pytest -q tests/faults/test_kills.py tests/faults/test_answers.py tests/faults/test_clock.py tests/faults/test_review_kills.py $(ARGS)

dict: $(VENV)/.ready-dev ## check the dictionaries against their schemas
	$(BIN)/pytest -q tests/dictionaries $(ARGS)

docs: $(VENV)/.ready-dev ## write the generated pages of docs/ anew
	$(BIN)/python docs/generate.py

samples: $(VENV)/.ready-dev ## draw the sample documents anew
	$(BIN)/python samples/make.py

kernels: $(VENV)/.ready-dev ## compile the inner loops of the restorer anew (after a change of them)
	$(BIN)/python -m benchmarks.training.kernels

train: $(VENV)/.ready-dev ## rebuild language model, channels, names and rescorer: make train ARGS="CORPUS..."
	$(BIN)/vanban train $(ARGS)

wheel: $(VENV)/.ready-dev ## build the wheel into dist/
	$(BIN)/pip wheel -q --no-deps -w dist .

clean: ## remove .venv, out/ and what tools left
	rm -rf $(VENV) out dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

# The stamps make a second call do no set-up work; a changed pyproject.toml makes them old.
$(VENV)/.ready: pyproject.toml .ci/system-packages
	@PYTHON="$(PYTHON)" .ci/system-packages
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "vanban needs Python 3.11 or newer: make PYTHON=python3.11" >&2; exit 6; }
	@test -x $(BIN)/python || { echo "Making $(VENV)"; $(PYTHON) -m venv $(VENV); }
	@echo "Installing vanban into $(VENV) (some minutes the first time)"
	@$(BIN)/python -m pip install -q --disable-pip-version-check -e '.[review]'
	@$(BIN)/python -m pip install -q --disable-pip-version-check --only-binary duckdb,pikepdf -e '.[export]' || echo "No wheel of duckdb or pikepdf for this machine: all works but vanban export and pdf"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --only-binary tesserocr -e '.[fast]' || echo "No wheel of tesserocr for this machine: pages are read all the same, with a third more processor time"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --only-binary onnxruntime -e '.[second]' && $(BIN)/python -m pip install -q --disable-pip-version-check --only-binary :all: --no-deps 'trueocr==0.1.1' || echo "No second reader for this machine: pages are read all the same, fewer words are sure"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --only-binary pillow-heif -e '.[heic]' || echo "No wheel of pillow-heif for this machine: pictures in HEIC are refused, all others are read"
	@$(BIN)/python -m compileall -q extract # also where PYTHONDONTWRITEBYTECODE would have each start compile anew
	@$(BIN)/vanban doctor --quiet
	@touch $@

$(VENV)/.ready-dev: $(VENV)/.ready pyproject.toml
	@PYTHON="$(PYTHON)" .ci/system-packages dev
	@$(BIN)/python -m pip install -q --disable-pip-version-check -e '.[dev]'
	@touch $@
