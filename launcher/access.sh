# shellcheck shell=bash
# Whether callers of the API must show who they are, and the first credentials if they must.

readonly first_admin=admin

# auth_mode: open unless the caller, or the running system, says required.
auth_mode() {
    local mode=${MILLRACE_AUTH_MODE:-open}
    printf '%s\n' "${mode,,}"
}

is_access_required() {
    [[ $(auth_mode) == required ]]
}

check_auth_mode() {
    [[ $(auth_mode) =~ ^(open|required)$ ]] ||
        die "MILLRACE_AUTH_MODE is open or required, not $MILLRACE_AUTH_MODE"
}

auth_pepper() {
    printf '%s\n' "${MILLRACE_AUTH_PEPPER:-$(secret auth-pepper)}"
}

admin_name() {
    printf '%s\n' "${MILLRACE_AUTH_FIRST_ADMIN_USERNAME:-$first_admin}"
}

admin_password() {
    printf '%s\n' "${MILLRACE_AUTH_FIRST_ADMIN_PASSWORD:-$(secret admin-password)}"
}

# api_key: the first one, mr_<prefix>_<secret>.
api_key() {
    local prefix
    prefix=$(secret api-key-prefix)
    printf '%s\n' "${MILLRACE_AUTH_FIRST_ADMIN_API_KEY:-mr_${prefix:0:12}_$(secret api-key-1)$(secret api-key-2)}"
}

# use_api_key: calls of this process show the key, if one is needed; a key of another system, which the caller's shell
# may hold, is of no use here.
use_api_key() {
    unset MILLRACE_API_KEY
    if is_access_required; then
        MILLRACE_API_KEY=$(api_key)
    fi
}

# export_access NAME: what a service needs to know. Only the API asks callers who they are.
export_access() {
    local pepper name password key
    pepper=$(auth_pepper) name=$(admin_name) password=$(admin_password) key=$(api_key)
    unset "${!MILLRACE_AUTH_@}"
    [[ $(service_of "$1") == job-api ]] || return 0
    export MILLRACE_AUTH_MODE=$2
    if [[ $2 == required ]]; then
        export MILLRACE_AUTH_PEPPER=$pepper MILLRACE_AUTH_FIRST_ADMIN_USERNAME=$name
        export MILLRACE_AUTH_FIRST_ADMIN_PASSWORD=$password MILLRACE_AUTH_FIRST_ADMIN_API_KEY=$key
    fi
}

# print_access: the credentials the first time, later only where they are.
print_access() {
    is_access_required || return 0
    if [[ -e $MILLRACE_HOME/secrets/shown ]]; then
        printf '  Sign-in        user %s; password and key lie in %s\n' "$(admin_name)" "$MILLRACE_HOME/secrets"
        return 0
    fi
    printf '  Sign-in        user %s, password %s\n' "$(admin_name)" "$(admin_password)"
    printf '  API key        %s\n' "$(api_key)"
    # shellcheck disable=SC2016  # shown, not run
    printf '                 shown this once; eval "$(./millrace env)" sets it as MILLRACE_API_KEY\n'
    (umask 077 && : >"$MILLRACE_HOME/secrets/shown")
}
