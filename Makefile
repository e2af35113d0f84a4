# The only entry: make demo | test | check | format | build | bench | bench-science | soak
SHELL := /bin/bash
.DEFAULT_GOAL := build
.PHONY: deps deps-test build demo test check format bench bench-science soak

# What the build and the commands need from Debian 12, and what only the tests need.
PACKAGES := libsqlite3-dev libsundials-dev
TEST_PACKAGES := sqlite3

# Tests are built apart: they link the dynamic standard library, the commands the static one.
BUILD := swift build -c release --static-swift-stdlib
TESTS := swift test -c release --scratch-path .build-tests

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

# Runs the quick sweep of the brain model to its end, fits its data classically and reports both.
demo: build
	rm -rf .build/demo.sqlite*
	.build/release/titrate launch Sweeps/brain4-quick.yaml --store .build/demo.sqlite
	.build/release/titrate baseline brain4-quick --store .build/demo.sqlite
	.build/release/titrate report brain4-quick --store .build/demo.sqlite --output Reports

test: deps-test build
	$(TESTS)

# Format, module boundaries and documentation; quick.
check: deps-test build
	swift format lint --strict --recursive --configuration .swift-format Package.swift Sources Tests
	$(TESTS) --filter 'ProjectTests'

# Hundreds of random kills; some minutes.
soak: deps-test build
	mkdir -p Reports
	TITRATE_KILLS=200 TITRATE_SOAK_FILE=$(CURDIR)/Reports/soak.md $(TESTS) --filter KillTests

format:
	swift format --in-place --recursive --configuration .swift-format Package.swift Sources Tests

# Trains published recipes on all their seeds, some minutes long, and writes the table of results.
bench-science: deps-test build
	mkdir -p Reports
	TITRATE_BENCH_SCIENCE=1 TITRATE_BENCH_SCIENCE_FILE=$(CURDIR)/Reports/science.md \
	  $(TESTS) --filter ScienceReportTests

# What a trial costs that trains nothing, and how the store and its readers bear many.
bench: deps-test build
	mkdir -p Reports
	TITRATE_SCALE=2000,10000 TITRATE_SCALE_FILE=$(CURDIR)/Reports/scale.md \
	  $(TESTS) --filter ScaleBench
