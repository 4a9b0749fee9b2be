#!/usr/bin/env bash
# Nights of chaos, one after the other: src-test-data/chaos.sh [RUNS] [mvn options]
# Each run kills other processes of another shop at other times and prints a line. A run that fails
# prints its seed; -Dmemberflow.seed=SEED sends the same events and kills in the same order again.
# -Dmemberflow.chaos.orders=N takes fewer orders than 300,000.
set -eu
cd "$(dirname "$0")/.."
runs=${1:-1}
[ $# -eq 0 ] || shift
options="-Xmx4g -Dmemberflow.full=true"
rest=()
for option in "$@"; do
    case $option in
        -Dmemberflow.*) options="$options $option" ;;
        *) rest+=("$option") ;;
    esac
done
log=flink-job/target/chaos.log
failed=0
for run in $(seq "$runs"); do
    if mvn -B -ntp -q -pl flink-job -am verify "-Dsurefire.args=$options" \
        -Dtest=NoSuch -Dsurefire.failIfNoSpecifiedTests=false \
        -Dit.test=ChaosITCase -Dfailsafe.failIfNoSpecifiedTests=false ${rest+"${rest[@]}"} \
        >/tmp/memberflow-chaos.$$ 2>&1; then
        verdict=right
    else
        verdict=WRONG
        failed=1
    fi
    mkdir -p "$(dirname "$log")"
    cat /tmp/memberflow-chaos.$$ >>"$log"
    echo "run $run $verdict: $(grep -m1 -o 'chaos seed.*\|With -Dmemberflow.seed=[0-9]*.*' \
        /tmp/memberflow-chaos.$$ | cut -c1-300 || true)"
    rm -f /tmp/memberflow-chaos.$$
done
[ $failed -eq 0 ] || echo "What went wrong stands in $log."
exit $failed
