# shellcheck shell=bash
# The three services and their replicas: job-api-1, job-worker-1, job-worker-2, job-scheduler-1, ...

# service_of NAME: job-worker-2 -> job-worker
service_of() {
    printf '%s\n' "${1%-*}"
}

# replicas SERVICE: how many there shall be.
replicas() {
    read_state "scale/$1" || echo 1
}

# service_names: every service process that there shall be.
service_names() {
    local service number
    for service in $services; do
        for ((number = 1; number <= $(replicas "$service"); number++)); do
            printf '%s-%s\n' "$service" "$number"
        done
    done
}

# known_service_names: those, and every one that still lives though it shall not.
known_service_names() {
    local file name
    {
        service_names
        for file in "$MILLRACE_HOME"/run/job-*.pid; do
            name=${file##*/}
            printf '%s\n' "${name%.pid}"
        done
    } | sort -u -t - -k 1,2 -k 3n
}

usual_ports() {
    case $1 in
        job-api-1) echo 8080 ;;
        job-worker-1) echo 8081 ;;
        job-scheduler-1) echo 8082 ;;
    esac
    echo {8083..8102}
}

# signature SERVICE: what a running process was started with; a process with another one is out of date.
signature() {
    local -a facts
    facts=("$(postgresql_url)" "$(rabbitmq_url)")
    [[ $1 == job-api ]] && facts+=("$(auth_mode)")
    printf '%s %s\n' "$(read_state "run/$1.stamp")" "$(printf '%s\n' "${facts[@]}" | cksum)"
}

is_out_of_date() {
    [[ $(read_state "run/$1.signature") != "$(signature "$(service_of "$1")")" ]]
}

service_url() {
    printf 'http://127.0.0.1:%s\n' "$(port_of "$1")"
}

# start_service NAME: starts it when it is not running, and does not wait for it.
start_service() {
    local name=$1 service
    service=$(service_of "$name")
    want "$name"
    is_alive "$name" && return 0
    # shellcheck disable=SC2046  # one word a port
    choose_port "$name" $(usual_ports "$name")
    say "Starting $name on port $(port_of "$name") ..."
    write_state "run/$name.signature" "$(signature "$service")"
    spawn_service "$name" "$MILLRACE_HOME/apps/$service/$(read_state "run/$service.stamp")"
}

spawn_service() (
    local name=$1 directory=$2 start=$MILLRACE_ROOT/deploy/service/start postgresql rabbitmq ui mode unwanted
    mode=$(auth_mode)
    postgresql=$(postgresql_url)
    rabbitmq=$(rabbitmq_url)
    ui=$(rabbitmq_ui_url)
    for unwanted in $launcher_names; do
        [[ $unwanted == MILLRACE_HOME ]] || unset "$unwanted"
    done
    export MILLRACE_PG_URL=$postgresql MILLRACE_AMQP_URL=$rabbitmq
    if [[ -n $ui ]]; then
        # For links, so without user and password.
        export MILLRACE_RABBITMQ_MANAGEMENT_URL=${MILLRACE_RABBITMQ_MANAGEMENT_URL:-${ui/\/\/*@/\/\/}}
    fi
    export_access "$name" "$mode"
    if [[ $(service_of "$name") == job-worker ]]; then
        MILLRACE_WORKER_STAMP_FILE_ROOT=$(stamp_file_root)
        export MILLRACE_WORKER_STAMP_FILE_ROOT
    fi
    export QUARKUS_HTTP_HOST=127.0.0.1
    QUARKUS_HTTP_PORT=$(port_of "$name")
    export QUARKUS_HTTP_PORT
    # These logs are read by people.
    export QUARKUS_LOG_CONSOLE_JSON_ENABLED=${QUARKUS_LOG_CONSOLE_JSON_ENABLED:-false}
    export -n MILLRACE_HOME
    spawn "$name" "$MILLRACE_HOME" "$start" "$directory"
)

# stamp_file_root: below which workers stamp files.
stamp_file_root() {
    printf '%s\n' "${MILLRACE_WORKER_STAMP_FILE_ROOT:-$MILLRACE_HOME/files}"
}

# stop_services NAME...: all at once; each may take up to a minute to give its jobs back.
stop_services() {
    local name
    for name in "$@"; do
        if is_alive "$name"; then
            say "Stopping $name ..."
            signal_process "$name" TERM
        fi
    done
    wait_until 60 "the services to finish their work" are_gone "$@" || warn "Killing what did not end within 60 s."
    for name in "$@"; do
        stop_process "$name" TERM 0
        forget_state "run/$name.signature"
    done
}

are_gone() {
    local name
    for name in "$@"; do
        is_alive "$name" && return 1
    done
    return 0
}

is_ready() {
    http_ok "$(service_url "$1")/q/health/ready"
}

# wait_for_services NAME...: until all are ready. One that ends because its port was taken at the same moment is
# started on another; any other that ends, or takes too long, is explained.
wait_for_services() {
    local limit=120 began=$SECONDS announced=$SECONDS name attempts=0
    local -a waiting=("$@") still
    while ((${#waiting[@]} > 0)); do
        still=()
        for name in "${waiting[@]}"; do
            if is_ready "$name"; then
                say "$name is ready."
            elif is_alive "$name"; then
                still+=("$name")
            elif is_listening "$(port_of "$name")" && ((attempts++ < 5)); then
                start_service "$name"
                still+=("$name")
            else
                explain_failure "$name" "$name ended while it started"
            fi
        done
        waiting=("${still[@]}")
        if ((${#waiting[@]} == 0)); then
            break
        fi
        ((SECONDS - began < limit)) || explain_failure "${waiting[0]}" "not ready after $limit s: ${waiting[*]}"
        if ((SECONDS - announced >= 10)); then
            announced=$SECONDS
            say "  still waiting for ${waiting[*]} ($((SECONDS - began)) s)"
        fi
        sleep 0.3
    done
}

explain_failure() {
    local name=$1 what=$2 health
    show_end_of "$MILLRACE_HOME/logs/$name.log" 30
    http_request GET "$(service_url "$name")/q/health/ready" && health=$http_body
    [[ -n ${health:-} ]] && say "$name says about its health: $health"
    die "$what" "The whole log: ./millrace logs $name" "What may be wrong with this machine: ./millrace doctor" \
        "Then once more: ./millrace up"
}

has_job_types() {
    [[ $(http_get "$(service_url job-api-1)/api/v1/job-types") == *'"name"'* ]]
}

# Without a registered type nothing can be submitted.
wait_for_job_types() {
    (($(replicas job-worker) > 0 && $(replicas job-api) > 0)) || return 0
    is_wanted job-worker-1 && is_wanted job-api-1 || return 0
    http_request GET "$(service_url job-api-1)/api/v1/job-types"
    if [[ $http_status == 401 ]]; then
        die "the API does not take the key in $MILLRACE_HOME/secrets: its database has had another one first" \
            "Give the right one as MILLRACE_AUTH_FIRST_ADMIN_API_KEY, with the MILLRACE_AUTH_PEPPER that belongs to it."
    fi
    wait_until 60 "a worker to register its job types" has_job_types ||
        explain_failure job-worker-1 "no worker has registered a job type within 60 s"
}
