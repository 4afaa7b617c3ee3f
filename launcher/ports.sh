# shellcheck shell=bash
# Ports: the usual one when it is free, else another; once chosen, kept in ports/NAME for every later start.
# All lie below the range from which systems give ports to outgoing connections (32768 on Linux). Inside it, a
# client that tries again and again to reach a stopped server would one day be given the server's own port.

readonly first_spare_port=20000 last_spare_port=32000

# is_listening PORT: whether any program on this machine listens on it.
is_listening() {
    local hexadecimal
    printf -v hexadecimal '%04X' "$1"
    if [[ -r /proc/net/tcp ]]; then
        grep -Eqs "^ *[0-9]+: [0-9A-F]+:$hexadecimal [0-9A-F]+:0000 0A " /proc/net/tcp /proc/net/tcp6
    else
        can_connect 127.0.0.1 "$1"
    fi
}

# can_connect HOST PORT
can_connect() {
    local -a limited=()
    command -v timeout >/dev/null && limited=(timeout 5)
    # shellcheck disable=SC2016  # the inner shell expands them
    "${limited[@]}" bash -c 'exec 3<>"/dev/tcp/$1/$2"' _ "$1" "$2" 2>/dev/null
}

# port_of NAME: the port chosen before, false when there is none.
port_of() {
    read_state "ports/$1"
}

# choose_port NAME USUAL...: keeps the port chosen before while nobody else listens on it, else takes the first
# usual one that is free, else any. Call it only while the process of that name is not running.
choose_port() {
    local name=$1 port
    shift
    lock_reservations
    for port in $(port_of "$name") "$@" $(spare_ports); do
        if ! is_listening "$port" && ! is_taken_here "$name" "$port" && reserve "$port"; then
            unlock_reservations
            [[ $(port_of "$name") == "$port" ]] || write_state "ports/$name" "$port"
            return 0
        fi
    done
    unlock_reservations
    die "no free port for $name"
}

spare_ports() {
    local count
    for ((count = 0; count < 200; count++)); do
        echo $((first_spare_port + (RANDOM * 32768 + RANDOM) % (last_spare_port - first_spare_port)))
    done
}

# is_taken_here NAME PORT: whether another process of this home has the port, be it running or not.
is_taken_here() {
    local file
    for file in "$MILLRACE_HOME"/ports/*; do
        [[ -f $file && ${file##*/} != "$1" && $(<"$file") == "$2" ]] && return 0
    done
    return 1
}

# Two copies that start at the same moment see the same ports free. So whoever chooses leaves a note with the port's
# number until it ends, in a directory that all homes of this user share.
readonly reservations=/tmp/millrace-ports-$EUID
reservations_descriptor=

lock_reservations() {
    (umask 077 && mkdir -p "$reservations" 2>/dev/null)
    if [[ -O $reservations && ! -L $reservations ]] && command -v flock >/dev/null; then
        exec {reservations_descriptor}>>"$reservations/lock" && flock -w 10 "$reservations_descriptor"
    fi
}

unlock_reservations() {
    [[ -n $reservations_descriptor ]] && exec {reservations_descriptor}>&-
    reservations_descriptor=
}

# reserve PORT: false when another living launcher has it.
reserve() {
    local -a holder=()
    [[ -O $reservations && ! -L $reservations ]] || return 0
    [[ -f $reservations/$1 ]] && mapfile -t holder <"$reservations/$1"
    if [[ ${#holder[@]} == 2 && ${holder[1]} != "$MILLRACE_HOME" ]] && process_matches "${holder[0]}"; then
        return 1
    fi
    printf '%s\n' "$(process_identity $$)" "$MILLRACE_HOME" >"$reservations/$1"
}
