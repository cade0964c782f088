# The two commands of the README are `make demo` and `make test`; the rest is for developers.
# A virtual environment in .venv is made when there is none, and brought up to date when
# pyproject.toml changes.
PYTHON ?= python3.11
ifeq (, $(shell command -v $(PYTHON) 2>/dev/null))
PYTHON := python3
endif
VENV := .venv
BIN := $(VENV)/bin
BIOME := @biomejs/biome@2.6.8
AXE := axe-core@4.14.1

# What is measured and tested has its bytecode, as what pip installs has.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo test coverage lint lint-ruff lint-mypy lint-biome axe format data layouts previews \
	voorbeelden docs bench fuzz test-lowest test-installed release wheelhouse clean

help:
	@echo "make demo         installeer het programma en maak tabel en kaarten"
	@echo "make test         installeer wat de tests nodig hebben en draai ze alle, de trage het laatst"
	@echo "make coverage     hetzelfde, en meet welk deel van het programma de snelle tests raken"
	@echo "make lint         stijl en typen (ruff, mypy --strict, en Biome als node er is)"
	@echo "make data         maak data/ opnieuw uit ../shared/bronnen"
	@echo "make layouts      teken de lijsten in docs/lijsten/*.svg opnieuw"
	@echo "make previews     maak de voorbeelden maps/*.png opnieuw (vraagt Chromium)"
	@echo "make voorbeelden  maak de voorbeeldrapporten in docs/voorbeelden opnieuw"
	@echo "make docs         maak de documentatie met API en galerij in build/documentatie"
	@echo "make bench        meet snelheid tegen vergelijkbare programma's"
	@echo "make fuzz         beschadig tien minuten lang bestanden en kijk wat het programma zegt (MINUTES=30)"
	@echo "make test-lowest  test met de oudste toegestane versies van alle bibliotheken"
	@echo "make test-installed  installeer zonder extra's op elke Python die er is, en draai elke opdracht"
	@echo "make release      maak wheel, sdist en SBOM in dist/, nagekeken met twine"
	@echo "make wheelhouse   maak een zip die zonder internet te installeren is (Windows en Linux)"
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

# For the tests of accessibility; without it they are skipped.
axe:
	@mkdir -p $(VENV)/axe
	@cd $(VENV)/axe && { [ -f package/axe.min.js ] || { npm pack --silent $(AXE) >/dev/null \
		&& tar xzf *.tgz package/axe.min.js; } || echo "OVERGESLAGEN: axe is niet opgehaald (met npm);" \
		"de pagina's worden niet op toegankelijkheid nagekeken."; }

# The slow tests are a second step. Those that you choose with PYTEST_ARGS need not have any (5).
test: $(VENV)/dev.stamp
	$(BIN)/python -m pytest $(if $(COVERAGE),--cov --cov-report=term) $(PYTEST_ARGS)
	$(BIN)/python -m pytest -m slow $(PYTEST_ARGS) $(if $(PYTEST_ARGS),|| [ $$? -eq 5 ])

coverage:
	@$(MAKE) --no-print-directory test COVERAGE=1

# `make -j lint` runs them beside each other.
lint: lint-ruff lint-mypy lint-biome

lint-ruff: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

lint-mypy: $(VENV)/dev.stamp
	$(BIN)/mypy

lint-biome:
	@if command -v npx >/dev/null; then \
		npx --yes $(BIOME) lint --error-on-warnings; \
	else \
		echo "OVERGESLAGEN: Biome; zonder node zijn JavaScript en CSS niet nagekeken."; \
	fi

format: $(VENV)/dev.stamp
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

data: $(VENV)/demo.stamp
	$(BIN)/python scripts/build_data.py

layouts: $(VENV)/dev.stamp
	$(BIN)/python scripts/make_layouts.py

previews: $(VENV)/dev.stamp demo
	$(BIN)/python scripts/make_previews.py

voorbeelden: $(VENV)/dev.stamp
	$(BIN)/python scripts/make_examples.py

# Strict: a reference to nothing is an error; then every link of the pages is followed.
docs: $(VENV)/dev.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[docs]'
	$(BIN)/python scripts/make_docs.py
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet
	$(BIN)/python scripts/make_docs.py --check

bench: $(VENV)/dev.stamp
	$(BIN)/python -m benchmarks

MINUTES ?= 10
fuzz: $(VENV)/dev.stamp
	cd tests && ../$(BIN)/python -m fuzz --minutes $(MINUTES)

test-lowest:
	rm -rf .venv-lowest && $(PYTHON) -m venv .venv-lowest
	.venv-lowest/bin/python -m pip install --quiet --disable-pip-version-check uv
	.venv-lowest/bin/uv pip install --quiet --python .venv-lowest/bin/python \
		--resolution lowest-direct --editable '.[test]'
	.venv-lowest/bin/python -m pytest -W default -m ''

test-installed: $(VENV)/dev.stamp
	$(BIN)/python scripts/check_installed.py $(PYTHONS)

release wheelhouse: $(VENV)/dev.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[release]'
	$(BIN)/python scripts/make_$@.py

clean:
	rm -rf $(VENV) .venv-lowest .pytest_cache .hypothesis .mypy_cache .ruff_cache .coverage dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
