# shellcheck shell=bash
# Where one running copy of Millrace keeps what it knows: $MILLRACE_HOME, by default .millrace in the repository.
# Every fact is a small file of its own (ports/job-api-1, run/rabbitmq.pid), so that a plain `cat` shows it.

lock_descriptor=

# use_home [PATH]: decides which home this call works on.
use_home() {
    local path=${1:-${MILLRACE_HOME:-$MILLRACE_ROOT/.millrace}}
    [[ $path == /* ]] || path=$PWD/$path
    MILLRACE_HOME=${path%/}
    export MILLRACE_HOME
}

create_home() {
    local directory
    for directory in "" /logs /run /ports /scale /files; do
        mkdir -p "$MILLRACE_HOME$directory" || die "cannot write to $MILLRACE_HOME" \
            "Choose another place: MILLRACE_HOME=/some/directory ./millrace ..."
    done
    if [[ ! -d $MILLRACE_HOME/secrets ]]; then
        (umask 077 && mkdir "$MILLRACE_HOME/secrets") || die "cannot write to $MILLRACE_HOME"
    fi
}

# read_state NAME: prints what is known, false when nothing is.
read_state() {
    local value
    [[ -r $MILLRACE_HOME/$1 ]] || return 1
    IFS= read -r value <"$MILLRACE_HOME/$1"
    [[ -n $value ]] || return 1
    printf '%s\n' "$value"
}

# write_state NAME VALUE: whole or not at all, whoever reads at the same time.
write_state() {
    local target=$MILLRACE_HOME/$1
    if ! { printf '%s\n' "$2" >"$target.$BASHPID.new" && mv -f "$target.$BASHPID.new" "$target"; }; then
        die "cannot write $target" "Is the disk full? df -h $MILLRACE_HOME"
    fi
}

# forget_state NAME...
forget_state() {
    local name
    for name in "$@"; do
        rm -f "$MILLRACE_HOME/$name"
    done
}

# secret NAME: prints the secret, which is made up the first time.
secret() {
    local file=$MILLRACE_HOME/secrets/$1
    if [[ ! -s $file ]]; then
        (umask 077 && random_word >"$file.new" && mv -f "$file.new" "$file") || die "cannot write $file"
    fi
    cat "$file"
}

# Letters and digits only: the word stands in URLs and in configuration files.
random_word() {
    local bytes
    bytes=$(od -An -N 18 -tx1 /dev/urandom | tr -d ' \n') && [[ ${#bytes} == 36 ]] && printf '%s\n' "$bytes"
}

# Everything that starts or stops processes holds this lock; the supervisor, too.
# lock_home [wait|try]
lock_home() {
    if command -v flock >/dev/null; then
        lock_by_flock "${1:-wait}"
    else
        lock_by_directory "${1:-wait}"
    fi
}

lock_by_flock() {
    exec {lock_descriptor}>>"$MILLRACE_HOME/lock" || die "cannot write $MILLRACE_HOME/lock"
    flock -n "$lock_descriptor" && return 0
    if [[ $1 == wait ]]; then
        say "Waiting for another ./millrace on $MILLRACE_HOME to finish ..."
        flock -w 600 "$lock_descriptor" && return 0
        die "another ./millrace has been at work on $MILLRACE_HOME for ten minutes"
    fi
    exec {lock_descriptor}>&-
    lock_descriptor=
    return 1
}

# macOS has no flock; a directory can be made only once, too. A lock whose owner is gone is taken over.
lock_by_directory() {
    local lock=$MILLRACE_HOME/lock.directory deadline=$((SECONDS + 600)) owner
    until mkdir "$lock" 2>/dev/null; do
        owner=$(cat "$lock/owner" 2>/dev/null)
        if [[ -n $owner ]] && ! process_matches "$owner"; then
            rm -rf "$lock"
            continue
        fi
        [[ $1 == wait ]] || return 1
        ((SECONDS < deadline)) || die "another ./millrace has been at work on $MILLRACE_HOME for ten minutes" \
            "If none is: rm -r $lock"
        sleep 0.5
    done
    process_identity "$BASHPID" >"$lock/owner"
    lock_descriptor=directory
}

unlock_home() {
    case $lock_descriptor in
        '') ;;
        directory) rm -rf "$MILLRACE_HOME/lock.directory" ;;
        *) exec {lock_descriptor}>&- ;;
    esac
    lock_descriptor=
}
