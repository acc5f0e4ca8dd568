# Kith. "make run" starts it, "make test" proves it.

TAGS := -tags sqlite_fts5,accessibility
GO   := go
# How often the fault tests of "make faults" pull the plug.
ROUNDS ?= 2000
# How many inputs each fuzz target tries in "make test" and "make fuzz". A count,
# not a time: a time that runs out can fail a target by itself (golang/go#75804).
FUZZTIME ?= 1500x

# Packages in which several goroutines meet, for the race detector. None of them may
# import Fyne, which takes minutes to compile and would be compiled a second time.
RACE := ./journal/space ./journal/sealdb ./app ./app/view ./p2p/link/memlink ./p2p/pair ./p2p/sync ./p2p/replica

.PHONY: run build node test bench faults fuzz deps testdeps check race validate package

# Opens the window; without a display, shows what the command line can do.
run: build
	./kith

build: deps
	$(GO) build $(TAGS) -o kith .

# The program without its window, for a machine that runs a group's own node: one
# file, .build/node/kith, that needs no library at all. No OpenGL and no X11 is
# needed to build it either.
node:
	@.ci/deps node
	$(GO) build -tags sqlite_fts5,nowindow,netgo,osusergo,sqlite_omit_load_extension -trimpath -buildvcs=auto \
		-ldflags '-s -w -linkmode external -extldflags "-static"' -o .build/node/kith .

# Everything that must hold. The plain tests come last, so that the end of the
# output is theirs.
test: testdeps check validate fuzz race
	$(GO) test $(TAGS) -timeout 20m ./...

# What can be said without running anything.
check: deps
	@bad=$$(gofmt -l .); if [ -n "$$bad" ]; then echo "not formatted:"; echo "$$bad"; exit 1; fi
	$(GO) vet $(TAGS) ./...
	$(GO) tool staticcheck $(TAGS) ./...

race: deps
	KITH_RACE=1 $(GO) test $(TAGS) -race -short -timeout 20m $(RACE)

# What Kith exports, read by the parsers of others. They are a module of their own, so
# that they are no part of Kith; compiling them takes a minute.
validate: deps
	@rm -rf .build/validate && mkdir -p .build/validate
	KITH_VALIDATE=$(CURDIR)/.build/validate $(GO) test $(TAGS) -count 1 -run 'FHIRBack' ./journal/exchange
	KITH_VALIDATE=$(CURDIR)/.build/validate $(GO) test $(TAGS) -count 1 -run 'FHIRExport' ./app
	cd journal/exchange/validate && $(GO) vet ./... && KITH_VALIDATE=$(CURDIR)/.build/validate $(GO) test -count 1 ./...
	@rm -rf .build/validate

# Every decoder, each for a short time.
fuzz: deps
	@set -eu; mkdir -p .build/fuzz; root=$$(pwd); \
	for folder in $$(grep -rl --include='*_test.go' '^func Fuzz' . | xargs -n 1 dirname | sort -u); do \
		$(GO) test $(TAGS) -c -fuzz . -o .build/fuzz/run "$$folder"; \
		for target in $$(sed -n 's/^func \(Fuzz[A-Za-z0-9_]*\)(.*/\1/p' "$$folder"/*_test.go); do \
			echo "fuzz $$folder $$target"; \
			(cd "$$folder" && "$$root/.build/fuzz/run" -test.run '^$$' -test.fuzz "^$$target\$$" -test.fuzztime $(FUZZTIME) \
				-test.fuzzminimizetime 10x -test.parallel 2 -test.fuzzcachedir "$$root/.build/fuzz/cache"); \
		done; \
	done

# The figures of the project, each as a ratio to something measured in the same
# run. KITH_BENCH_FULL=1 takes the sizes in full: a million entries, a gigabyte.
bench: testdeps
	$(GO) test $(TAGS) -run '^$$' -bench . -timeout 60m ./...

# kill -9, power cuts and full disks, many times.
faults: deps
	KITH_ROUNDS=$(ROUNDS) $(GO) test $(TAGS) -count 1 -timeout 4h -run 'Kill|Power|Fault|NoSpace' ./journal/sealdb ./app/...
	KITH_ROUNDS=40 $(GO) test $(TAGS) -count 1 -timeout 4h -run 'Power|Disk|Flip' ./journal/vault

# Debian packages and tarballs, in .build: of the program, and of that without its
# window. The same commit gives the same bytes.
package: deps
	$(GO) build $(TAGS) -trimpath -buildvcs=auto -buildmode=pie -ldflags '-s -w -extldflags "-Wl,-z,relro,-z,now"' -o .build/kith .
	.ci/package .build/kith .build
	$(MAKE) node
	.ci/package --node .build/node/kith .build

# The Debian packages that building and testing need. Installs only what is missing.
deps:
	@.ci/deps build

testdeps:
	@.ci/deps test
