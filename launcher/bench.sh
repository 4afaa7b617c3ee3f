# shellcheck shell=bash
# ./millrace bench: the benchmark, on servers and services of its own.

command_bench() {
    local target=$MILLRACE_ROOT/bench/target
    local -a packaged
    # A home within the home: its data are removed before and after each run.
    use_home
    use_home "$MILLRACE_HOME/bench"
    create_home
    unset MILLRACE_PG_URL MILLRACE_AMQP_URL MILLRACE_RABBITMQ_UI
    use_jdk
    build_bench_if_needed
    # shellcheck disable=SC2086  # one word a module
    mapfile -t packaged < <(packaged_services $services)
    [[ ${MILLRACE_BUILD:-} == never ]] || prepare_services "${packaged[@]}"
    exec "$JAVA_HOME/bin/java" -XX:+UseSerialGC -Xmx768m -Dslf4j.internal.verbosity=ERROR -cp "$target/bench.jar:$target/lib/*" \
        dev.millrace.bench.BenchCommand "$MILLRACE_ROOT" "$MILLRACE_HOME" "$@"
}

build_bench_if_needed() {
    if [[ ${MILLRACE_BUILD:-} == never ]]; then
        require_built
        return 0
    fi
    needs_bench_build || return 0
    use_maven
    lock_build
    needs_bench_build && build bench
    unlock_build
}

needs_bench_build() {
    needs_build || is_older_than "$(built_jar bench)" "$MILLRACE_ROOT"/bench/{pom.xml,src/main} \
        "$MILLRACE_ROOT"/client/{pom.xml,src/main} "$MILLRACE_ROOT"/job-system-tests/launching/{pom.xml,src/main}
}
