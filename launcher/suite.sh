# shellcheck shell=bash
# ./millrace test: the launcher's own tests, then Maven's, against servers of their own.

maven_process='' servers_to_stop=''

command_test() {
    local -a options=()
    case ${1:-} in
        '') ;;
        --all) options=(-Dmillrace.test.all=true) ;;
        *) die "./millrace test knows no $1" "./millrace test [--all]" ;;
    esac
    use_home "${MILLRACE_HOME:-$MILLRACE_ROOT/.millrace/test}"
    create_home
    # A shell that has evaluated `./millrace env` must not lead the tests to a running system.
    unset MILLRACE_PG_URL MILLRACE_AMQP_URL MILLRACE_RABBITMQ_UI MILLRACE_URL MILLRACE_API_KEY "${!MILLRACE_AUTH_@}"
    use_jdk
    use_maven
    install_faketime
    install_chromium
    install_promtool
    check_launcher
    start_test_servers
    run_maven "${options[@]}"
}

# The dashboard is tested in a real browser; without one those tests are skipped.
install_chromium() {
    [[ -n ${MILLRACE_CHROMIUM:-} ]] && return
    command -v chromium chromium-browser google-chrome >/dev/null && return
    can_install && install_packages chromium && return
    warn "Chromium is not installed; the dashboard is not tested."
}

# Alert rules are tried with Prometheus's own tool; without it those tests are skipped.
install_promtool() {
    command -v promtool >/dev/null && return
    can_install && install_packages prometheus && return
    warn "promtool is not installed; the alert rules are not tried."
}

check_launcher() {
    if ! command -v shellcheck >/dev/null && can_install; then
        install_packages shellcheck
    fi
    if command -v shellcheck >/dev/null; then
        say "Checking the launcher with shellcheck ..."
        (cd "$MILLRACE_ROOT" && shellcheck -x millrace launcher/archiver launcher/test/run deploy/docker/new-env deploy/service/* .ci/run) || die "shellcheck found something"
    else
        warn "shellcheck is not installed; the launcher is not checked by it."
    fi
    say "Testing the launcher's parts ..."
    "$BASH" "$MILLRACE_ROOT/launcher/test/run" || die "the launcher's own tests failed"
}

# Servers that already ran belong to somebody who still needs them.
start_test_servers() {
    lock_home
    if ! is_alive postgresql && ! is_alive rabbitmq; then
        servers_to_stop=yes
    fi
    trap end_test EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    start_servers
    wait_for_servers
    unlock_home
}

# First everything is built, one module after the other: Maven's local repository takes no harm then when it is empty.
# The tests mostly wait for servers, so those of three modules run at a time.
run_maven() {
    local -a packaged
    say "Building ..."
    in_maven -DskipTests package || exit
    # Those tests that start services come last, and most of the time until then somebody waits for a server.
    # shellcheck disable=SC2086  # one word a module
    mapfile -t packaged < <(packaged_services $services job-system-tests/chaos-worker)
    start_archiver "${packaged[@]}"
    if [[ "$*" == *millrace.test.all* ]]; then
        say "Building what native binaries would be made from ..."
        in_maven -DskipTests -Dspotless.check.skip=true -Dnative -Dquarkus.native.sources-only=true \
            -pl "${services// /,}" -am package || exit
    fi
    say "Running the tests ..."
    in_maven --threads 3 --fail-at-end -Dspotless.check.skip=true -Dquarkus.build.skip=true "$@" verify
    exit
}

# Maven runs in the background, for bash hears a signal only while it waits.
in_maven() {
    (
        export MILLRACE_TEST_PG_URL MILLRACE_TEST_AMQP_URL MILLRACE_TEST_RABBITMQ_UI
        MILLRACE_TEST_PG_URL=$(postgresql_url)
        MILLRACE_TEST_AMQP_URL=$(rabbitmq_url)
        MILLRACE_TEST_RABBITMQ_UI=$(rabbitmq_ui_url)
        # System tests start the services in homes of their own, from what this very Maven has just built.
        unset MILLRACE_HOME
        export MILLRACE_BUILD=never
        # Maven lives too short to be compiled thoroughly: a third less processor time.
        export MAVEN_OPTS="${MAVEN_OPTS-} -XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
        cd "$MILLRACE_ROOT" && exec mvn -B -ntp "$@" </dev/null
    ) &
    maven_process=$!
    wait "$maven_process"
    local answer=$?
    maven_process=
    return "$answer"
}

end_test() {
    local answer=$?
    trap - EXIT INT TERM HUP
    if [[ -n $maven_process ]]; then
        kill "$maven_process" 2>/dev/null
        wait "$maven_process" 2>/dev/null
    fi
    stop_archiver
    if [[ -n $servers_to_stop ]]; then
        [[ -n $lock_descriptor ]] || lock_home
        forget_state run/postgresql.desired run/rabbitmq.desired
        stop_servers
        unlock_home
    fi
    exit "$answer"
}
