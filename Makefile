# `make demo` and `make test` are all that a newcomer needs; each target sets up .venv by itself, once.
# PYTHON=…  the Python to use (3.11 or newer; otherwise the newest usual one on the path)
# ARGS=…    further arguments for demo, run, test, bench, score, faults and shots

VENV := .venv
BIN := $(VENV)/bin
RUN := $(VENV)/run.stamp
DEV := $(VENV)/dev.stamp
PYTHONS := $(PYTHON) python3.13 python3.12 python3.11 python3.14 python3 python
RECENT := import sys; sys.exit(sys.version_info < (3, 11))
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet --quiet
OFFSCREEN := QT_QPA_PLATFORM=offscreen
export PYRIGHT_PYTHON_IGNORE_WARNINGS := 1

.PHONY: help demo run test check format bench score faults shots lock clean
.DELETE_ON_ERROR:

help:
	@echo "make demo     a sample project, pre-annotated, in the window (without a display: exported)"
	@echo "make run      the application; ARGS=talks.annodb opens that project"
	@echo "make test     all tests, without a display"
	@echo "make check    format, lint, types and import contracts, as in CI"
	@echo "make format   bring the code into form"
	@echo "make bench    the budgets, each beside its yardstick: a table and build/bench.json"
	@echo "make score    the pre-annotation against human annotation, where ../shared has some: a table and build/score.json"
	@echo "make faults   the program killed at random moments: is anything lost?"
	@echo "make shots    pictures of every window and dialog in build/shots"
	@echo "make lock     write constraints.txt anew"
	@echo "make clean    remove what was built; .venv stays"

demo: $(RUN)
	@mkdir -p build && cd build && ../$(BIN)/annotator demo $(ARGS)

run: $(RUN)
	@$(BIN)/annotator $(ARGS)

test: $(DEV)
	@if $(BIN)/python -m ui.preflight; then $(OFFSCREEN) $(BIN)/python -m pytest $(ARGS); \
	elif [ "$$CI" = true ]; then exit 1; \
	else echo "Until then only the tests of the core run."; \
	  $(BIN)/python -m pytest -p no:pytest-qt tests/annotator tests/repo $(ARGS); fi

check: $(DEV)
	@failed=; for each in "ruff format --check ." "ruff check ." pyright "lint-imports --no-cache --no-logo"; do \
	  echo "$$each"; $(BIN)/$$each || failed=yes; done; test -z "$$failed"

format: $(DEV)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(DEV)
	@$(OFFSCREEN) $(BIN)/python -m tests.bench $(ARGS)

score: $(DEV)
	@$(BIN)/python -m tests.score $(ARGS)

faults: $(DEV)
	@$(OFFSCREEN) $(BIN)/python -m tests.faults $(ARGS)

shots: $(DEV)
	@$(OFFSCREEN) $(BIN)/python -m tests.shots $(ARGS)

lock: $(DEV)
	@$(PIP) install uv
	@$(BIN)/python packaging/lock.py

clean:
	rm -rf build dist .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -not -path './$(VENV)/*' -prune -exec rm -rf {} +

$(RUN): pyproject.toml constraints.txt
	@if ! $(BIN)/python -m pip --version >/dev/null 2>&1; then \
	  echo "Setting up $(VENV); this happens once."; \
	  for python in $(PYTHONS); do \
	    if $$python -c '$(RECENT)' >/dev/null 2>&1 && $$python -m venv --clear $(VENV) >/dev/null 2>&1; then break; fi; \
	  done; \
	  if ! $(BIN)/python -m pip --version >/dev/null 2>&1; then \
	    echo "No Python 3.11 or newer that can make a virtual environment was found. Install one (on Debian and Ubuntu" \
	      "python3 and python3-venv) or name it: make PYTHON=/path/to/python3 …" >&2; exit 1; \
	  fi; \
	fi
	@sed '/^# To develop/,$$d' constraints.txt > $(VENV)/run.txt
	@$(PIP) install --require-hashes -r $(VENV)/run.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q annotator ui resources
	@touch $@

$(DEV): $(RUN)
	@$(PIP) install --require-hashes -r constraints.txt
	@touch $@
