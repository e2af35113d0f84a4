# The only entry: make demo | test | check | format | build | bench | bench-science | soak |
# mutations | sanitize
SHELL := /bin/bash
.DEFAULT_GOAL := build
.PHONY: deps deps-test build demo test check check-kernels check-pages format bench bench-step
.PHONY: bench-floor bench-scale bench-science soak mutations sanitize bench-counts
.PHONY: bench-traits bench-slurm install reports

# What the build and the commands need from Debian 12, what only the tests need, and what only the
# benches need.
PACKAGES := libsqlite3-dev libsundials-dev
SLURM_PACKAGES := slurmctld slurmd slurm-client munge
TEST_PACKAGES := sqlite3 python3 $(SLURM_PACKAGES)
PAGE_PACKAGES := chromium-headless-shell fonts-dejavu-core
BENCH_PACKAGES := valgrind binutils
# As root, nodes of the emulated cluster get networks and outdated views of their own.
SOAK_PACKAGES := bindfs iproute2 util-linux

# Tests are built apart: they link the dynamic standard library, the commands the static one. They
# run the commands that are built with them, but what is measured are the ones that users have.
BUILD := swift build -c release --static-swift-stdlib
TESTS := swift test -c release --scratch-path .build-tests
MEASURE := TITRATE_BIN=$(CURDIR)/.build/release $(TESTS)

# $(call put,report,section): puts a section of .build/bench in its place in a report.
put = python3 Tests/Peers/put_section.py Reports/$(1).md .build/bench/$(2).md

# $(call install,packages): installs what is missing when root, else says which.
define install
	@missing=$$(for p in $(1); do \
	    dpkg-query -W -f='$${db:Status-Status}' $$p 2>/dev/null | grep -qx installed || echo $$p; \
	  done | xargs); \
	if [ -z "$$missing" ]; then exit 0; fi; \
	if [ "$$(id -u)" != 0 ]; then \
	  echo "missing system packages; install them with: sudo apt-get install -y $$missing" >&2; \
	  exit 69; \
	fi; \
	apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
	  apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=120 $$missing
endef

deps:
	$(call install,$(PACKAGES))

deps-test: deps
	$(call install,$(TEST_PACKAGES))

build: deps
	$(BUILD) --product titrate
	$(BUILD) --product titrate-trial
	$(BUILD) --product titrate-bench

# Copies a build, with the libraries that a bare machine lacks, into a folder that others see too:
# make install FOLDER=/shared/titrate. The programs look for libraries beside themselves.
BIN ?= .build/release
install:
	@test -n "$(FOLDER)" || { echo "say where to: make install FOLDER=…" >&2; exit 64; }
	@test -x $(BIN)/titrate || { echo "there is no build yet: make build" >&2; exit 66; }
	mkdir -p "$(FOLDER)"
	cp $(BIN)/titrate $(BIN)/titrate-trial "$(FOLDER)"
	ldd $(BIN)/titrate | awk '/lib(sqlite3|sundials_|swift|Foundation|_Foundation|dispatch|Blocks)/ \
	  { print $$3 }' | xargs -I '{}' cp -L '{}' "$(FOLDER)"

# Runs the quick sweep of the brain model to its end, fits its data classically and reports both.
demo: build
	rm -rf .build/demo.sqlite*
	.build/release/titrate launch Sweeps/brain4-quick.yaml --store .build/demo.sqlite
	.build/release/titrate baseline brain4-quick --store .build/demo.sqlite
	.build/release/titrate report brain4-quick --store .build/demo.sqlite --output Reports

test: deps-test
	$(TESTS)

# The kernels of all instruction sets against a plain network, in C; arm64 under an emulator.
check-kernels:
	Tests/Kernels/check.sh .build/kernels

# Opens pages of reports in a real browser without a screen (290 MB of packages).
check-pages: deps-test
	$(call install,$(PAGE_PACKAGES))
	$(TESTS) --filter 'PageTests'

# Format, module boundaries, kernels and documentation; quick.
check: deps-test check-kernels
	swift format lint --strict --recursive --configuration .swift-format Package.swift Sources Tests
	$(TESTS) --filter 'ProjectTests'

# Ten minutes of random faults, four on a cluster, minutes of random files; replay with the
# printed seeds: make soak SOAK_SECONDS=60 TITRATE_SOAK_SEED=1 TITRATE_CLUSTER_SEED=3 TITRATE_FUZZ_SEED=2
SOAK_SECONDS ?= 600
CLUSTER_SECONDS ?= 240
FUZZ_SECONDS ?= 20

soak: deps-test build
	mkdir -p .build/bench
	TITRATE_SOAK_SECONDS=$(SOAK_SECONDS) TITRATE_SOAK_FILE=$(CURDIR)/.build/bench/soak.md \
	  $(MEASURE) --filter SoakTests
	$(call put,reliability,soak)
	$(if $(filter 0,$(shell id -u)),$(call install,$(SOAK_PACKAGES)))
	TITRATE_CLUSTER_SECONDS=$(CLUSTER_SECONDS) TITRATE_CLUSTER_FILE=$(CURDIR)/.build/bench/chaos.md \
	  $(MEASURE) --filter 'ClusterChaosTests|SlurmPatienceTests'
	$(call put,reliability,chaos)
	TITRATE_FUZZ_SECONDS=$(FUZZ_SECONDS) $(MEASURE) --filter FuzzTests

