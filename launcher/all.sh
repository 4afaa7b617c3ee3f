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
# shellcheck source=launcher/packages.sh
source "$MILLRACE_ROOT/launcher/packages.sh"
# shellcheck source=launcher/environment.sh
source "$MILLRACE_ROOT/launcher/environment.sh"
# shellcheck source=launcher/postgresql.sh
source "$MILLRACE_ROOT/launcher/postgresql.sh"
# shellcheck source=launcher/rabbitmq.sh
source "$MILLRACE_ROOT/launcher/rabbitmq.sh"
# shellcheck source=launcher/servers.sh
source "$MILLRACE_ROOT/launcher/servers.sh"

main() {
    local command=${1:-help}
    shift || true
    case $command in
        servers) command_servers "$@" ;;
        *) die "unknown command: $command" "./millrace help lists the commands." ;;
    esac
}
