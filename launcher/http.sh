# shellcheck shell=bash
# HTTP by bash alone, for neither curl nor wget is on every machine.

http_status=
http_body=

# http_request METHOD URL [BODY]: sets http_status and http_body; false when no answer came.
# URL is http://[user:password@]host:port/path. HTTP/1.0 keeps answers whole: no chunks, one per connection.
http_request() {
    local method=$1 url=$2 body=${3:-} connection line
    http_status='' http_body=''
    [[ $url =~ ^http://(([^@/]*)@)?([^:/@]+):([0-9]+)(/.*)?$ ]] || return 1
    local credentials=${BASH_REMATCH[2]} host=${BASH_REMATCH[3]} port=${BASH_REMATCH[4]} path=${BASH_REMATCH[5]:-/}
    { exec {connection}<>"/dev/tcp/$host/$port"; } 2>/dev/null || return 1
    {
        printf '%s %s HTTP/1.0\r\nHost: %s:%s\r\nAccept: application/json\r\nConnection: close\r\n' \
            "$method" "$path" "$host" "$port"
        if [[ -n $credentials ]]; then
            printf 'Authorization: Basic %s\r\n' "$(printf '%s' "$credentials" | base64 | tr -d '\n')"
        elif [[ -n ${MILLRACE_API_KEY:-} ]]; then
            printf 'Authorization: Bearer %s\r\n' "$MILLRACE_API_KEY"
        fi
        if [[ -n $body ]]; then
            printf 'Content-Type: application/json\r\nContent-Length: %s\r\n' "$(printf '%s' "$body" | wc -c)"
        fi
        printf '\r\n%s' "$body"
    } 2>/dev/null 1>&"$connection"
    IFS= read -r -t 15 -u "$connection" line && [[ $line =~ ^HTTP/1\.[01]\ ([0-9]{3}) ]] && http_status=${BASH_REMATCH[1]}
    if [[ -n $http_status ]]; then
        while IFS= read -r -t 15 -u "$connection" line && [[ $line != $'\r' ]]; do :; done
        IFS= read -r -d '' -t 15 -u "$connection" http_body
    fi
    exec {connection}>&-
    [[ -n $http_status ]]
}

# http_get URL: prints the body of a 200, false otherwise.
http_get() {
    http_request GET "$1" && [[ $http_status == 200 ]] && printf '%s' "$http_body"
}

# http_ok URL
http_ok() {
    http_request GET "$1" && [[ $http_status == 200 ]]
}
