# shellcheck shell=bash
# up, down, scale, start, stop.

# ./millrace up
command_up() {
    local -a names
    no_more_arguments up "$@"
    use_home
    create_home
    lock_home
    recall_environment
    drop_own_server_urls
    check_auth_mode
    check_named_servers
    remember_environment
    use_api_key
    use_jdk
    start_servers
    build_if_needed
    install_services
    wait_for_servers
    stop_out_of_date
    mapfile -t names < <(service_names)
    start_services "${names[@]}"
    ensure_supervisor
    wait_for_services "${names[@]}"
    wait_for_job_types
    remove_old_builds
    mapfile -t names < <(installed_services)
    start_archiver "${names[@]}"
    unlock_home
    print_addresses
}

no_more_arguments() {
    local command=$1
    shift
    (($# == 0)) || die "./millrace $command knows no $1" "./millrace help"
}

start_services() {
    local name
    for name in "$@"; do
        start_service "$name"
    done
}

# stop_out_of_date: those that run an older build, or with servers that are no longer the ones.
stop_out_of_date() {
    local name
    local -a old=()
    for name in $(known_service_names); do
        is_alive "$name" && is_out_of_date "$name" && old+=("$name")
    done
    if ((${#old[@]} > 0)); then
        say "The build or the servers have changed since ${old[*]} started."
        stop_services "${old[@]}"
    fi
}

print_addresses() {
    local api ui
    api=$(service_url job-api-1)
    ui=$(rabbitmq_ui_url)
    printf '\n%sMillrace is up.%s\n\n' "$green" "$plain"
    printf '  API            %s/api/v1\n' "$api"
    printf '  API reference  %s/docs, %s/redoc\n' "$api" "$api"
    if http_ok "$api/dashboard"; then
        printf '  Dashboard      %s/dashboard\n' "$api"
    fi
    print_rabbitmq_ui "$ui"
    print_access
    printf '  Logs           %s\n\n' "$MILLRACE_HOME/logs"
    printf '  ./millrace demo shows it at work, ./millrace status how it is, ./millrace down ends it.\n'
}

print_rabbitmq_ui() {
    if [[ $1 =~ ^(https?://)([^:@/]*):([^@/]*)@(.*)$ ]]; then
        printf '  RabbitMQ UI    %s%s  (user %s, password %s)\n' "${BASH_REMATCH[1]}" "${BASH_REMATCH[4]}" \
            "${BASH_REMATCH[2]}" "${BASH_REMATCH[3]}"
    elif [[ -n $1 ]]; then
        printf '  RabbitMQ UI    %s\n' "$1"
    fi
}

# ./millrace down [--data]
command_down() {
    local with_data=
    case ${1:-} in
        '') ;;
        --data) with_data=yes ;;
        *) die "./millrace down knows no $1" "./millrace down keeps the data, ./millrace down --data removes them." ;;
    esac
    use_home
    if [[ ! -d $MILLRACE_HOME/run ]]; then
        say "Nothing runs in $MILLRACE_HOME."
        return 0
    fi
    lock_home
    stop_everything
    [[ -n $with_data ]] && remove_data
    unlock_home
    say "Millrace is down${with_data:+, and its data are removed}."
}

stop_everything() {
    stop_supervisor
    stop_archiver
    rm -f "$MILLRACE_HOME"/run/*.desired
    # shellcheck disable=SC2046  # one word a name
    stop_services $(known_service_names)
    is_alive rabbitmq && say "Stopping RabbitMQ ..."
    stop_rabbitmq
    is_alive postgresql && say "Stopping PostgreSQL ..."
    stop_postgresql
    rm -f "$MILLRACE_HOME"/scale/* "$MILLRACE_HOME/environment"
}

# The logs stay: they tell what happened.
remove_data() {
    local directory
    directory=$(postgresql_directory)
    is_no_postmaster "$directory/data" || die "PostgreSQL still runs in $directory" "./millrace doctor"
    rm -rf "$directory"
    (cd "$MILLRACE_HOME" && rm -rf postgresql.directory rabbitmq secrets ports apps run scale files)
}

# ./millrace scale worker=3 [scheduler=2] [api=2]
command_scale() {
    local argument service number name
    local -a surplus=() names=()
    (($# > 0)) || die "scale what?" "./millrace scale worker=3"
    for argument in "$@"; do
        [[ $argument =~ ^(job-)?(api|worker|scheduler)=([0-9]{1,2})$ ]] ||
            die "cannot scale by $argument" "./millrace scale worker=3 (api, worker or scheduler; 0 to 99)"
    done
    enter_running_system
    for argument in "$@"; do
        service=job-${argument#job-}
        service=${service%=*}
        number=$((10#${argument#*=}))
        write_state "scale/$service" "$number"
        for name in $(known_service_names); do
            [[ $(service_of "$name") == "$service" ]] && ((${name##*-} > number)) && surplus+=("$name")
        done
    done
    stop_surplus "${surplus[@]}"
    mapfile -t names < <(wanted_service_names)
    start_services "${names[@]}"
    wait_for_services "${names[@]}"
    unlock_home
    say "Running: ${names[*]}"
}

# wanted_service_names: without those that somebody stopped by hand.
wanted_service_names() {
    local name
    for name in $(service_names); do
        is_stopped_by_hand "$name" || printf '%s\n' "$name"
    done
}

stop_surplus() {
    local name
    (($# > 0)) || return 0
    for name in "$@"; do
        forget_state "run/$name.desired"
    done
    stop_services "$@"
}

# enter_running_system: for calls that change a system which `up` has built.
enter_running_system() {
    use_home
    [[ -e $MILLRACE_HOME/environment ]] || die "Millrace is not up in $MILLRACE_HOME" "./millrace up"
    create_home
    lock_home
    recall_running_system
    remember_environment
    use_jdk
    ensure_supervisor
}

# ./millrace start PROCESS...
command_start() {
    local name
    require_process_names start "$@"
    enter_running_system
    for name in "$@"; do
        case $name in
            postgresql) start_postgresql && wait_for_postgresql ;;
            rabbitmq) start_rabbitmq && wait_for_rabbitmq ;;
            *) start_service "$name" && wait_for_services "$name" ;;
        esac
    done
    unlock_home
}

# ./millrace stop PROCESS...: it stays stopped until `start` or `up`.
command_stop() {
    local name
    require_process_names stop "$@"
    use_home
    [[ -d $MILLRACE_HOME/run ]] || die "Millrace is not up in $MILLRACE_HOME" "./millrace up"
    lock_home
    for name in "$@"; do
        stop_wanting "$name"
        case $name in
            postgresql) stop_postgresql ;;
            rabbitmq) stop_rabbitmq ;;
            *) stop_services "$name" ;;
        esac
    done
    unlock_home
}

require_process_names() {
    local command=$1 name
    shift
    (($# > 0)) || die "$command what?" "./millrace $command postgresql, rabbitmq, job-worker-1, ..." "./millrace ps"
    for name in "$@"; do
        [[ $name =~ ^(postgresql|rabbitmq|job-(api|worker|scheduler)-[1-9][0-9]?)$ ]] ||
            die "there is no process $name" "./millrace ps"
    done
}
