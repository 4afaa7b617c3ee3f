# shellcheck shell=bash
# A private RabbitMQ: own node name, cookie, data and port mapper (epmd), every listener on 127.0.0.1, own user.

private_rabbitmq_url() {
    local port
    port=$(port_of rabbitmq) && [[ -s $MILLRACE_HOME/secrets/rabbitmq ]] &&
        printf 'amqp://millrace:%s@127.0.0.1:%s/%%2F\n' "$(secret rabbitmq)" "$port"
}

rabbitmq_url() {
    if [[ -n ${MILLRACE_AMQP_URL:-} ]]; then
        printf '%s\n' "$MILLRACE_AMQP_URL"
    else
        private_rabbitmq_url
    fi
}

# rabbitmq_ui_url: with user and password; of a server that is not ours only what the caller said.
rabbitmq_ui_url() {
    if [[ -n ${MILLRACE_AMQP_URL:-} ]]; then
        printf '%s\n' "${MILLRACE_RABBITMQ_UI:-}"
    else
        local port
        port=$(port_of rabbitmq-ui) && [[ -s $MILLRACE_HOME/secrets/rabbitmq ]] &&
            printf 'http://millrace:%s@127.0.0.1:%s\n' "$(secret rabbitmq)" "$port"
    fi
}

# find_rabbitmq: prints the script that runs the server as whoever calls it; the one in /usr/sbin switches user.
find_rabbitmq() {
    local script
    for script in /usr/lib/rabbitmq/bin/rabbitmq-server /opt/homebrew/opt/rabbitmq/sbin/rabbitmq-server \
        /usr/local/opt/rabbitmq/sbin/rabbitmq-server /opt/rabbitmq/sbin/rabbitmq-server; do
        [[ -x $script ]] && printf '%s\n' "$script" && return 0
    done
    return 1
}

rabbitmq_version() {
    local directory
    for directory in "$(dirname "$rabbitmq_script")"/../lib/rabbitmq_server-*/ "$(dirname "$rabbitmq_script")"/../plugins/rabbit-*/; do
        directory=${directory%/}
        printf '%s\n' "${directory##*-}"
        return 0
    done
}

use_rabbitmq() {
    rabbitmq_script=$(find_rabbitmq) && return 0
    if can_install; then
        install_packages rabbitmq-server && rabbitmq_script=$(find_rabbitmq) && return 0
    fi
    die "RabbitMQ is needed and not installed" \
        "Debian, Ubuntu: sudo apt-get install rabbitmq-server" \
        "macOS:          brew install rabbitmq" \
        "Or name a server: MILLRACE_AMQP_URL=amqp://user:password@host:port/%2F ./millrace up" \
        "Or without installing anything: docker compose up"
}

find_epmd() {
    local program
    for program in "$(command -v epmd)" /usr/lib/erlang/bin/epmd /usr/lib/erlang/erts-*/bin/epmd; do
        [[ -x $program ]] && printf '%s\n' "$program" && return 0
    done
    return 1
}

write_rabbitmq_settings() {
    local directory=$MILLRACE_HOME/rabbitmq
    mkdir -p "$directory/conf.d" "$directory/data" "$directory/log" || die "cannot write to $directory"
    chmod 700 "$directory"
    (
        umask 077
        # An empty one, so that the system's is not read.
        : >"$directory/rabbitmq-env.conf"
        echo '[rabbitmq_management,rabbitmq_prometheus].' >"$directory/enabled_plugins"
        cat >"$directory/rabbitmq.conf" <<-SETTINGS
			# Written by ./millrace at every start.
			listeners.tcp.1 = 127.0.0.1:$(port_of rabbitmq)
			management.tcp.ip = 127.0.0.1
			management.tcp.port = $(port_of rabbitmq-ui)
			prometheus.tcp.ip = 127.0.0.1
			prometheus.tcp.port = $(port_of rabbitmq-prometheus)
			default_user = millrace
			default_pass = $(secret rabbitmq)
			vm_memory_high_watermark.relative = 0.4
			disk_free_limit.absolute = 200MB
			log.console = true
			log.console.level = info
			log.file = false
		SETTINGS
    ) || die "cannot write to $directory"
}

