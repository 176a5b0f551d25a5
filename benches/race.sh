#!/usr/bin/env bash
# Compares a race of two lanes with one run, and with two processes at once, which is the best that the machine
# can do at the time. Prints the least of several times in seconds: elapsed, and processor time.
# Usage: benches/race.sh [path of the release binary] [number of times]
set -eu
binary=${1:-target/release/sgdscope}
times=${2:-10}
run="$binary train --epochs 600000 --every 1000"
TIMEFORMAT='%R %U'
least() {
    for _ in $(seq "$times"); do { time eval "$2"; } 2>&1 >/dev/null; done |
        awk -v name="$1" 'NR == 1 || $1 < e { e = $1 } NR == 1 || $2 < u { u = $2 }
            END { printf "%-20s %6.2f elapsed %6.2f processor\n", name, e, u }'
}
least "one run" "$run --alpha 0.01"
least "two processes" "$run --alpha 0.01 & $run --alpha 0.02 & wait"
least "a race of two lanes" "$run --race alpha=0.01,0.02"
