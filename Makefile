# Every target works on a bare machine: what is missing is installed first.
SHELL := /bin/bash
.DEFAULT_GOAL := help
VENV := .venv
RUN := $(VENV)/bin/python
READY := $(VENV)/.installed
TOOLS := .tools
HELDOUT := tests/questions/heldout.tsv
LINT := ruff==0.14.4 mypy==1.18.2 types-PyYAML
export PYTHONPATH := $(CURDIR)

.PHONY: help
help: ## Show what can be done
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "make %-12s %s\n", $$1, $$2}'

$(READY): requirements.txt
	@bash scripts/install $(VENV)
	@touch $@

.PHONY: start
start: $(READY) ## Start the wegwijzer and print the address of the chat page
	@$(RUN) -m bot start

.PHONY: train
train: $(READY) ## Train the model and index the topics, if anything changed
	@$(RUN) -m bot train

.PHONY: test
test: $(READY) ## Run all tests
	@$(RUN) -m bot train
	@bash scripts/with-browser $(RUN) -m pytest
	@$(RUN) -m bot evaluate $(HELDOUT) --municipality voorbeeldstad --baseline tests/questions/baseline.json

.PHONY: teams-local
teams-local: $(READY) ## Talk to the Teams channel in the terminal, without Azure
	@$(RUN) -m bot train
	@$(RUN) -m tests.teams.local

.PHONY: teams-app
teams-app: $(READY) ## Make the app package for Teams
	@$(RUN) -m bot.teams.package

.PHONY: evaluate
evaluate: $(READY) ## Measure the held-out questions, or your own: make evaluate FILE=questions.tsv
	@$(RUN) -m bot evaluate "$(or $(FILE),$(HELDOUT))" --municipality $(or $(MUNICIPALITY),voorbeeldstad) \
		$(if $(FILE),,--report --chart docs/images/evaluation.svg)

.PHONY: transcripts
transcripts: $(READY) ## Write docs/transcripts.md anew from tests/conversations/transcripts.yml
	@$(RUN) -m bot transcripts

.PHONY: bench
bench: $(READY) ## Measure the topic index at several sizes
	@$(RUN) -m tests.benchmarks.topic_index

.PHONY: bench-peers
bench-peers: $(READY) ## Compare with other pipelines, for hours: make bench-peers [TRAIN=a.yml TEST=b.yml] [MOST=30]
	@$(RUN) -m tests.benchmarks.pipelines --out var/benchmarks.jsonl --chart docs/images/benchmarks.svg \
		$(if $(TRAIN),--train "$(TRAIN)" --test "$(TEST)") $(if $(MOST),--most $(MOST))

$(TOOLS)/.installed: Makefile
	@$(RUN) -m venv $(TOOLS) && $(TOOLS)/bin/pip install -q $(LINT) && touch $@

.PHONY: check
check: $(READY) $(TOOLS)/.installed ## Format, lint, types, training data, content
	@$(TOOLS)/bin/ruff format --check .
	@$(TOOLS)/bin/ruff check .
	@$(TOOLS)/bin/mypy
	@$(RUN) -m knowledge check knowledge/seed
	# Rasa calls a response that only an action uses unused, so warnings cannot fail here;
	# tests/test_contract.py checks what is used by whom.
	@RASA_TELEMETRY_ENABLED=false TF_CPP_MIN_LOG_LEVEL=3 $(VENV)/bin/rasa data validate

.PHONY: lock
lock: $(READY) ## Pin all dependencies again, from requirements.in
	@$(RUN) -m pip install -q uv && $(VENV)/bin/uv pip compile -q --universal --python-version 3.10 --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate -o requirements.txt requirements.in

.PHONY: spacy-model
spacy-model: $(READY) ## Install the official Dutch spaCy model (needs access to its release page)
	@$(RUN) -m spacy download nl_core_news_sm-3.4.0 --direct

.PHONY: clean
clean: ## Remove what was installed and made; the store in var/ stays
	@rm -rf $(VENV) $(TOOLS) models var/cache var/log .pytest_cache .hypothesis .mypy_cache .ruff_cache .rasa
