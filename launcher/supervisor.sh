# shellcheck shell=bash
# One process per home that starts again what died. It takes the home's lock for every start, so it never meets an
# `up`, `scale`, `stop` or `down` half way.

readonly longest_pause=30 calm=60

supervisor_signature() {
    cat "$MILLRACE_ROOT/millrace" "$MILLRACE_ROOT"/launcher/*.sh | cksum
}

# ensure_supervisor: one of exactly this version of the launcher.
ensure_supervisor() {
    if is_alive supervisor; then
        [[ $(read_state run/supervisor.signature) == "$(supervisor_signature)" ]] && return 0
        stop_supervisor
    fi
    write_state run/supervisor.signature "$(supervisor_signature)"
    spawn_supervisor
}

# Settings come from the home whenever something is started, so that a later `up` can change them.
spawn_supervisor() (
    local name
    for name in $(setting_names) $(server_names); do
        unset "$name"
    done
    spawn supervisor "$MILLRACE_ROOT" "$BASH" "$MILLRACE_ROOT/millrace" supervise
)

stop_supervisor() {
    stop_process supervisor TERM 10
}

# ./millrace supervise, which only the launcher itself calls.
command_supervise() {
    local -A pause=() next_try=() alive_since=()
    local name
    use_home
    trap 'exit 0' TERM
    log_line "watching $MILLRACE_HOME"
    while [[ -d $MILLRACE_HOME/run ]]; do
        for name in $(wanted_processes); do
            watch_process "$name"
        done
        sleep 1 &
        wait $!
    done
    log_line "$MILLRACE_HOME is gone"
}

wanted_processes() {
    local file name
    for file in "$MILLRACE_HOME"/run/*.desired; do
        name=${file##*/}
        name=${name%.desired}
        is_wanted "$name" && printf '%s\n' "$name"
    done
}

# watch_process NAME: one look; uses the caller's pause, next_try and alive_since.
watch_process() {
    local name=$1
    if is_alive "$name"; then
        : "${alive_since[$name]:=$SECONDS}"
        if ((SECONDS - alive_since[$name] >= calm)); then
            unset "pause[$name]"
        fi
        unset "next_try[$name]"
        return
    fi
    unset "alive_since[$name]"
    if [[ -z ${next_try[$name]:-} ]]; then
        : "${pause[$name]:=1}"
        next_try[$name]=$((SECONDS + pause[$name]))
        pause[$name]=$((pause[$name] * 2 < longest_pause ? pause[$name] * 2 : longest_pause))
    fi
    if ((SECONDS >= next_try[$name])) && lock_home try; then
        if is_wanted "$name" && ! is_alive "$name"; then
            log_line "$name is dead and is started again"
            (start_again "$name")
        fi
        unlock_home
        unset "next_try[$name]"
    fi
}

# In a subshell of its own: whatever goes wrong, even the end of the launcher by `die`, the supervisor lives on.
start_again() {
    recall_environment
    use_jdk
    case $1 in
        postgresql) start_postgresql ;;
        rabbitmq) start_rabbitmq ;;
        *) start_service "$1" ;;
    esac
}

log_line() {
    printf '%(%Y-%m-%dT%H:%M:%S%z)T %s\n' -1 "$*"
}
