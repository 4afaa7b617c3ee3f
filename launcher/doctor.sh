# shellcheck shell=bash
# ./millrace doctor: looks at everything the launcher relies on and at the system that runs, changes nothing, and says
# what to do.

problems=0

good() {
    printf '%s  ok    %s%s\n' "$green" "$plain" "$*"
}

doubtful() {
    printf '%s  note  %s%s\n' "$yellow" "$plain" "$*"
}

bad() {
    printf '%s  bad   %s%s\n' "$red" "$plain" "$*"
    problems=$((problems + 1))
}

command_doctor() {
    no_more_arguments doctor "$@"
    use_home
    recall_environment
    drop_own_server_urls
    printf 'Millrace in %s, home %s\n' "$MILLRACE_ROOT" "$MILLRACE_HOME"
    examine_tools
    examine_space
    if has_private postgresql; then examine_postgresql; else examine_named_server PostgreSQL "$MILLRACE_PG_URL"; fi
    if has_private rabbitmq; then examine_rabbitmq; else examine_named_server RabbitMQ "$MILLRACE_AMQP_URL"; fi
    examine_processes
    examine_ports
    examine_system
    echo
    if ((problems > 0)); then
        echo "$problems to mend."
        return 1
    fi
    echo "Nothing to mend."
}

examine_tools() {
    local jdk
    if jdk=$(find_jdk); then
        good "JDK $(jdk_version "$jdk") in $jdk"
    else
        bad "no JDK of version $oldest_jdk or later; ./millrace up says what to install"
    fi
    if ! command -v mvn >/dev/null; then
        bad "no Maven; apt-get install maven, or brew install maven"
    elif [[ -n $jdk ]]; then
        good "$(JAVA_HOME=$jdk mvn -B -v 2>/dev/null | sed -nE 's/.*(Apache Maven [0-9.]+).*/\1/p')"
    fi
    command -v flock >/dev/null || doubtful "no flock (util-linux): a slower lock is used"
    command -v shellcheck >/dev/null || doubtful "no shellcheck: only ./millrace test needs it"
}

