# shellcheck shell=bash
# Loads every part of the launcher, and leads a command to the part that carries it out.

# shellcheck source=launcher/console.sh
source "$MILLRACE_ROOT/launcher/console.sh"
# shellcheck source=launcher/home.sh
source "$MILLRACE_ROOT/launcher/home.sh"
# shellcheck source=launcher/process.sh
source "$MILLRACE_ROOT/launcher/process.sh"
# shellcheck source=launcher/ports.sh
source "$MILLRACE_ROOT/launcher/ports.sh"
# shellcheck source=launcher/http.sh
source "$MILLRACE_ROOT/launcher/http.sh"
# shellcheck source=launcher/json.sh
source "$MILLRACE_ROOT/launcher/json.sh"
# shellcheck source=launcher/packages.sh
source "$MILLRACE_ROOT/launcher/packages.sh"
# shellcheck source=launcher/environment.sh
source "$MILLRACE_ROOT/launcher/environment.sh"
# shellcheck source=launcher/access.sh
source "$MILLRACE_ROOT/launcher/access.sh"
# shellcheck source=launcher/java.sh
source "$MILLRACE_ROOT/launcher/java.sh"
# shellcheck source=launcher/build.sh
source "$MILLRACE_ROOT/launcher/build.sh"
# shellcheck source=launcher/postgresql.sh
source "$MILLRACE_ROOT/launcher/postgresql.sh"
# shellcheck source=launcher/rabbitmq.sh
source "$MILLRACE_ROOT/launcher/rabbitmq.sh"
# shellcheck source=launcher/servers.sh
source "$MILLRACE_ROOT/launcher/servers.sh"
# shellcheck source=launcher/services.sh
source "$MILLRACE_ROOT/launcher/services.sh"
# shellcheck source=launcher/archives.sh
source "$MILLRACE_ROOT/launcher/archives.sh"
# shellcheck source=launcher/supervisor.sh
source "$MILLRACE_ROOT/launcher/supervisor.sh"
# shellcheck source=launcher/lifecycle.sh
source "$MILLRACE_ROOT/launcher/lifecycle.sh"
# shellcheck source=launcher/status.sh
source "$MILLRACE_ROOT/launcher/status.sh"
# shellcheck source=launcher/doctor.sh
source "$MILLRACE_ROOT/launcher/doctor.sh"
# shellcheck source=launcher/demo.sh
source "$MILLRACE_ROOT/launcher/demo.sh"
# shellcheck source=launcher/demo_files.sh
source "$MILLRACE_ROOT/launcher/demo_files.sh"
# shellcheck source=launcher/suite.sh
source "$MILLRACE_ROOT/launcher/suite.sh"
# shellcheck source=launcher/chaos.sh
source "$MILLRACE_ROOT/launcher/chaos.sh"
# shellcheck source=launcher/bench.sh
source "$MILLRACE_ROOT/launcher/bench.sh"
# shellcheck source=launcher/cli.sh
source "$MILLRACE_ROOT/launcher/cli.sh"
# shellcheck source=launcher/help.sh
source "$MILLRACE_ROOT/launcher/help.sh"

main() {
    local command=${1:-help}
    shift || true
    case $command in
        up) command_up "$@" ;;
        down) command_down "$@" ;;
        scale) command_scale "$@" ;;
        start) command_start "$@" ;;
        stop) command_stop "$@" ;;
        ps) command_ps "$@" ;;
        status) command_status "$@" ;;
        env) command_env "$@" ;;
        logs) command_logs "$@" ;;
        doctor) command_doctor "$@" ;;
        demo) command_demo "$@" ;;
        test) command_test "$@" ;;
        chaos) command_chaos "$@" ;;
        bench) command_bench "$@" ;;
        rabbitmqctl) command_rabbitmqctl "$@" ;;
        submit | jobs | dead | queues | schedules | workers | types | completion) command_line "$command" "$@" ;;
        help | -h | --help) command_help ;;
        servers) command_servers "$@" ;;
        supervise) command_supervise ;;
        *) die "there is no command $command" "./millrace help lists them." ;;
    esac
}
