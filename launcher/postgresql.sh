# shellcheck shell=bash
# A private PostgreSQL: own data, own port on 127.0.0.1, no socket file, own password.

readonly oldest_postgresql=15

private_postgresql_url() {
    local port
    port=$(port_of postgresql) && [[ -s $MILLRACE_HOME/secrets/postgresql ]] &&
        printf 'postgresql://millrace:%s@127.0.0.1:%s/millrace\n' "$(secret postgresql)" "$port"
}

postgresql_url() {
    if [[ -n ${MILLRACE_PG_URL:-} ]]; then
        printf '%s\n' "$MILLRACE_PG_URL"
    else
        private_postgresql_url
    fi
}

# find_postgresql [VERSION]: prints the directory of the newest installed programs, of that major version if given.
find_postgresql() {
    local directory version best=0 found=
    for directory in /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /opt/homebrew/opt/postgresql@*/bin \
        /usr/local/opt/postgresql@*/bin /usr/local/pgsql/bin "$(dirname "$(command -v postgres || echo /none/none)")"; do
        [[ -x $directory/postgres && -x $directory/initdb ]] || continue
        version=$("$directory/postgres" --version | sed -E 's/[^0-9]*([0-9]+).*/\1/')
        [[ -z ${1:-} || $version == "$1" ]] || continue
        ((version > best)) && best=$version found=$directory
    done
    ((best >= oldest_postgresql)) && printf '%s\n' "$found"
}

postgresql_version() {
    "$1/postgres" --version | sed -E 's/[^0-9]*([0-9.]+).*/\1/'
}

# use_postgresql: sets postgresql_programs, installing them when there are none.
use_postgresql() {
    local version
    version=$(cat "$(postgresql_directory)/data/PG_VERSION" 2>/dev/null)
    postgresql_programs=$(find_postgresql "$version") && return 0
    if [[ -n $version ]]; then
        die "the data in $(postgresql_directory) is PostgreSQL $version's, whose programs are gone" \
            "Install PostgreSQL $version again, or give up the data: ./millrace down --data"
    fi
    if can_install; then
        install_packages postgresql && postgresql_programs=$(find_postgresql) && return 0
    fi
    die "PostgreSQL $oldest_postgresql or later is needed and not installed" \
        "Debian, Ubuntu: sudo apt-get install postgresql" \
        "macOS:          brew install postgresql@17" \
        "Or name a server: MILLRACE_PG_URL=postgresql://user:password@host:port/database ./millrace up" \
        "Or without installing anything: docker compose up"
}

# PostgreSQL refuses to run as root, so root runs it as the user `postgres`.
postgresql_user() {
    if ((EUID == 0)); then
        id -un postgres 2>/dev/null || echo nobody
    else
        id -un
    fi
}

as_postgresql_user() {
    local -a as_user
    set_user_prefix
    (cd / && "${as_user[@]}" "$@")
}

# Sets the caller's array as_user to what stands before a command that shall run as that user. What stands there
# becomes the command, so that the process keeps its id.
set_user_prefix() {
    local user group
    as_user=(env)
    ((EUID == 0)) || return 0
    user=$(postgresql_user)
    group=$(id -g "$user")
    if command -v setpriv >/dev/null; then
        as_user=(setpriv "--reuid=$user" "--regid=$group" --init-groups)
    else
        as_user=(chroot "--userspec=$user:$group" /)
    fi
}

# postgresql_directory: where the data lies. Noted, for it is not always below the home.
postgresql_directory() {
    read_state postgresql.directory || printf '%s\n' "$MILLRACE_HOME/postgresql"
}

# choose_postgresql_directory: the user `postgres` often cannot enter the home (a clone in /root); then the data goes
# to /var/tmp. The name there follows from the home's path, so that a home made anew finds what it left.
choose_postgresql_directory() {
    local directory=$MILLRACE_HOME/postgresql
    read_state postgresql.directory >/dev/null && return 0
    { mkdir -p "$directory" && own_directory "$directory"; } || die "cannot write to $directory"
    if ! as_postgresql_user test -w "$directory"; then
        rmdir "$directory" 2>/dev/null
        directory=/var/tmp/millrace-$(printf '%s' "$MILLRACE_HOME" | cksum | tr -d ' ')
        clear_left_over "$directory"
        { (umask 077 && mkdir "$directory") && own_directory "$directory"; } || die "cannot write to $directory" \
            "Is there something of that name that belongs to another user?"
    fi
    write_state postgresql.directory "$directory"
}

own_directory() {
    chmod 700 "$1" || return 1
    ((EUID != 0)) || chown "$(postgresql_user)" "$1"
}

# A home that was deleted by hand leaves its data, perhaps even its server; without the password both are useless.
clear_left_over() {
    local pid
    [[ -d $1 && ! -L $1 && $(stat -c %U "$1") == "$(postgresql_user)" ]] || return 0
    pid=$(postmaster_of "$1/data") && kill -s QUIT "$pid" && wait_until 10 "the forgotten PostgreSQL to end" \
        is_no_postmaster "$1/data"
    rm -rf "$1"
}

