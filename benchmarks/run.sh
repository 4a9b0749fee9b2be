#!/usr/bin/env bash
# Measures with JMH: all benchmarks, or those whose name contains NAME; further words go to JMH.
# Usage: benchmarks/run.sh [NAME [JMH option …]], as in benchmarks/run.sh DecideBenchmark -p rules=240
set -eu
cd "$(dirname "$0")/.."
mvn -B -ntp -q -Dstyle.color=never -pl benchmarks -am test-compile dependency:build-classpath \
    -Dmdep.includeScope=runtime -Dmdep.outputFile=target/classpath
name=${1:-io.memberflow.benchmarks}
shift || true
exec java -cp "benchmarks/target/classes:$(cat benchmarks/target/classpath)" org.openjdk.jmh.Main \
    -f 1 -wi 5 -w 2 -i 5 -r 2 -jvmArgsAppend -Xmx3g "$name" "$@"
