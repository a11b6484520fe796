# Works with GNU make on Linux, macOS and Windows; everything is installed into .venv and .venv-demo.
PYTHON ?= python3
ifeq ($(OS),Windows_NT)
BIN := Scripts
else
BIN := bin
endif
DEV := .venv/$(BIN)/python
DEMO := .venv-demo/$(BIN)/python
TRANSFORMERS := .venv-transformers/$(BIN)/python

.PHONY: demo test check lint types test-transformers bench clean

demo: .venv-demo/installed
	$(DEMO) -m hexapla demo
	@$(DEMO) -c "print('Here the command is .venv-demo/$(BIN)/hexapla')"

test: .venv/installed
	$(DEV) -m pytest -m "not long and not transformers"

check: lint types .venv/installed
	$(DEV) -m pytest -m "not transformers"
	$(DEV) scripts/write_command_reference.py --check
	$(DEV) scripts/check_wheel.py

lint: .venv/installed
	$(DEV) -m ruff check .
	$(DEV) -m ruff format --check .

types: .venv/installed
	$(DEV) -m mypy

test-transformers: .venv-transformers/installed
	$(TRANSFORMERS) -m pytest tests/test_align_transformers.py -m transformers

bench: .venv/installed
	$(DEV) scripts/bench_align.py --data ../shared/data

.venv-demo/installed: pyproject.toml
	$(PYTHON) -m venv .venv-demo
	$(DEMO) -m pip install --quiet --upgrade pip
	$(DEMO) -m pip install --quiet --editable .
	$(DEMO) -c "open('.venv-demo/installed', 'w').close()"

.venv/installed: pyproject.toml
	$(PYTHON) -m venv .venv
	$(DEV) -m pip install --quiet --upgrade pip
	$(DEV) -m pip install --quiet --editable . --group dev
	$(DEV) -c "open('.venv/installed', 'w').close()"

.venv-transformers/installed: pyproject.toml
	$(PYTHON) -m venv .venv-transformers
	$(TRANSFORMERS) -m pip install --quiet --upgrade pip
	$(TRANSFORMERS) -m pip install --quiet torch==2.13.0
	$(TRANSFORMERS) -m pip install --quiet --editable ".[transformers]" --group dev --group transformers-test
	$(TRANSFORMERS) -c "open('.venv-transformers/installed', 'w').close()"

clean:
	$(PYTHON) -c "import shutil; [shutil.rmtree(p, ignore_errors=True) for p in ('.venv', '.venv-demo', '.venv-transformers', 'build', 'dist', 'demo-memory')]"
