# shellcheck shell=bash
# What runs, where, and how it is: ps, status, env, logs. None of these waits for anybody.

# living_processes: "NAME PID PORT" a line; only what this home has started.
living_processes() {
    local name pid
    for name in $(known_service_names) postgresql rabbitmq; do
        pid=$(process_pid "$name") && printf '%s %s %s\n' "$name" "$pid" "$(port_of "$name")"
    done
}

# ./millrace ps [--json]
command_ps() {
    use_home
    case ${1:-} in
        '') living_processes | print_table NAME PID PORT ;;
        --json) living_processes | print_json_array ;;
        *) die "./millrace ps knows no $1" "./millrace ps [--json]" ;;
    esac
}

print_json_array() {
    local name pid port separator=''
    printf '['
    while read -r name pid port; do
        printf '%s{"name":"%s","pid":%s,"port":%s}' "$separator" "$name" "$pid" "$port"
        separator=$',\n '
    done
    printf ']\n'
}

# print_table HEADING...: the lines of standard input under these headings.
print_table() {
    { printf '%s ' "$@" && echo && cat; } | awk '
        { for (i = 1; i <= NF; i++) { cell[NR, i] = $i; if (length($i) > width[i]) width[i] = length($i) }; n[NR] = NF }
        END {
            for (r = 1; r <= NR; r++) {
                line = ""
                for (i = 1; i <= n[r]; i++) line = line sprintf("%-" (width[i] + 2) "s", cell[r, i])
                sub(/ +$/, "", line); print line
            }
        }'
}

# ./millrace env
command_env() {
    no_more_arguments env "$@"
    use_home
    [[ -e $MILLRACE_HOME/environment ]] && port_of job-api-1 >/dev/null ||
        die "Millrace is not up in $MILLRACE_HOME" "./millrace up"
    recall_running_system
    printf 'export MILLRACE_URL=%s\n' "$(quote "$(service_url job-api-1)")"
    printf "export MILLRACE_API_KEY=%s\n" "$(quote "${MILLRACE_API_KEY:-}")"
    print_server_environment
}

# ./millrace status
command_status() {
    no_more_arguments status "$@"
    use_home
    if [[ ! -e $MILLRACE_HOME/environment ]]; then
        printf 'Millrace is not up in %s. ./millrace up starts it.\n' "$MILLRACE_HOME"
        return 0
    fi
    recall_running_system
    printf 'Millrace in %s\n\n' "$MILLRACE_HOME"
    process_states | print_table PROCESS STATE PID PORT SINCE
    echo
    print_named_servers
    if is_alive supervisor; then
        printf 'A supervisor (pid %s) starts again what dies.\n' "$(process_pid supervisor)"
    else
        printf '%sNo supervisor runs; ./millrace up starts it.%s\n' "$yellow" "$plain"
    fi
    print_job_counts
}

process_states() {
    local name pid state
    for name in $(known_service_names) postgresql rabbitmq; do
        if pid=$(process_pid "$name"); then
            state=starting
            is_serving "$name" && state=ready
            printf '%s %s %s %s %s\n' "$name" "$state" "$pid" "$(port_of "$name")" "$(running_since "$pid")"
        elif is_stopped_by_hand "$name"; then
            printf '%s stopped - %s -\n' "$name" "$(port_of "$name" || echo -)"
        elif is_wanted "$name"; then
            printf '%s dead - %s -\n' "$name" "$(port_of "$name" || echo -)"
        fi
    done
}

is_serving() {
    case $1 in
        postgresql) is_listening "$(port_of postgresql)" ;;
        rabbitmq) rabbitmq_is_ready ;;
        *) is_ready "$1" ;;
    esac
}

running_since() {
    local since
    since=$(ps -o etime= -p "$1" 2>/dev/null)
    since=${since//[[:blank:]]/}
    printf '%s\n' "${since:--}"
}

print_named_servers() {
    [[ -n ${MILLRACE_PG_URL:-} ]] && printf 'PostgreSQL: %s (not ours)\n' "$(without_password "$MILLRACE_PG_URL")"
    [[ -n ${MILLRACE_AMQP_URL:-} ]] && printf 'RabbitMQ: %s (not ours)\n' "$(without_password "$MILLRACE_AMQP_URL")"
    return 0
}

print_job_counts() {
    local statistics
    statistics=$(http_get "$(service_url job-api-1)/api/v1/stats") || return 0
    json_values <<<"$statistics" | awk -F '\t' '
        sub(/^jobs\./, "", $1) { line = line (line == "" ? "Jobs: " : ", ") $2 " " $1 }
        END { if (line != "") print line }'
}

# ./millrace logs [-f] [PROCESS...]
command_logs() {
    local argument follow=
    local -a files=() options=(-n 100)
    use_home
    for argument in "$@"; do
        case $argument in
            -f | --follow) follow=yes ;;
            -*) die "./millrace logs knows no $argument" "./millrace logs [-f] [process...]" ;;
            *) files+=("$(log_of "$argument")") || exit 1 ;;
        esac
    done
    if ((${#files[@]} == 0)); then
        files=("$MILLRACE_HOME"/logs/*.log)
        options=(-n 15)
    fi
    ((${#files[@]} > 0)) || die "there are no logs in $MILLRACE_HOME/logs" "./millrace up"
    [[ -n $follow ]] && options+=(-F)
    exec tail "${options[@]}" "${files[@]}"
}

log_of() {
    local file=$MILLRACE_HOME/logs/$1.log known
    if [[ ! -f $file ]]; then
        known=$(cd "$MILLRACE_HOME/logs" 2>/dev/null && printf '%s ' *.log)
        die "there is no log of $1" "There are: ${known//.log/}"
    fi
    printf '%s\n' "$file"
}
