# What both launchers need; read by them, not started. MEMBERFLOW_HOME is set.

fail() {
    echo "$1" >&2
    exit 2
}

# Sets java to a JVM of at least 17.
find_java() {
    if [ -n "${JAVA_HOME:-}" ]; then
        java=$JAVA_HOME/bin/java
        [ -x "$java" ] || fail "JAVA_HOME is $JAVA_HOME, where there is no bin/java: set it to a JDK 17 or newer."
    else
        java=java
        command -v java >/dev/null 2>&1 ||
            fail "Java is missing: install a JDK 17 or newer, or set JAVA_HOME to one."
    fi
    # A JDK says in a file what it is; asking it takes as long as starting one.
    binary=$(readlink -f "$(command -v "$java")" 2>/dev/null || true)
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "${binary%/bin/java}/release" 2>/dev/null || true)
    if [ -z "$version" ]; then
        version=$("$java" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -n 1)
    fi
    [ "${version:-0}" -ge 17 ] ||
        fail "Java ${version:-unknown} is too old: install a JDK 17 or newer, or set JAVA_HOME to one."
}

# Builds everything unless the folder and the file are there.
build_once() {
    if [ -d "$1" ] && [ -e "$2" ]; then
        return
    fi
    command -v mvn >/dev/null 2>&1 ||
        fail "Maven is missing and nothing is built yet: install Maven 3.8 or newer."
    home=${JAVA_HOME:-}
    if [ -n "$home" ]; then
        compiler=$home/bin/javac
    else
        compiler=javac
    fi
    command -v "$compiler" >/dev/null 2>&1 ||
        fail "There is Java but no compiler (javac): install a JDK 17 or newer, not only a runtime."
    echo "Building Memberflow once; with an empty Maven repository this takes some minutes ..." >&2
    (cd "$MEMBERFLOW_HOME" && mvn -B -ntp -q -Dstyle.color=never -DskipTests package >&2) ||
        fail "The build failed: see above; 'mvn -DskipTests package' in $MEMBERFLOW_HOME repeats it."
}

# Half of the machine's memory in MB, at most 4096.
default_heap() {
    kilobytes=$(sed -n 's/^MemTotal: *\([0-9]*\) kB/\1/p' /proc/meminfo 2>/dev/null || true)
    if [ -z "$kilobytes" ]; then
        bytes=$(sysctl -n hw.memsize 2>/dev/null || echo 4294967296)
        kilobytes=$((bytes / 1024))
    fi
    half=$((kilobytes / 2048))
    if [ "$half" -gt 4096 ]; then half=4096; fi
    echo "$half"
}
