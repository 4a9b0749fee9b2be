#!/usr/bin/env bash
# Measures whole jobs: benchmarks/job.sh live --help
# MEMBERFLOW_BENCHMARK_JAVA_OPTS   options of the JVM, instead of -Xmx12g
set -eu
cd "$(dirname "$0")/.."
mvn -B -ntp -q -Dstyle.color=never -pl benchmarks -am test-compile dependency:build-classpath \
    -Dmdep.includeScope=runtime -Dmdep.outputFile=target/classpath
# shellcheck disable=SC2086 # several options in one variable are meant to be several
exec java ${MEMBERFLOW_BENCHMARK_JAVA_OPTS--Xmx12g} \
    --add-opens=java.base/java.util=ALL-UNNAMED \
    --add-opens=java.base/java.lang=ALL-UNNAMED \
    --add-opens=java.base/java.time=ALL-UNNAMED \
    -cp "benchmarks/target/classes:$(cat benchmarks/target/classpath)" \
    io.memberflow.benchmarks.job.JobBenchmarks "$@"
