# shellcheck shell=bash
# What the caller's environment says, remembered from `up` to `down`, so that later calls and the supervisor start
# processes with the same settings.

# Names that concern the launcher or its callers, not the services.
readonly launcher_names=' MILLRACE_ROOT MILLRACE_HOME MILLRACE_URL MILLRACE_API_KEY MILLRACE_PG_URL MILLRACE_AMQP_URL MILLRACE_RABBITMQ_UI MILLRACE_BUILD '

# setting_names: the caller's variables that are handed to the services.
setting_names() {
    local name
    while IFS= read -r name; do
        [[ $name == MILLRACE_* || $name == QUARKUS_* ]] || continue
        [[ $name == MILLRACE_TEST_* || $launcher_names == *" $name "* ]] || printf '%s\n' "$name"
    done < <(compgen -e)
}

# recall_environment: brings back what was remembered; what the caller says now goes before it.
recall_environment() {
    local name value
    [[ -r $MILLRACE_HOME/environment ]] || return 0
    while IFS='=' read -r name value; do
        [[ $name =~ ^(MILLRACE|QUARKUS)_[A-Za-z0-9_]+$ ]] || continue
        [[ -v $name ]] || eval "export $name=$value"
    done <"$MILLRACE_HOME/environment"
}

# recall_running_system: what was remembered, for calls that do not choose servers: the running ones count, whatever
# the caller's environment names.
recall_running_system() {
    unset MILLRACE_PG_URL MILLRACE_AMQP_URL MILLRACE_RABBITMQ_UI
    unset "${!MILLRACE_AUTH_@}"
    recall_environment
    use_api_key
}

# remember_environment: each line is NAME=VALUE as bash quotes it, so a value may hold anything.
remember_environment() {
    local name file=$MILLRACE_HOME/environment
    (
        umask 077
        for name in $(setting_names) $(server_names); do
            printf '%s=%s\n' "$name" "$(quote "${!name}")"
        done >"$file.new" && mv -f "$file.new" "$file"
    ) || die "cannot write $file"
}

# server_names: the variables that name servers which are not ours.
server_names() {
    local name
    for name in MILLRACE_PG_URL MILLRACE_AMQP_URL MILLRACE_RABBITMQ_UI; do
        [[ -n ${!name:-} ]] && printf '%s\n' "$name"
    done
}

# drop_own_server_urls: a shell that has evaluated `./millrace env` holds the addresses of our own servers. They do
# not name servers of somebody else.
drop_own_server_urls() {
    [[ ${MILLRACE_PG_URL:-} == "$(private_postgresql_url 2>/dev/null)" ]] && unset MILLRACE_PG_URL
    [[ ${MILLRACE_AMQP_URL:-} == "$(private_rabbitmq_url 2>/dev/null)" ]] && unset MILLRACE_AMQP_URL
    if [[ -z ${MILLRACE_AMQP_URL:-} ]]; then
        unset MILLRACE_RABBITMQ_UI
    fi
}

# quote TEXT: as one word of shell, on one line.
quote() {
    if [[ $1 =~ ^[A-Za-z0-9_@%+=:,./-]+$ ]]; then
        printf '%s' "$1"
    elif [[ $1 == *[$'\n\r\t']* ]]; then
        printf '%q' "$1"
    else
        printf "'%s'" "${1//\'/\'\\\'\'}"
    fi
}

# parse_server_url URL: sets url_scheme, url_user, url_password, url_host, url_port (the scheme's own if absent)
# and url_path, percent-decoded but for the path; false when it is no URL of a server.
parse_server_url() {
    [[ $1 =~ ^([a-z]+)://(([^:@/]*)(:([^@/]*))?@)?(\[[0-9a-fA-F:.]+\]|[^:/?@]+)(:([0-9]+))?(/[^?]*)?(\?.*)?$ ]] || return 1
    url_scheme=${BASH_REMATCH[1]}
    url_user=${BASH_REMATCH[3]}
    url_password=${BASH_REMATCH[5]}
    url_host=${BASH_REMATCH[6]}
    url_port=${BASH_REMATCH[8]}
    url_path=${BASH_REMATCH[9]}
    url_user=$(percent_decode "$url_user")
    url_password=$(percent_decode "$url_password")
    url_host=${url_host//[\[\]]/}
    if [[ -z $url_port ]]; then
        case $url_scheme in
            postgres | postgresql) url_port=5432 ;;
            amqp) url_port=5672 ;;
            amqps) url_port=5671 ;;
            *) return 1 ;;
        esac
    fi
}

percent_decode() {
    local text=${1//\\/\\\\}
    printf '%b' "${text//%/\\x}"
}

# without_password URL: for showing.
without_password() {
    sed -E 's|(://[^:@/]*):[^@/]*@|\1:***@|' <<<"$1"
}
