# shellcheck shell=bash
# PostgreSQL and RabbitMQ together: the private ones, or those that the caller named.

# has_private NAME: whether postgresql or rabbitmq is ours to run.
has_private() {
    case $1 in
        postgresql) [[ -z ${MILLRACE_PG_URL:-} ]] ;;
        rabbitmq) [[ -z ${MILLRACE_AMQP_URL:-} ]] ;;
    esac
}

# start_servers: starts what is private and not running, without waiting.
start_servers() {
    has_private postgresql && start_postgresql
    has_private rabbitmq && start_rabbitmq
    return 0
}

wait_for_servers() {
    has_private postgresql && wait_for_postgresql
    has_private rabbitmq && wait_for_rabbitmq
    return 0
}

check_named_servers() {
    check_named_server MILLRACE_PG_URL 'postgresql://user:password@host:port/database'
    check_named_server MILLRACE_AMQP_URL 'amqp://user:password@host:port/%2F'
}

# check_named_server VARIABLE FORM: the server that it names, if it names one, must be within reach.
check_named_server() {
    local url=${!1:-}
    [[ -n $url ]] || return 0
    parse_server_url "$url" || die "$1 is not a URL that names a server" "It must look like $2"
    wait_until 10 "$url_host:$url_port" can_connect "$url_host" "$url_port" ||
        die "nothing answers at $url_host:$url_port, which $1 names" \
            "Start that server; or, to run a private one: unset $1, ./millrace down, ./millrace up"
}

stop_servers() {
    stop_rabbitmq
    stop_postgresql
}

print_server_environment() {
    printf 'export MILLRACE_PG_URL=%s\n' "$(quote "$(postgresql_url)")"
    printf 'export MILLRACE_AMQP_URL=%s\n' "$(quote "$(rabbitmq_url)")"
    printf 'export MILLRACE_RABBITMQ_UI=%s\n' "$(quote "$(rabbitmq_ui_url)")"
}

# ./millrace servers
command_servers() {
    use_home
    create_home
    lock_home
    recall_environment
    drop_own_server_urls
    check_named_servers
    start_servers
    wait_for_servers
    unlock_home
    print_server_environment
}
