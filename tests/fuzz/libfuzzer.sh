#!/usr/bin/env bash
# libfuzzer.sh LIBFUZZ_PROGRAM SEEDED_PROGRAM CORPUS SECONDS
#
# Lets libFuzzer run for so long, from the inputs that the seeded program writes. What it learns stays
# in CORPUS; the input of a finding stays in CORPUS.findings.
set -euo pipefail
libfuzz=$1 seeded=$2 corpus=$3 seconds=$4
mkdir -p "$corpus" "$corpus.findings"
"$seeded" --write "$corpus"
"$libfuzz" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=2048 -max_len=131072 -print_final_stats=1 \
    -verbosity=0 -artifact_prefix="$corpus.findings/" "$corpus" ||
    { echo "libFuzzer found something: its input is in $corpus.findings"; exit 1; }
