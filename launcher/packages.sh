# shellcheck shell=bash
# Installing what is missing, on Debian and Ubuntu and with the right to do so.

can_install() {
    command -v apt-get >/dev/null && { ((EUID == 0)) || as_administrator true; } 2>/dev/null
}

as_administrator() {
    if ((EUID == 0)); then
        "$@"
    else
        sudo -n "$@"
    fi
}

apt_get() {
    as_administrator env DEBIAN_FRONTEND=noninteractive apt-get -y -q -o DPkg::Lock::Timeout=300 "$@"
}

packages_refreshed=

# refresh_packages: fetches the lists of packages, once.
refresh_packages() {
    [[ -n $packages_refreshed ]] && return 0
    apt_get update >>"$MILLRACE_HOME/logs/install.log" 2>&1
    packages_refreshed=yes
}

# has_package NAME: whether this system's lists offer it.
has_package() {
    refresh_packages
    [[ -n $(apt-cache madison "$1" 2>/dev/null) ]]
}

# install_packages NAME...: false when it failed; what apt-get said is in logs/install.log.
# Servers are installed as programs only: none of the system's own is set up, started, or started at the next boot.
install_packages() {
    local log=$MILLRACE_HOME/logs/install.log answer
    say "Installing $* (apt-get) ..."
    refresh_packages
    forbid_system_services
    apt_get install --no-install-recommends "$@" >>"$log" 2>&1
    answer=$?
    allow_system_services
    if ((answer != 0)); then
        show_end_of "$log" 15
        return 1
    fi
}

readonly service_policy=/usr/sbin/policy-rc.d cluster_policy=/etc/postgresql-common/createcluster.d/millrace.conf
policy_is_ours='' services_before=''

forbid_system_services() {
    if [[ ! -e $service_policy ]]; then
        as_administrator sh -c "printf '#!/bin/sh\nexit 101\n' >$service_policy && chmod 755 $service_policy" &&
            policy_is_ours=yes
    fi
    as_administrator sh -c "mkdir -p ${cluster_policy%/*} && echo 'create_main_cluster = false' >$cluster_policy"
    services_before=$(enabled_services)
    trap allow_system_services EXIT
}

allow_system_services() {
    local service
    [[ -n $policy_is_ours ]] && as_administrator rm -f "$service_policy"
    policy_is_ours=
    as_administrator sh -c "rm -f $cluster_policy; rmdir ${cluster_policy%/*} ${cluster_policy%/*/*} 2>/dev/null"
    for service in $(enabled_services); do
        [[ " $services_before " == *" $service "* ]] || as_administrator systemctl disable "$service" >/dev/null 2>&1
    done
    trap - EXIT
}

# Prints on one line those of the services in question that systemd would start at boot.
enabled_services() {
    local service
    command -v systemctl >/dev/null || return 0
    for service in rabbitmq-server.service epmd.service epmd.socket postgresql.service prometheus.service; do
        systemctl is-enabled --quiet "$service" 2>/dev/null && printf '%s ' "$service"
    done
}
