# shellcheck shell=bash
# The archives with which services start in half the CPU time. They are made in the background, with what is left of
# the machine; whoever starts a service before its archive is there has a slower start, and nothing else.

# start_archiver DIRECTORY...: unless they have archives, or MILLRACE_BUILD=never says that nothing is to be made.
start_archiver() {
    [[ ${MILLRACE_BUILD:-} == never ]] && return 0
    has_archives "$@" && return 0
    stop_archiver
    spawn archiver "$MILLRACE_HOME" "$BASH" "$MILLRACE_ROOT/launcher/archiver" "$@"
}

stop_archiver() {
    stop_process archiver TERM 10
}

has_archives() {
    local directory archive
    for directory in "$@"; do
        archive=$("$MILLRACE_ROOT/deploy/service/start" --archive "$directory") || return 1
        [[ -e $archive ]] || return 1
    done
}

# packaged_services MODULE...: the directories that Maven has put them into, of those that are built.
packaged_services() {
    local module
    for module in "$@"; do
        [[ -f $(built_jar "$module") ]] && dirname "$(built_jar "$module")"
    done
}

# prepare_services DIRECTORY...: all at once; waits for them.
prepare_services() {
    local directory
    has_archives "$@" && return 0
    say "Making archives, for quicker starts ..."
    for directory in "$@"; do
        "$MILLRACE_ROOT/deploy/service/prepare" "$directory" &
    done
    wait
}

# installed_services: the directories that services are started from.
installed_services() {
    local service stamp
    for service in $services; do
        stamp=$(read_state "run/$service.stamp") && printf '%s\n' "$MILLRACE_HOME/apps/$service/$stamp"
    done
}
