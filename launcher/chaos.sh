# shellcheck shell=bash
# ./millrace chaos: the fault suite, on servers and services of its own.

readonly chaos_modules='job-system-tests/chaos-worker job-system-tests'

command_chaos() {
    local tests=$MILLRACE_ROOT/job-system-tests/target
    local -a packaged
    # A home within the home: everything in it is broken on purpose, and removed at the next run.
    use_home
    use_home "$MILLRACE_HOME/chaos"
    create_home
    unset MILLRACE_PG_URL MILLRACE_AMQP_URL MILLRACE_RABBITMQ_UI
    use_jdk
    build_chaos_if_needed
    install_faketime
    # The suite starts dozens of services.
    # shellcheck disable=SC2086  # one word a module
    mapfile -t packaged < <(packaged_services $services job-system-tests/chaos-worker)
    [[ ${MILLRACE_BUILD:-} == never ]] || prepare_services "${packaged[@]}"
    exec "$JAVA_HOME/bin/java" -XX:TieredStopAtLevel=1 -Dslf4j.internal.verbosity=ERROR -cp "$tests/chaos.jar:$tests/lib/*" \
        dev.millrace.chaos.ChaosCommand "$MILLRACE_ROOT" "$MILLRACE_HOME" "$@"
}

build_chaos_if_needed() {
    if [[ ${MILLRACE_BUILD:-} == never ]]; then
        require_built
        return 0
    fi
    needs_chaos_build || return 0
    use_maven
    lock_build
    # shellcheck disable=SC2086  # one word a module
    needs_chaos_build && build $chaos_modules
    unlock_build
}

needs_chaos_build() {
    local module
    needs_build && return 0
    for module in $chaos_modules; do
        is_older_than "$(built_jar "$module")" "$MILLRACE_ROOT/$module"/{pom.xml,src/main} \
            "$MILLRACE_ROOT"/job-{core,worker}/src/main "$MILLRACE_ROOT"/job-system-tests/launching/src/main && return 0
    done
    return 1
}

# Where it cannot be had, the fault that needs it is skipped, and said to be.
install_faketime() {
    local -a found=(/usr/lib/*/faketime/libfaketimeMT.so.1 /usr/lib{,64}/faketime/libfaketimeMT.so.1
        /usr/local/lib/faketime/libfaketimeMT.so.1)
    local file
    for file in "${found[@]}"; do
        [[ -r $file ]] && return 0
    done
    can_install || return 0
    install_packages libfaketime || warn "libfaketime could not be installed; no clock will be off."
}
