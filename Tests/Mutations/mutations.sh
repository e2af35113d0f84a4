#!/bin/bash
# Breaks what a store and its coordinator promise, one promise at a time and in a copy of the
# sources, and expects the tests that hold it to fail: tests that cannot fail hold nothing.
#
#     mutations.sh [FOLDER [SECTION]]
#
# FOLDER keeps the copy and its build, .build-mutations by default; SECTION is the file that gets a
# table of what was noticed, for a report.
#
# Leaves with 0 where the copy passes as it is and every mutation of it is noticed, with 1 where one
# is not, and with 70 where it could not be tried. The first run builds everything.
set -euo pipefail
cd "$(dirname "$0")/../.."
folder=${1:-.build-mutations}
section=${2:-}
rows=
mkdir -p "$folder/tree"
tree=$folder/tree
log=$folder/test.log
survivors=0

# Brings the copy up to date and leaves alone what is the same, so that little is built again.
update_tree() {
  find Package.swift Sources Tests -type f | sort >"$folder/files"
  while IFS= read -r file; do
    cmp -s "$file" "$tree/$file" && continue
    mkdir -p "$(dirname "$tree/$file")"
    cp "$file" "$tree/$file"
  done <"$folder/files"
  (cd "$tree" && find Package.swift Sources Tests -type f | sort) |
    comm -23 - "$folder/files" | while IFS= read -r file; do rm "$tree/$file"; done
  if [ -f Package.resolved ]; then cp Package.resolved "$tree"; fi
}

# Runs the tests of a filter in the copy: debug, as single files are then built again alone.
run_tests() {
  swift test --package-path "$tree" --scratch-path "$folder/build" --disable-xctest \
    --filter "$1" >"$log" 2>&1
}

give_up() {
  tail -n 20 "$log" >&2
  echo "$1" >&2
  exit 70
}

# mutate NAME FILE FILTER SED-ARGUMENT...
mutate() {
  local name=$1 file=$2 filter=$3
  shift 3
  sed -E -i "$@" "$tree/$file"
  if cmp -s "$file" "$tree/$file"; then give_up "$name: the mutation no longer fits $file"; fi
  if run_tests "$filter"; then
    echo "$name: NOT NOTICED by $filter"
    rows+="| $name | **nothing** | 0 |"$'\n'
    survivors=$((survivors + 1))
  elif grep -q 'Test run with .* failed' "$log"; then
    local times
    times=$(grep -c 'recorded an issue' "$log")
    echo "$name: noticed by $filter ($times times)"
    rows+="| $name | \`${filter#^}\` | $times |"$'\n'
  else
    give_up "$name: the tests did not run"
  fi
  cp "$file" "$tree/$file"
}

update_tree
run_tests 'StoreConformanceTests|LockTests|^CoordinatorTests' ||
  give_up 'the tests do not pass as they are'
echo 'without a mutation: all tests pass'

commit=Sources/SweepStore/Writing/SweepStore+Commit.swift
turn=Sources/Coordinator/Coordinator+Turn.swift

mutate 'a result counts whatever its attempt' $commit StoreConformanceTests \
  -e 's/AND t\.attempt = \?/AND (t.attempt = ? OR TRUE)/'
mutate 'a result counts whoever tells it' $commit StoreConformanceTests \
  -e 's/AND w\.name = \?$/AND (w.name = ? OR TRUE)/'
mutate 'a trial that runs is leased again' $commit StoreConformanceTests \
  -e "s/AND trial\.status = 'queued' AND trial\.attempts = \?1 - 1/AND ?1 > 0/"
mutate 'two processes own one store' Sources/SweepStore/StoreLock.swift LockTests \
  -e 's/flock\(descriptor, LOCK_EX \| LOCK_NB\)/flock(descriptor, LOCK_UN)/'
mutate 'a lease is told before it is committed' $turn '^CoordinatorTests' \
  -e '/^        try commit\(turn\.changes/d' \
  -e 's/^        try post\(turn\.postings\)$/&\n        try commit(turn.changes + networks)/'
mutate 'progress is shown before it is committed' $turn '^CoordinatorTests' \
  -e '/^        for notice in turn\.notices/d' \
  -e 's/^        let networks = .*/        for notice in turn.notices { display(notice) }\n&/'

if [ -n "$section" ]; then
  cat >"$section" <<END
## Promises broken

Each of these promises was broken alone in a copy of the sources; the tests that hold it must fail,
and pass without. $(date -u +%F), $(($SECONDS / 60)) min with builds. \`make mutations\` writes this.

| broken | noticed by | failures |
| --- | --- | ---: |
$rows
END
fi
exit $((survivors > 0))
