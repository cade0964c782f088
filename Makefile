# The two commands of the README are `make demo` and `make test`; the rest is for developers.
# A virtual environment in .venv is made when there is none, and brought up to date when
# pyproject.toml changes.
PYTHON ?= python3.11
ifeq (, $(shell command -v $(PYTHON) 2>/dev/null))
PYTHON := python3
endif
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help demo test lint format data previews voorbeelden bench test-lowest clean

help:
	@echo "make demo         installeer het programma en maak tabel en kaarten"
	@echo "make test         installeer wat de tests nodig hebben en draai ze alle"
	@echo "make lint         stijl en typen (ruff, ruff format, mypy --strict)"
	@echo "make data         maak data/ opnieuw uit ../shared/bronnen"
	@echo "make previews     maak de voorbeelden maps/*.png opnieuw (vraagt Chromium)"
	@echo "make voorbeelden  maak de voorbeeldrapporten in docs/voorbeelden opnieuw"
	@echo "make bench        meet snelheid tegen vergelijkbare programma's"
	@echo "make test-lowest  test met de oudste toegestane versies van alle bibliotheken"
	@echo "make clean        gooi .venv en tijdelijke bestanden weg"

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 of nieuwer is nodig; $(PYTHON) is ouder."; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/demo.stamp: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/dev.stamp: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

demo: $(VENV)/demo.stamp
	@$(BIN)/lappendeken congruentie
	@$(BIN)/lappendeken kaart --uit maps

test: $(VENV)/dev.stamp
	$(BIN)/python -m pytest --cov --cov-report=term $(PYTEST_ARGS)

lint: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/dev.stamp
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

data: $(VENV)/demo.stamp
	$(BIN)/python scripts/build_data.py

previews: $(VENV)/dev.stamp demo
	$(BIN)/python scripts/make_previews.py

voorbeelden: $(VENV)/dev.stamp
	$(BIN)/python scripts/make_examples.py

bench: $(VENV)/dev.stamp
	$(BIN)/python -m benchmarks

test-lowest:
	rm -rf .venv-lowest && $(PYTHON) -m venv .venv-lowest
	.venv-lowest/bin/python -m pip install --quiet --disable-pip-version-check uv
	.venv-lowest/bin/uv pip install --quiet --python .venv-lowest/bin/python \
		--resolution lowest-direct --editable '.[test]'
	.venv-lowest/bin/python -m pytest -W default

clean:
	rm -rf $(VENV) .venv-lowest .pytest_cache .hypothesis .mypy_cache .ruff_cache .coverage dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
