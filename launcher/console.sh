# shellcheck shell=bash
# What the launcher says: progress and errors on standard error, results on standard output.

if [[ -t 1 && -t 2 && -z ${NO_COLOR:-} && ${TERM:-dumb} != dumb ]]; then
    red=$'\e[31m' green=$'\e[32m' yellow=$'\e[33m' dim=$'\e[2m' plain=$'\e[0m'
else
    red='' green='' yellow='' dim='' plain=''
fi

# say TEXT: one line of progress.
say() {
    printf '%s\n' "$*" >&2
}

# warn TEXT: something that does not stop the work.
warn() {
    printf '%s%s%s\n' "$yellow" "$*" "$plain" >&2
}

# die WHAT [WHAT-TO-DO...]: says what is wrong, then one line for each thing to do, and ends the launcher.
die() {
    printf '%smillrace: %s%s\n' "$red" "$1" "$plain" >&2
    shift
    local line
    for line in "$@"; do
        printf '  %s\n' "$line" >&2
    done
    exit 1
}

# show_end_of FILE [LINES]: the last lines of a log, indented.
show_end_of() {
    [[ -s $1 ]] || return 0
    say "${dim}last lines of $1:${plain}"
    tail -n "${2:-25}" "$1" | sed 's/^/    /' >&2
}

# wait_until SECONDS WHAT COMMAND...: true as soon as COMMAND is true, false when the time is over or COMMAND
# answers 2, which means that waiting longer is useless. Says every ten seconds that it still waits.
wait_until() {
    local limit=$1 what=$2 began=$SECONDS announced=$SECONDS answer
    shift 2
    while true; do
        "$@"
        answer=$?
        ((answer == 0)) && return 0
        ((answer == 2)) && return 2
        ((SECONDS - began >= limit)) && return 1
        if ((SECONDS - announced >= 10)); then
            announced=$SECONDS
            say "  still waiting for $what ($((SECONDS - began)) s)"
        fi
        sleep 0.2
    done
}
