# shellcheck shell=bash
# The JDK and Maven. The `java` on the PATH is often an old one beside a newer JDK, so all usual places are searched.

readonly oldest_jdk=21

# jdk_version DIRECTORY: the major version of the JDK there, false when there is none. A JRE is none.
jdk_version() {
    local release
    [[ -x $1/bin/java && -x $1/bin/javac ]] || return 1
    release=$(sed -nE 's/^JAVA_VERSION="?([0-9]+).*/\1/p' "$1/release" 2>/dev/null)
    [[ -n $release ]] || release=$("$1/bin/java" -version 2>&1 | sed -nE '1s/.*"([0-9]+).*/\1/p')
    [[ -n $release ]] && printf '%s\n' "$release"
}

is_new_enough() {
    local version
    version=$(jdk_version "$1") && ((version >= oldest_jdk))
}

# find_jdk: prints the home of a JDK that is new enough: JAVA_HOME's, else the PATH's, else the newest anywhere.
find_jdk() {
    local directory
    for directory in "${JAVA_HOME:-}" "$(jdk_of_path)"; do
        [[ -n $directory ]] && is_new_enough "$directory" && printf '%s\n' "$directory" && return 0
    done
    newest_jdk
}

jdk_of_path() {
    local java
    java=$(command -v java) || return 0
    java=$(readlink -f "$java" 2>/dev/null || printf '%s\n' "$java")
    printf '%s\n' "${java%/bin/java}"
}

newest_jdk() {
    local directory version best=0 found=
    for directory in /usr/lib/jvm/* /opt/*jdk* /opt/java/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
        version=$(jdk_version "$directory") || continue
        ((version > best)) && best=$version found=$directory
    done
    ((best >= oldest_jdk)) && printf '%s\n' "$found"
}

# use_jdk: exports JAVA_HOME, installing a JDK when there is none.
use_jdk() {
    local jdk package
    if ! jdk=$(find_jdk) && can_install; then
        for package in openjdk-25-jdk-headless openjdk-21-jdk-headless; do
            has_package "$package" && install_packages "$package" && break
        done
        jdk=$(find_jdk)
    fi
    [[ -n $jdk ]] || die "a JDK of version $oldest_jdk or later is needed and none was found" \
        "Looked at JAVA_HOME, the PATH, /usr/lib/jvm, /opt, SDKMAN and the places macOS has." \
        "Debian 13, Ubuntu: sudo apt-get install openjdk-21-jdk-headless" \
        "macOS:             brew install openjdk@21" \
        "Elsewhere:         https://adoptium.net, then JAVA_HOME=/where/it/is ./millrace up" \
        "Or without installing anything: docker compose up"
    export JAVA_HOME=$jdk
}

use_maven() {
    command -v mvn >/dev/null && return 0
    can_install && install_packages maven && command -v mvn >/dev/null && return 0
    die "Maven is needed and not installed" \
        "Debian, Ubuntu: sudo apt-get install maven" \
        "macOS:          brew install maven"
}
