#!/bin/sh
# Milliseconds that GNU parallel takes for a process that does nothing, two at a time.
#
#     parallel_noop.sh JOBS
#
# With a job log, which is what lets it resume; there is no store.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
begun=$(date +%s%N)
seq "$1" | parallel --will-cite -j2 --joblog "$folder/log" /bin/true
ended=$(date +%s%N)
version=$(parallel --version | head -n 1)
awk -v ns=$((ended - begun)) -v n="$1" -v v="$version" 'BEGIN { printf "%.2f %s\n", ns / n / 1e6, v }'