examine_space() {
    local directory=$MILLRACE_HOME kilobytes megabytes
    while [[ ! -d $directory ]]; do
        directory=${directory%/*}
        directory=${directory:-/}
    done
    kilobytes=$(df -Pk "$directory" | awk 'NR == 2 { print $4 }')
    megabytes=$((kilobytes / 1024))
    if ((megabytes < 500)); then
        bad "only $megabytes MB free below $directory: RabbitMQ stops taking messages at 200 MB"
    elif ((megabytes < 2000)); then
        doubtful "$megabytes MB free below $directory"
    else
        good "$megabytes MB free below $directory"
    fi
    if [[ -r /proc/meminfo ]]; then
        megabytes=$(awk '/^MemAvailable/ { print int($2 / 1024) }' /proc/meminfo)
        if ((megabytes < 1000)); then
            doubtful "only $megabytes MB of memory available"
        else
            good "$megabytes MB of memory available"
        fi
    fi
}

examine_postgresql() {
    local difference
    if ! postgresql_programs=$(find_postgresql "$(cat "$(postgresql_directory)/data/PG_VERSION" 2>/dev/null)"); then
        bad "no PostgreSQL $oldest_postgresql or later; ./millrace up says what to install"
    elif ! is_alive postgresql; then
        good "PostgreSQL $(postgresql_version "$postgresql_programs") is installed; the private one is not running"
    elif difference=$(postgresql_clock_difference); then
        good "PostgreSQL $(ask_postgresql postgres 'SHOW server_version') answers on port $(port_of postgresql)"
        if ((difference > 2 || difference < -2)); then
            bad "PostgreSQL's clock is $difference s off this machine's"
        else
            good "PostgreSQL's clock and this machine's agree"
        fi
    else
        bad "PostgreSQL does not answer on port $(port_of postgresql): ./millrace logs postgresql"
    fi
}

postgresql_clock_difference() {
    local theirs
    theirs=$(ask_postgresql postgres "SELECT floor(extract(epoch FROM clock_timestamp()))" 2>/dev/null) && [[ -n $theirs ]] &&
        echo $((theirs - $(date +%s)))
}

examine_rabbitmq() {
    local overview
    if ! rabbitmq_script=$(find_rabbitmq); then
        bad "no RabbitMQ; ./millrace up says what to install"
    elif ! is_alive rabbitmq; then
        good "RabbitMQ $(rabbitmq_version) is installed; the private one is not running"
    elif overview=$(http_get "$(rabbitmq_ui_url)/api/overview"); then
        [[ $overview =~ \"rabbitmq_version\":\"([^\"]+)\" ]]
        good "RabbitMQ ${BASH_REMATCH[1]:-} answers on port $(port_of rabbitmq)"
        http_ok "$(rabbitmq_ui_url)/api/health/checks/local-alarms" ||
            bad "RabbitMQ has raised an alarm (memory or disk) and takes no messages"
    else
        bad "RabbitMQ does not answer on port $(port_of rabbitmq-ui): ./millrace logs rabbitmq"
    fi
}

examine_named_server() {
    if ! parse_server_url "$2"; then
        bad "$1: $(without_password "$2") is not a URL that names a server"
    elif can_connect "$url_host" "$url_port"; then
        good "$1 answers at $url_host:$url_port (not ours)"
    else
        bad "nothing answers at $url_host:$url_port, which shall be $1"
    fi
}

examine_processes() {
    local name
    for name in $(wanted_processes); do
        if is_alive "$name"; then
            good "$name runs, process $(process_pid "$name")"
        else
            bad "$name is dead though it is wanted; ./millrace up starts it"
        fi
    done
    if [[ -e $MILLRACE_HOME/environment ]] && ! is_alive supervisor; then
        bad "no supervisor runs; ./millrace up starts it"
    fi
}

examine_ports() {
    local port name
    for name in $(wanted_processes); do
        port=$(port_of "$name") || continue
        if ! is_alive "$name" && is_listening "$port"; then
            doubtful "port $port, which $name used, is taken by another program: ./millrace up chooses another"
        fi
    done
    for port in 8080 8081 8082; do
        if is_listening "$port" && ! is_taken_here '' "$port"; then
            doubtful "port $port is taken by another program: another one is chosen"
        fi
    done
}

# examine_system: as a run of job-scheduler that looks and ends, with what the services are told.
examine_system() {
    local directory jdk findings ended root=$MILLRACE_ROOT
    directory=$MILLRACE_HOME/apps/job-scheduler/$(read_state run/job-scheduler.stamp)
    [[ -d $directory ]] && is_alive job-scheduler-1 && jdk=$(find_jdk) || return 0
    findings=$(
        local unwanted postgresql rabbitmq
        postgresql=$(postgresql_url)
        rabbitmq=$(rabbitmq_url)
        for unwanted in $launcher_names; do
            unset "$unwanted"
        done
        export JAVA_HOME=$jdk MILLRACE_PG_URL=$postgresql MILLRACE_AMQP_URL=$rabbitmq MILLRACE_DOCTOR=true
        exec "$root/deploy/service/start" "$directory" 2>/dev/null
    )
    ended=$?
    if [[ -z $findings ]] || { ((ended != 0)) && ! grep -q '^  bad ' <<<"$findings"; }; then
        bad "the system was not looked at to the end (exit code $ended): ./millrace logs job-scheduler-1"
    fi
    [[ -n $findings ]] || return 0
    # Its own last words sum up only its part.
    sed -e '/^$/,$d' -e "s/^  ok /$green&$plain/; s/^  note /$yellow&$plain/; s/^  bad /$red&$plain/" <<<"$findings"
    problems=$((problems + $(grep -c '^  bad ' <<<"$findings")))
}
