# shellcheck shell=bash
# Processes that outlive the launcher. A process is remembered by its id and its start time, so that an id which
# the system has given to another program since is never taken for ours.

# process_identity PID: "PID START-TIME", false when there is no such living process. A zombie is dead.
process_identity() {
    local line fields
    if [[ -d /proc/self ]]; then
        { IFS= read -r line <"/proc/$1/stat"; } 2>/dev/null || return 1
        # The program's name stands in parentheses and may hold anything, blanks and parentheses included.
        read -ra fields <<<"${line##*) }"
        [[ ${fields[0]} != [ZX] ]] || return 1
        printf '%s %s\n' "$1" "${fields[19]}"
    else
        line=$(ps -o stat= -o lstart= -p "$1" 2>/dev/null) && [[ -n $line && $line != Z* ]] || return 1
        read -r _ line <<<"$line"
        printf '%s %s\n' "$1" "$line"
    fi
}

# process_matches IDENTITY: whether exactly this process lives.
process_matches() {
    local now
    now=$(process_identity "${1%% *}") && [[ $now == "$1" ]]
}

# remember_process NAME PID
remember_process() {
    local identity
    identity=$(process_identity "$2") || return 1
    write_state "run/$1.pid" "$identity"
}

# process_pid NAME: the id of the living process of this name, false when there is none.
process_pid() {
    local identity
    identity=$(read_state "run/$1.pid") && process_matches "$identity" || return 1
    printf '%s\n' "${identity%% *}"
}

is_alive() {
    process_pid "$1" >/dev/null
}

# want NAME: what is wanted is started again when it dies.
want() {
    write_state "run/$1.desired" running
}

# stop_wanting NAME: until `start` or `up` wants it again.
stop_wanting() {
    write_state "run/$1.desired" stopped
}

is_wanted() {
    [[ $(read_state "run/$1.desired") == running ]]
}

is_stopped_by_hand() {
    [[ $(read_state "run/$1.desired") == stopped ]]
}

# spawn NAME DIRECTORY COMMAND...: starts COMMAND in DIRECTORY, in a session of its own and with nothing of the
# caller's in its hands (a pipe held open would let the caller wait for ever), its output appended to logs/NAME.log.
spawn() {
    local name=$1 directory=$2 log=$MILLRACE_HOME/logs/$1.log
    shift 2
    keep_log_small "$log"
    (
        close_descriptors
        raise_file_limit
        cd "$directory" || exit 1
        trap '' HUP
        detach "$@" </dev/null >>"$log" 2>&1
    ) &
    local process=$!
    until has_begun "$process"; do sleep 0.01; done
    remember_process "$name" "$process" || true
}

# has_begun PID: whether it runs a program of its own, in a session of its own, or is gone. A signal sent before that
# would reach a copy of this shell, which does on leaving what this shell shall do on leaving.
has_begun() {
    local stat
    local -a fields
    { read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 0
    read -ra fields <<<"${stat##*) }"
    [[ ${fields[0]} == Z || ${fields[3]} == "$1" ]]
}

# Servers want more open files than the 1024 that many systems begin with; Erlang reserves room for all it may open.
raise_file_limit() {
    local wanted=65536
    [[ $(ulimit -Sn) != unlimited ]] || return 0
    [[ $(ulimit -Hn) == unlimited ]] || ((wanted <= $(ulimit -Hn))) || wanted=$(ulimit -Hn)
    (($(ulimit -Sn) >= wanted)) || ulimit -Sn "$wanted"
}

detach() {
    if command -v setsid >/dev/null; then
        exec setsid "$@"
    elif command -v perl >/dev/null; then
        exec perl -MPOSIX -e 'POSIX::setsid(); exec @ARGV or exit 127' "$@"
    else
        exec "$@"
    fi
}

close_descriptors() {
    local descriptor
    for descriptor in /dev/fd/*; do
        descriptor=${descriptor##*/}
        if [[ $descriptor == +([0-9]) ]] && ((descriptor > 2)); then
            eval "exec $descriptor>&-" 2>/dev/null
        fi
    done
}

keep_log_small() {
    local size
    [[ -f $1 ]] || return 0
    size=$(wc -c <"$1")
    ((size < 50000000)) || mv -f "$1" "$1.1"
}

# signal_process NAME SIGNAL
signal_process() {
    local pid
    pid=$(process_pid "$1") && kill -s "$2" "$pid" 2>/dev/null
}

is_gone() {
    ! is_alive "$1"
}

# stop_process NAME SIGNAL SECONDS: asks it to end, and ends it when it has not done so in time.
stop_process() {
    local name=$1 signal=$2 limit=$3
    if is_alive "$name"; then
        signal_process "$name" "$signal"
        if ! wait_until "$limit" "$name to end" is_gone "$name"; then
            warn "$name did not end within $limit s and is killed."
            signal_process "$name" KILL
            wait_until 10 "$name to be gone" is_gone "$name"
        fi
    fi
    forget_state "run/$name.pid"
}
