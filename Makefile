# Two commands for a stranger: `make demo` and `make test`. `make help` lists the rest.
# What they do is in ops/, one small module for each thing.
SHELL := /bin/sh
PYTHON ?= python3
export PYTHON
INSTALL = sh ops/system.sh python && $(PYTHON) -m ops.install
BIN := .venv/bin
SIZE ?= 10k

.DEFAULT_GOAL := help
.PHONY: help demo test manage seed shell down clean logs reset bench mutate check fix house lock

help: ## Show this list
	@grep -hE '^[a-z]+:.*## ' Makefile | sed 's/:.*## /\t/' | while IFS="$$(printf '\t')" read -r name text; do printf '  make %-7s %s\n' "$$name" "$$text"; done

demo: ## Install, start and fill Linnet on this machine; Ctrl-C stops it (PORT=8000, DETACH=1 to return when READY)
	@$(INSTALL) demo
	@exec $(BIN)/python -m ops.dev demo

test: ## Install what the tests need and run them (ARGS="tests/ops -k word")
	@$(INSTALL) test
	@exec $(BIN)/python -m ops.dev test -- $(if $(ARGS),'$(subst ','\'',$(ARGS))')

manage: ## Run a management command on this checkout's database (CMD="showmigrations", AS=owner)
	@$(INSTALL) manage
	@exec $(BIN)/python -m ops.dev manage -- $(if $(CMD),'$(subst ','\'',$(CMD))')

seed: ## Load the demonstration data
	@$(MAKE) --no-print-directory manage CMD="seed_demo"

shell: ## Open Django's shell on this checkout's database
	@$(MAKE) --no-print-directory manage CMD="shell"

down: ## Stop what `make demo` started
	@if test -x $(BIN)/python; then exec $(BIN)/python -m ops.dev down; fi

logs: ## Follow the demo's logs
	@tail -n 20 -F $${LINNET_RUN:-.run}/logs/*.log

reset: down ## Throw the practice data away: the next `make demo` makes it anew
	@$(PYTHON) -m ops.clean data

clean: down ## Remove all that make has brought here: packages, CSS and practice data
	@$(PYTHON) -m ops.clean

bench: ## Measure against a baseline (SIZE=10k, 100k or 1m)
	@$(INSTALL) test
	@exec $(BIN)/python -m ops.dev bench $(SIZE)

mutate: ## Take one safeguard away at a time: does a test notice? (ARGS="3 17" for two)
	@$(INSTALL) test
	@exec $(BIN)/python -m ops.dev mutate -- $(ARGS)

check: ## All that CI checks besides the tests (ONLY=types for one)
	@$(INSTALL) check
	@exec $(BIN)/python -m ops.check $(ONLY)

fix: ## Let ruff put right what it can
	@$(INSTALL) check
	@$(BIN)/ruff check --fix . && $(BIN)/ruff format .

house: ## The state of the code on one screen
	@$(INSTALL) check
	@exec $(BIN)/python -m ops.house

lock: ## Renew the locked lists from pyproject.toml and package.json (UPGRADE=1 to take newer versions)
	@$(INSTALL) lock
	@$(BIN)/python -m ops.lock $(if $(UPGRADE),--upgrade)
