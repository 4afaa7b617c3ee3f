# shellcheck shell=bash
# Builds the services when a source is newer than what was built, and copies what was built into the home, so that a
# later build never pulls the files from under running processes.

readonly services='job-api job-worker job-scheduler'

# built_jar MODULE: what tells by its age when the module was built; of a service, what is started.
built_jar() {
    case $1 in
        job-system-tests) printf '%s\n' "$MILLRACE_ROOT/$1/target/chaos.jar" ;;
        cli) printf '%s\n' "$MILLRACE_ROOT/$1/target/millrace-cli.jar" ;;
        bench) printf '%s\n' "$MILLRACE_ROOT/$1/target/bench.jar" ;;
        *) printf '%s\n' "$MILLRACE_ROOT/$1/target/quarkus-app/quarkus-run.jar" ;;
    esac
}

# needs_build: whether a service is not built, or older than a source. A directory is newer, too, when a file in it
# was removed.
needs_build() {
    local service input
    local -a inputs=()
    for input in "$MILLRACE_ROOT"/pom.xml "$MILLRACE_ROOT"/.mvn "$MILLRACE_ROOT"/job-core/{pom.xml,src/main}; do
        [[ -e $input ]] && inputs+=("$input")
    done
    for service in $services; do
        is_older_than "$(built_jar "$service")" "${inputs[@]}" "$MILLRACE_ROOT/$service"/{pom.xml,src/main} && return 0
    done
    return 1
}

# is_older_than FILE INPUT...: whether the file is not there, or anything at or below the inputs is newer.
is_older_than() {
    local file=$1
    shift
    [[ -f $file ]] || return 0
    [[ -n $(find "$@" -newer "$file" 2>/dev/null | head -n 1) ]]
}

# build_if_needed: MILLRACE_BUILD=never takes what is there, for callers who have just built it themselves.
build_if_needed() {
    if [[ ${MILLRACE_BUILD:-} == never ]]; then
        require_built
        return 0
    fi
    needs_build || return 0
    use_maven
    lock_build
    # Another copy of the launcher may have built in the meantime.
    needs_build && build
    unlock_build
}

require_built() {
    local service
    for service in $services; do
        [[ -f $(built_jar "$service") ]] || die "$service is not built, and MILLRACE_BUILD=never forbids to build it" \
            "Run: mvn package -DskipTests"
    done
}

# build [MODULE...]: the services, and these modules.
build() {
    # shellcheck disable=SC2086  # one word a module
    build_modules 'the services' $services "$@"
}

# build_modules WHAT MODULE...
build_modules() {
    local what=$1
    shift
    local log=$MILLRACE_HOME/logs/build.log began=$SECONDS start=$MILLRACE_HOME/run/build.start reporter answer module
    local modules=$*
    say "Building $what (the first time takes some minutes; log: $log) ..."
    touch "$start"
    report_build "$log" &
    reporter=$!
    (cd "$MILLRACE_ROOT" && mvn -B -ntp -DskipTests -Dspotless.check.skip=true \
        -pl "${modules// /,}" -am package) >"$log" 2>&1 </dev/null
    answer=$?
    kill "$reporter" 2>/dev/null
    wait "$reporter" 2>/dev/null
    if ((answer != 0)); then
        explain_build_failure "$log"
    fi
    # A source that was saved while Maven was at work may not be in the jar; so the jar counts as old as the start.
    for module in $modules; do
        touch -r "$start" "$(built_jar "$module")"
    done
    say "Built in $((SECONDS - began)) s."
}

explain_build_failure() {
    grep -E '^\[ERROR\]' "$1" | head -n 25 | sed 's/^/    /' >&2
    die "the build failed" "The whole log: $1"
}

# Every ten seconds the module that Maven is at.
report_build() {
    local module seconds pattern='^\[INFO\] Building (.*) [^ ]+ +\[([0-9]+\/[0-9]+)\].*'
    # Else its sleep would hold the locks for some seconds more.
    close_descriptors
    for ((seconds = 10; ; seconds += 10)); do
        sleep 10
        kill -0 $$ 2>/dev/null || return
        module=$(sed -nE "s/$pattern/: \1, \2/p" "$1" | tail -n 1)
        say "  still building ($seconds s)$module"
    done
}

build_lock_descriptor=

# Two homes may build the same tree.
lock_build() {
    command -v flock >/dev/null && mkdir -p "$MILLRACE_ROOT/.millrace" 2>/dev/null || return 0
    exec {build_lock_descriptor}>>"$MILLRACE_ROOT/.millrace/build.lock" || return 0
    flock -n "$build_lock_descriptor" && return 0
    say "Waiting for another build of $MILLRACE_ROOT to finish ..."
    flock -w 900 "$build_lock_descriptor"
}

unlock_build() {
    [[ -n $build_lock_descriptor ]] && exec {build_lock_descriptor}>&-
    build_lock_descriptor=
}

# install_service SERVICE: copies what was built to apps/SERVICE/STAMP, and notes the stamp. The stamp follows from
# the contents, so that a build that changed nothing in a service restarts nothing. An archive that is there already
# comes along; the jars keep their times, or it would not fit them.
install_service() {
    local service=$1 from=$MILLRACE_ROOT/$1/target/quarkus-app stamp target
    stamp=$(cd "$from" && find . -name 'archive*' -prune -o -type f -exec cksum {} + | LC_ALL=C sort | cksum) ||
        die "cannot read $from"
    stamp=${stamp%% *}
    target=$MILLRACE_HOME/apps/$service/$stamp
    if [[ ! -d $target ]]; then
        if ! { mkdir -p "${target%/*}" && rm -rf "$target.new" && copy_service "$from" "$target.new" &&
            mv "$target.new" "$target"; }; then
            die "cannot copy $from to $target" "Is the disk full? df -h $MILLRACE_HOME"
        fi
    fi
    write_state "run/$service.stamp" "$stamp"
}

# copy_service FROM TO: without the archive that somebody is about to make.
copy_service() {
    local file
    mkdir "$2" || return 1
    for file in "$1"/*; do
        case ${file##*/} in
            archive.*) ;;
            *) cp -Rp "$file" "$2/" || return 1 ;;
        esac
    done
}

install_services() {
    local service
    for service in $services; do
        install_service "$service"
    done
}

# remove_old_builds: all but those that are current or that a process still runs from.
remove_old_builds() {
    local directory name used=' '
    for name in "$MILLRACE_HOME"/run/*.signature; do
        used+="$(cut -d ' ' -f 1 "$name") "
    done
    for name in $services; do
        used+="$(read_state "run/$name.stamp") "
    done
    for directory in "$MILLRACE_HOME"/apps/*/*; do
        [[ $used == *" ${directory##*/} "* ]] || rm -rf "$directory"
    done
}
