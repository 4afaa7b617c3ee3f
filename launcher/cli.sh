# shellcheck shell=bash
# ./millrace submit, jobs, dead, queues, schedules, workers, types, completion: handed on to the command line (cli/),
# which finds the system that runs in this home.

command_line() {
    local jar
    local -a options
    use_home
    jar=$(built_jar cli)
    use_jdk
    build_cli_if_needed "$jar"
    name_running_system "$@"
    [[ $1 != completion ]] || set -- "$@" --with "$(own_verbs)"
    # It lives for a second, mostly to load classes: the plainest collector and compiler, and an archive of classes
    # that Java makes as the first call ends.
    options=(-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto -Xlog:disable)
    if [[ ${MILLRACE_JAVA_ARCHIVE:-} != off && -w ${jar%/*} ]]; then
        options+=(-XX:+AutoCreateSharedArchive "-XX:SharedArchiveFile=$(cli_archive "$jar" "$(jdk_version "$JAVA_HOME")")")
    fi
    exec "$JAVA_HOME/bin/java" "${options[@]}" -jar "$jar" "$@"
}

# own_verbs: those of the launcher itself, as its help lists them, for the shell to complete.
own_verbs() {
    command_help | sed -nE 's/^[[:space:]]*\.\/millrace ([a-z]+).*/\1/p' | sort -u |
        grep -vxE 'submit|jobs|dead|queues|schedules|workers|types|completion' | paste -sd, -
}

# cli_archive JAR VERSION: where Java of this version keeps its archive of this build of the jar. It replaces one that
# another build of Java has made, but not one of another jar, so that those are removed here.
cli_archive() {
    local prefix=${1%.jar}-$2 archive
    archive=$prefix-$(date -r "$1" +%s).jsa
    [[ -e $archive ]] || rm -f "$prefix"-*.jsa
    printf '%s\n' "$archive"
}

# name_running_system ARGUMENT...: by the variables that the command line reads, so that no key is seen by others. What
# the caller names goes first; the key of our own system is shown to no other.
name_running_system() {
    local argument
    [[ -z ${MILLRACE_URL:-} ]] || return 0
    for argument in "$@"; do
        [[ $argument != --url && $argument != --url=* ]] || return 0
    done
    [[ -e $MILLRACE_HOME/environment ]] && port_of job-api-1 >/dev/null || return 0
    recall_running_system
    MILLRACE_URL=$(service_url job-api-1)
    export MILLRACE_URL
    [[ -z ${MILLRACE_API_KEY:-} ]] || export MILLRACE_API_KEY
}

# build_cli_if_needed JAR
build_cli_if_needed() {
    if [[ ${MILLRACE_BUILD:-} == never ]]; then
        [[ -f $1 ]] || die "the command line is not built, and MILLRACE_BUILD=never forbids to build it" \
            "Run: mvn package -DskipTests"
        return 0
    fi
    needs_cli_build "$1" || return 0
    create_home
    use_maven
    lock_build
    needs_cli_build "$1" && build_modules 'the command line' cli
    unlock_build
}

needs_cli_build() {
    is_older_than "$1" "$MILLRACE_ROOT"/pom.xml "$MILLRACE_ROOT"/{cli,client}/{pom.xml,src/main}
}