# postmaster_of DATA-DIRECTORY: the id of the living server of exactly this data.
postmaster_of() {
    local pid
    { IFS= read -r pid <"$1/postmaster.pid"; } 2>/dev/null || return 1
    process_identity "$pid" >/dev/null || return 1
    if [[ -d /proc/self ]]; then
        [[ /proc/$pid/cwd -ef $1 ]] || return 1
    fi
    printf '%s\n' "$pid"
}

is_no_postmaster() {
    ! postmaster_of "$1" >/dev/null
}

create_postgresql_data() {
    local directory=$1 password=$1/password locale=C
    [[ $(locale -a 2>/dev/null) =~ (^|$'\n')C\.(UTF-8|utf8)($'\n'|$) ]] && locale=C.UTF-8
    say "Creating a PostgreSQL $(postgresql_version "$postgresql_programs") database in $directory ..."
    rm -rf "$directory/data.new"
    (umask 077 && secret postgresql >"$password") && own_file "$password" &&
        in_postgresql_environment "$postgresql_programs/initdb" --pgdata="$directory/data.new" --username=millrace \
            --pwfile="$password" --auth=scram-sha-256 --encoding=UTF8 --locale="$locale" --data-checksums \
            >>"$MILLRACE_HOME/logs/postgresql.log" 2>&1 &&
        echo "include 'millrace.conf'" >>"$directory/data.new/postgresql.conf" &&
        mv "$directory/data.new" "$directory/data"
    local answer=$?
    rm -f "$password"
    if ((answer != 0)); then
        show_end_of "$MILLRACE_HOME/logs/postgresql.log"
        die "could not create a PostgreSQL database in $directory" \
            "Is there space? df -h $directory" "Then try again; or: docker compose up"
    fi
}

own_file() {
    chmod 600 "$1" || return 1
    ((EUID != 0)) || chown "$(postgresql_user)" "$1"
}

# Nothing of the caller's PG* variables may lead the programs elsewhere.
in_postgresql_environment() {
    as_postgresql_user env -i PATH="$PATH" LANG=C.UTF-8 HOME="$(postgresql_directory)" "$@"
}

write_postgresql_settings() {
    local file=$1/millrace.conf
    cat >"$file" <<-SETTINGS || die "cannot write $file"
		# Written by ./millrace at every start.
		listen_addresses = '127.0.0.1'
		port = $(port_of postgresql)
		unix_socket_directories = ''
		max_connections = 200
		shared_buffers = 256MB
		fsync = on
		synchronous_commit = on
		full_page_writes = on
		wal_compression = on
		max_wal_size = 2GB
		password_encryption = scram-sha-256
		timezone = 'UTC'
		log_timezone = 'UTC'
		log_line_prefix = '%m [%p] %q%u@%d '
		logging_collector = off
	SETTINGS
    own_file "$file"
}

# start_postgresql: starts it when it is not running, and does not wait for it.
start_postgresql() {
    local directory pid
    use_postgresql
    choose_postgresql_directory
    directory=$(postgresql_directory)
    [[ -d $directory/data ]] || create_postgresql_data "$directory"
    want postgresql
    if pid=$(postmaster_of "$directory/data"); then
        remember_process postgresql "$pid"
        return 0
    fi
    choose_port postgresql {15432..15441}
    write_postgresql_settings "$directory/data"
    # Its process is known to be gone, but after a reboot PostgreSQL could take any process of that number for it.
    rm -f "$directory/data/postmaster.pid"
    say "Starting PostgreSQL $(postgresql_version "$postgresql_programs") on port $(port_of postgresql) ..."
    local -a as_user
    set_user_prefix
    spawn postgresql / "${as_user[@]}" env -i PATH="$PATH" LANG=C.UTF-8 HOME="$directory" \
        "$postgresql_programs/postgres" -D "$directory/data"
}

postgresql_is_ready() {
    is_alive postgresql || return 2
    [[ $(ask_postgresql postgres 'SELECT 1' 2>/dev/null) == 1 ]]
}

# ask_postgresql DATABASE STATEMENT: prints the answer of the private server.
ask_postgresql() {
    PGPASSWORD=$(secret postgresql) PGCONNECT_TIMEOUT=5 "$postgresql_programs/psql" -X -q -A -t -w \
        -h 127.0.0.1 -p "$(port_of postgresql)" -U millrace -d "$1" -c "$2"
}

# wait_for_postgresql: until the private server answers and has the database. A server that ends at once is started
# again, on another port if somebody took its port first.
wait_for_postgresql() {
    local attempt
    for attempt in 1 2 3; do
        wait_until 120 PostgreSQL postgresql_is_ready && create_database && return 0
        if is_alive postgresql || ((attempt == 3)); then
            break
        fi
        sleep 1
        start_postgresql
    done
    show_end_of "$MILLRACE_HOME/logs/postgresql.log"
    die "PostgreSQL did not become ready" "The whole log: $MILLRACE_HOME/logs/postgresql.log" \
        "To begin with new data: ./millrace down --data"
}

create_database() {
    [[ $(ask_postgresql postgres "SELECT 1 FROM pg_database WHERE datname = 'millrace'") == 1 ]] ||
        ask_postgresql postgres 'CREATE DATABASE millrace' >&2
}

stop_postgresql() {
    stop_process postgresql INT 60
}
