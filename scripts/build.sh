# What ./demo, ./bench and ./faults have in common: finding a JDK 25, and building what is not built.
# To be sourced at the project's root, with
#   program       the name that its messages begin with
#   folder        where the log and the stamp of the build are kept
#   applications  the modules it runs
# shellcheck shell=bash

build_log=$folder/logs/build.log
stamp=$folder/built
downloads=0

fail() {
    echo "$program: $1" >&2
    exit "${2:-1}"
}

is_jdk_25() {
    [ -x "$1/bin/javac" ] && "$1/bin/java" -version 2>&1 | grep -Eq '^[a-z]+ version "25[.\"-]'
}

find_jdk() {
    local home on_path
    on_path=$(readlink -f "$(command -v javac)" 2>/dev/null || true)
    for home in "${JAVA_HOME:-}" "${on_path%/bin/javac}" /usr/lib/jvm/* "$HOME"/.sdkman/candidates/java/25* \
        "$HOME"/.jdks/* /opt/java/* /opt/homebrew/opt/openjdk@25/libexec/openjdk.jdk/Contents/Home \
        /Library/Java/JavaVirtualMachines/*/Contents/Home; do
        if [ -n "$home" ] && is_jdk_25 "$home"; then
            echo "$home"
            return
        fi
    done
    return 1
}

use_jdk_25() {
    JAVA_HOME=$(find_jdk) ||
        fail "a JDK 25 is needed; none was found in JAVA_HOME, on the PATH or in the usual folders"
    export JAVA_HOME
}

is_built() {
    local application
    for application in "${applications[@]}"; do
        [ -e "$application/target/$application.jar" ] || return 1
    done
    [ -e "$stamp" ] && [ -z "$(find pom.xml ./*/pom.xml ./*/src/main -newer "$stamp" -print -quit)" ]
}

# Of Maven's log a user sees which module is being built, and how many files have come.
show_progress() {
    local files
    tail -n "+$1" "$build_log" | sed -nE "s/^\[INFO\] Building ([^ ]+) .*(\[[0-9]+\/[0-9]+\])$/$program:   \2 \1/p" >&2
    files=$(grep -c 'Downloaded from' "$build_log" || true)
    if [ $((files / 100)) -gt $((downloads / 100)) ]; then
        echo "$program:   $files files downloaded" >&2
        downloads=$files
    fi
}

build() {
    local shown=1 lines modules
    command -v mvn >/dev/null || fail "Maven is needed to build (https://maven.apache.org), and there is no mvn on the PATH"
    mkdir -p "$(dirname "$build_log")"
    touch "$stamp.started"
    echo "$program: building; the first time libraries are downloaded, which takes some minutes" >&2
    modules=$(IFS=, && echo "${applications[*]}")
    mvn -B -Dmaven.test.skip=true -pl "$modules" -am package </dev/null >"$build_log" 2>&1 &
    maven=$!
    trap 'kill $maven 2>/dev/null; wait $maven || true; exit 130' INT
    trap 'kill $maven 2>/dev/null; wait $maven || true; exit 143' TERM HUP
    while kill -0 $maven 2>/dev/null; do
        sleep 0.5
        lines=$(wc -l <"$build_log")
        show_progress $shown
        shown=$((lines + 1))
    done
    if ! wait $maven; then
        grep -E '^\[ERROR\]' "$build_log" | head -30 >&2 || tail -30 "$build_log" >&2
        fail "the build failed; all it said is in $build_log"
    fi
    trap - INT TERM HUP
    mv "$stamp.started" "$stamp"
}
