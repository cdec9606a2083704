# The newsroom's commands; `make` alone lists them.

PYTHON ?= python3
PORT ?= 8000
VENV_PYTHON := .venv/bin/python
TEST_SETTINGS := DJANGO_SETTINGS_MODULE=tests.settings
INSTALL := $(VENV_PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes
INSTALL_FAILED := { echo "Installing failed. If the lines above miss a compiler or Python.h: apt install build-essential" \
	"python3-dev. If they speak of the network: run this again where the package index can be reached." >&2; exit 1; }

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help run test fast lint format bench eval train shell lock pages preflight

run: preflight .venv/installed ## Start the newsroom on this machine; PORT=8001 moves it
	@PORT="$(PORT)" exec $(VENV_PYTHON) manage.py start

test: lint ## Check everything that CI checks: form, types, imports, and all tests on SQLite and PostgreSQL
	@$(VENV_PYTHON) -m tests.suite

fast: .venv/installed-dev ## Run the tests that need neither a database nor a browser
	@$(VENV_PYTHON) -m pytest --fast -q

lint: .venv/installed-dev ## Check form, types, import contracts and missing migrations
	$(VENV_PYTHON) -m ruff format --check --quiet
	$(VENV_PYTHON) -m ruff check --quiet
	find templates articles -name '*.html' -exec .venv/bin/djade --check --target-version 5.2 {} +
	.venv/bin/lint-imports --no-logo
	$(TEST_SETTINGS) $(VENV_PYTHON) manage.py makemigrations --check --dry-run
	DATA_DIR=.mypy_cache/data $(VENV_PYTHON) -m mypy

format: .venv/installed-dev ## Bring code and templates into form
	$(VENV_PYTHON) -m ruff check --fix --quiet || true
	$(VENV_PYTHON) -m ruff format
	find templates articles -name '*.html' -exec .venv/bin/djade --target-version 5.2 {} +

bench: .venv/installed-dev ## Measure speed
	$(VENV_PYTHON) -m benchmarks.bench

eval: .venv/installed-dev ## Measure how well documents are recovered
	$(VENV_PYTHON) -m benchmarks.evaluate

train: pages .venv-train/installed ## Learn anew what recovery ships, from labelled pages; PAGES=folder names them
	@.venv-train/bin/python -m benchmarks.training.train

shell: .venv/installed ## Open a Python shell inside the newsroom
	@$(VENV_PYTHON) manage.py shell

lock: .venv/installed-dev ## Lock the requirements anew, within what requirements*.in allows
	for name in requirements requirements-scale requirements-warc requirements-dev; do $(VENV_PYTHON) -m uv pip compile --quiet \
		--python-version 3.11 --generate-hashes --no-header $$name.in -o $$name.txt || exit 1; done

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

pages:
	@test -z "$(PAGES)" || test -f "$(PAGES)/gold.jsonl" || { echo "no gold.jsonl in $(PAGES): give PAGES=folder of" \
		"pages with known fields; see docs/recovery.md" >&2; exit 2; }

preflight:
	@command -v "$(PYTHON)" >/dev/null || { echo "$(PYTHON): not found; run: apt install python3 python3-venv" >&2; exit 1; }
	@"$(PYTHON)" newsroom/preflight.py port "$(PORT)"

# Stamps: requirements are installed again only when they have changed.

.venv/installed: requirements.txt | .venv/bin/pip
	@echo "Installing what the newsroom runs on …"
	@$(INSTALL) -r requirements.txt || $(INSTALL_FAILED)
	@touch $@

.venv/installed-dev: requirements.txt requirements-dev.txt | .venv/bin/pip
	@echo "Installing what the newsroom runs on and is tested with …"
	@$(INSTALL) -r requirements.txt -r requirements-dev.txt || $(INSTALL_FAILED)
	@touch .venv/installed $@

.venv-train/installed: requirements.txt benchmarks/training/requirements.in
	@echo "Making .venv-train, an environment of its own with the libraries that training needs: gigabytes …"
	@"$(PYTHON)" newsroom/preflight.py venv
	@"$(PYTHON)" -m venv --clear .venv-train
	@$(subst .venv/,.venv-train/,$(INSTALL)) -r requirements.txt || $(INSTALL_FAILED)
	@.venv-train/bin/python -m pip install --quiet --disable-pip-version-check -r benchmarks/training/requirements.in \
		|| $(INSTALL_FAILED)
	@touch $@

.venv/bin/pip:
	@"$(PYTHON)" newsroom/preflight.py venv
	@"$(PYTHON)" -m venv --clear .venv