# Breaks what the store promises, one promise at a time in a copy, and expects the tests to fail.
mutations: deps-test
	mkdir -p .build/bench
	Tests/Mutations/mutations.sh .build-mutations .build/bench/mutations.md
	$(call put,reliability,mutations)

# The tests with every address checked, and every undefined behaviour of C a crash: in a build of
# their own, a quarter of an hour with it. What lives as long as its process is no leak.
sanitize: deps-test
	TITRATE_SANITIZER=address ASAN_OPTIONS=detect_leaks=0 SWIFT_BACKTRACE=enable=no \
	  swift test -c release --scratch-path .build-sanitize --sanitize address \
	  -Xcc -fsanitize=undefined -Xcc -fsanitize-trap=undefined

format:
	swift format --in-place --recursive --configuration .swift-format Package.swift Sources Tests

# Trains published recipes on all their seeds, some minutes long, and writes the table of results.
bench-science: deps-test build
	mkdir -p Reports
	TITRATE_BENCH_SCIENCE=1 TITRATE_BENCH_SCIENCE_FILE=$(CURDIR)/Reports/science.md \
	  $(MEASURE) --filter ScienceReportTests

# Each bench puts its section into Reports/performance.md. PEERS_PYTHON, a Python with JAX, PyTorch
# and DeepXDE as Tests/Peers/setup.sh makes one, measures them in the same run.
comma := ,
PEERS := $(if $(PEERS_PYTHON),jax_scan$(comma)jax_jit$(comma)torch$(comma)deepxde)

bench: bench-counts bench-step bench-traits bench-floor bench-scale bench-slurm

# What a training step does: instructions, passes and allocations, none beyond those kept.
bench-counts: build
	$(call install,$(BENCH_PACKAGES))
	mkdir -p .build/bench
	python3 Tests/Peers/counts.py .build/bench/counts.md
	$(call put,performance,counts)

# What its cost depends on, within limits: equations, states, neurons, layers, points.
bench-traits: build
	mkdir -p .build/bench
	python3 Tests/Peers/traits.py .build/bench/traits.md
	$(call put,performance,traits)

# What a training step costs.
bench-step: build
	mkdir -p .build/bench
	$(BUILD) --product titrate-bench
	$(or $(PEERS_PYTHON),python3) Tests/Peers/steps.py .build/bench/step.md --peers '$(PEERS)'
	$(call put,performance,step)

# How near the flagship and the hard unknowns come to least squares on the same data, and how fast.
FLOORS := brain4-optimizers brain4-floor brain4-floor-fresh brain4-hard-floor-fresh
bench-floor: build
	mkdir -p .build/bench
	rm -rf .build/floor.sqlite*
	for sweep in $(FLOORS); do \
	  for command in "launch Sweeps/$$sweep.yaml" "baseline $$sweep" \
	      "report $$sweep --output Reports"; do \
	    .build/release/titrate $$command --store .build/floor.sqlite || exit 1; \
	  done; \
	done
	$(if $(PEERS_PYTHON),$(PEERS_PYTHON) Tests/Peers/floor.py .build/floor.sqlite .build/bench/floor.md)
	$(if $(PEERS_PYTHON),$(call put,performance,floor))

# The flagship over all seven axes: screened, focused, confirmed, held against classical methods;
# its easy and hard unknowns, the published benchmarks, infusions, and measured data with their
# twin. Twenty minutes.
CONFIRMED := "confirm brain4 --top 5" "confirm brain4-easy --top 3" "confirm brain4-hard --top 3"
REPORTED := brain4 brain4-easy brain4-hard pk-absorption lorenz infusion theophylline

reports: build
	rm -rf .build/reports.sqlite*
	for command in $(REPORTED:%="launch Sweeps/%.yaml") "launch Sweeps/theophylline.yaml --twin" \
	    $(CONFIRMED) $(REPORTED:%="baseline %") "baseline theophylline-twin" \
	    $(REPORTED:%="report % --output Reports") "report theophylline-twin --output Reports"; do \
	  .build/release/titrate $$command --store .build/reports.sqlite || exit 1; \
	done

# What a trial costs that trains nothing, how the store and its readers bear many, and how other
# tools do (GNU parallel on the PATH, Optuna in the Python of PEERS_PYTHON): some minutes. Fewer
# trials with SCALE=2000.
SCALE ?= 2000,100000
bench-scale: deps-test build
	mkdir -p .build/bench
	TITRATE_SCALE=$(SCALE) TITRATE_SCALE_FILE=$(CURDIR)/.build/bench/orchestrator.md \
	  $(MEASURE) --filter ScaleBench
	TITRATE_CURVES=$(lastword $(subst $(comma), ,$(SCALE))) \
	  TITRATE_CURVES_FILE=$(CURDIR)/.build/bench/curves.txt $(MEASURE) --filter CurveBench
	(echo; cat .build/bench/curves.txt) >> .build/bench/orchestrator.md
	$(call put,performance,orchestrator)

# What pilots of Slurm cost, beside an array job a trial, on an emulated cluster; three minutes.
bench-slurm: deps-test build
	rm -rf .build/bench/slurm && mkdir -p .build/bench/slurm
	TITRATE_SLURM_BENCH=$(CURDIR)/.build/bench/slurm $(MEASURE) --filter SlurmBench
	cat .build/bench/slurm/*.md > .build/bench/slurm.md
	$(call put,performance,slurm)
