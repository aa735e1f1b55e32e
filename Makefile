# Two commands do all the set-up: `make run` and `make test`.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SAMPLE ?= var/sample
HOST ?= 127.0.0.1
PORT ?= 8080
MBOX ?=
CZECH_IR ?=
HYPERKITTY ?=

.DEFAULT_GOAL := help
.PHONY: help run test test-servers faults lint format bench bench-quick bench-growth bench-load \
  bench-search lock translations clean

help: ## show this help
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(VENV)/run.stamp ## the sample conference (or MBOX=path[,path]) on http://127.0.0.1:8080
	@$(BIN)/archiver demo $(if $(MBOX),--mbox '$(MBOX)') '$(if $(MBOX),$(SAMPLE)-own,$(SAMPLE))' || [ $$? -eq 65 ]
	@$(BIN)/archiver -c '$(if $(MBOX),$(SAMPLE)-own,$(SAMPLE))/config.toml' serve --bind $(HOST):$(PORT)

test: $(VENV)/dev.stamp ## every check and every test, in a real browser and against real servers too
	.ci/system-packages
	.ci/servers $(BIN)/python
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint web/templates --check --lint --quiet
	.ci/audit
	$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile --cov --cov-report term

test-servers: $(VENV)/dev.stamp ## only those against real servers: Mailman core, HyperKitty, Dovecot
	.ci/system-packages
	.ci/servers $(BIN)/python
	$(BIN)/python -m pytest tests/servers

faults: $(VENV)/dev.stamp ## kill and disturb runs on MBOX=path again and again (as root: disks, too)
	PYTHONPATH=.:tests:tests/servers $(BIN)/python bench/faults.py $(MBOX)

lint: $(VENV)/dev.stamp ## the checks without the tests
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint web/templates --check --lint --quiet

format: $(VENV)/dev.stamp ## bring code and templates into form
	$(BIN)/ruff check --fix
	$(BIN)/ruff format
	$(BIN)/djlint web/templates --reformat --quiet

bench-load: $(VENV)/dev.stamp ## 50 readers for 5 minutes on MBOX=path while mail comes in
	$(BIN)/python bench/load.py $(MBOX)

bench: $(VENV)/dev.stamp ## this archive and its peers on MBOX=path[,path]; HyperKitty of HYPERKITTY=venv
	$(BIN)/python bench/compare.py $(if $(HYPERKITTY),--hyperkitty '$(HYPERKITTY)') '$(MBOX)'

bench-quick: $(VENV)/dev.stamp ## this archive alone, on the sample or MBOX=path, against the stored baseline
	$(BIN)/python bench/quick.py $(if $(MBOX),'$(MBOX)')

bench-growth: $(VENV)/dev.stamp ## 10,000, 30,000 and 100,000 messages made of MBOX=path[,path]
	$(BIN)/python bench/growth.py '$(MBOX)'

bench-search: $(VENV)/dev.stamp ## forms of Czech words; judged queries of CZECH_IR=dir; cost on MBOX=path[,path]
	$(BIN)/python bench/families.py
	$(BIN)/python bench/search.py $(if $(CZECH_IR),--czech-ir '$(CZECH_IR)') $(if $(MBOX),--mbox '$(MBOX)')

lock: ## renew the pinned and hashed requirements from pyproject.toml
	$(PYTHON) -m venv $(VENV)-lock
	$(VENV)-lock/bin/pip install --quiet uv
	$(VENV)-lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header --no-annotate pyproject.toml --group build --upgrade -o .ci/lock/run.txt
	$(VENV)-lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header --no-annotate pyproject.toml --group dev --upgrade -o .ci/lock/dev.txt
	$(VENV)-lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header --no-annotate .ci/lock/hyperkitty.in --upgrade -o .ci/lock/hyperkitty.txt
	$(VENV)-lock/bin/uv pip compile --quiet --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header --no-annotate .ci/lock/mailman.in --upgrade -o .ci/lock/mailman.txt
	$(VENV)-lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header --no-annotate .ci/lock/validator.in --upgrade -o .ci/lock/validator.txt
	$(VENV)-lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header --no-annotate .ci/lock/audit.in --upgrade -o .ci/lock/audit.txt
	rm -rf $(VENV)-lock

translations: $(VENV)/dev.stamp ## gather texts from code and templates, compile the Czech ones
	$(BIN)/pybabel -q extract -F web/translations/babel.cfg -o $(VENV)/messages.pot --no-location .
	$(BIN)/pybabel -q update -N --no-wrap -i $(VENV)/messages.pot -d web/translations -l cs
	$(BIN)/pybabel -q compile -d web/translations -l cs

clean: ## remove the environment and the sample archive
	rm -rf $(VENV) $(SAMPLE) $(SAMPLE)-own .coverage*

$(VENV)/bin/python:
	@.ci/make-venv $(PYTHON) $(VENV)

$(VENV)/run.stamp: $(VENV)/bin/python .ci/lock/run.txt pyproject.toml
	@echo "Installing what the archive needs ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r .ci/lock/run.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev.stamp: $(VENV)/run.stamp .ci/lock/dev.txt
	@echo "Installing what the tests need ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r .ci/lock/dev.txt
	@touch $@