start_epmd() {
    local program
    is_alive rabbitmq-epmd && return 0
    program=$(find_epmd) || return 0
    choose_port rabbitmq-epmd 157{2..6}6
    spawn rabbitmq-epmd / env -i PATH="$PATH" "$program" -address 127.0.0.1 -port "$(port_of rabbitmq-epmd)"
}

# start_rabbitmq: starts it when it is not running, and does not wait for it.
start_rabbitmq() {
    use_rabbitmq
    want rabbitmq
    is_alive rabbitmq && return 0
    start_epmd
    choose_port rabbitmq 157{2..6}2
    choose_port rabbitmq-ui 157{2..6}3
    choose_port rabbitmq-prometheus 157{2..6}4
    choose_port rabbitmq-distribution 157{2..6}5
    write_rabbitmq_settings
    say "Starting RabbitMQ $(rabbitmq_version) on port $(port_of rabbitmq) ..."
    spawn_rabbitmq
}

# RABBITMQ_ALLOW_INPUT lets the script become the VM instead of watching over it, so that the process is the VM.
spawn_rabbitmq() {
    local directory=$MILLRACE_HOME/rabbitmq
    spawn rabbitmq / env -i PATH="$PATH" LANG=C.UTF-8 HOME="$directory" \
        ERL_EPMD_PORT="$(port_of rabbitmq-epmd || echo 15726)" ERL_EPMD_ADDRESS=127.0.0.1 \
        ERL_CRASH_DUMP="$directory/log/erl_crash.dump" \
        RABBITMQ_ALLOW_INPUT=1 \
        RABBITMQ_NODENAME=millrace@localhost \
        RABBITMQ_DIST_PORT="$(port_of rabbitmq-distribution)" \
        RABBITMQ_MNESIA_BASE="$directory/data" \
        RABBITMQ_LOG_BASE="$directory/log" \
        RABBITMQ_LOGS=- \
        RABBITMQ_GENERATED_CONFIG_DIR="$directory/config" \
        RABBITMQ_ENABLED_PLUGINS_FILE="$directory/enabled_plugins" \
        RABBITMQ_CONFIG_FILE="$directory/rabbitmq.conf" \
        RABBITMQ_CONFIG_FILES="$directory/conf.d" \
        RABBITMQ_ADVANCED_CONFIG_FILE="$directory/advanced.config" \
        RABBITMQ_CONF_ENV_FILE="$directory/rabbitmq-env.conf" \
        RABBITMQ_PID_FILE="$directory/pid" \
        RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS='-kernel inet_dist_use_interface {127,0,0,1}' \
        "$rabbitmq_script" -noinput
}

# ./millrace rabbitmqctl ARGUMENT...
command_rabbitmqctl() {
    local directory
    use_home
    use_rabbitmq
    is_alive rabbitmq || die "RabbitMQ does not run in $MILLRACE_HOME" "./millrace up"
    directory=$MILLRACE_HOME/rabbitmq
    exec env -i PATH="$PATH" LANG=C.UTF-8 HOME="$directory" \
        ERL_EPMD_PORT="$(port_of rabbitmq-epmd || echo 15726)" RABBITMQ_NODENAME=millrace@localhost \
        RABBITMQ_CONF_ENV_FILE="$directory/rabbitmq-env.conf" "${rabbitmq_script%-server}ctl" "$@"
}

rabbitmq_is_ready() {
    is_alive rabbitmq || return 2
    is_listening "$(port_of rabbitmq)" && http_ok "$(rabbitmq_ui_url)/api/overview"
}

# wait_for_rabbitmq: a server that ends at once is started again, on other ports if somebody took one first.
wait_for_rabbitmq() {
    local attempt
    for attempt in 1 2 3; do
        wait_until 120 RabbitMQ rabbitmq_is_ready && return 0
        if is_alive rabbitmq || ((attempt == 3)); then
            break
        fi
        sleep 1
        start_rabbitmq
    done
    show_end_of "$MILLRACE_HOME/logs/rabbitmq.log"
    die "RabbitMQ did not become ready" "The whole log: $MILLRACE_HOME/logs/rabbitmq.log" \
        "To begin with new data: ./millrace down --data"
}

stop_rabbitmq() {
    stop_process rabbitmq TERM 60
    stop_process rabbitmq-epmd TERM 5
}
