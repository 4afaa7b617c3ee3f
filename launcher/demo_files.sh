# shellcheck shell=bash
# ./millrace demo files: drops a file every few seconds and submits a job that stamps it, so that a retry and a death can
# be seen by deleting one.

# One entry a file, in the order of their making.
file_names=() file_jobs=() file_states=()
files_wanted='' files_every=5 files_after=10 files_directory='' files_interrupted=

command_demo_files() {
    read_files_options "$@"
    use_home
    is_up || (command_up) || exit 1
    recall_running_system
    api=$(service_url job-api-1)/api/v1
    files_directory=$(stamp_file_root)
    mkdir -p "$files_directory" || die "cannot write to $files_directory"
    explain_files
    trap 'files_interrupted=yes' INT TERM
    produce_files
    trap - INT TERM
    print_files_summary
}

# read_files_options [--count N] [--every S] [--after S]
read_files_options() {
    while (($# > 0)); do
        [[ $1 =~ ^--(count|every|after)$ && ${2:-} =~ ^[0-9]{1,6}$ ]] ||
            die "./millrace demo files knows no $*" "./millrace demo files [--count N] [--every S] [--after S]"
        case $1 in
            --count) files_wanted=$((10#$2)) ;;
            --every) files_every=$((10#$2)) ;;
            --after) files_after=$((10#$2)) ;;
        esac
        shift 2
    done
}

explain_files() {
    cat <<-EXPLANATION
		Every $files_every s a file is dropped in $files_directory
		and a job submitted that stamps it $files_after s later: it appends a line with time, job and attempt.

		Delete a file before it is stamped: its job fails, is tried again some 2 s and 4 s later, and then is dead.
		Put it back while its job is retrying (touch), and the job completes.
		${files_wanted:+After $files_wanted files it ends by itself. }Ctrl-C ends it.

	EXPLANATION
}

produce_files() {
    local next=$SECONDS
    while [[ -z $files_interrupted ]]; do
        if wants_more_files && ((SECONDS >= next)); then
            drop_file
            next=$((SECONDS + files_every))
        fi
        look_at_files
        if ! wants_more_files && are_files_settled; then
            return 0
        fi
        sleep 0.5
    done
}

wants_more_files() {
    [[ -z $files_wanted ]] || ((${#file_names[@]} < files_wanted))
}

are_files_settled() {
    local state
    for state in "${file_states[@]}"; do
        is_ended "$state" || return 1
    done
}

drop_file() {
    local name id
    printf -v name 'letter-%(%H%M%S)T-%s.txt' -1 "$((${#file_names[@]} + 1))"
    : >"$files_directory/$name" || die "cannot write to $files_directory"
    http_request POST "$api/jobs" "$(printf '{"job_type": "stamp_file", "payload": {"path": "%s"}, "delay_seconds": %s,
        "max_retries": 2, "retry": {"base_seconds": 2, "max_seconds": 4}, "tags": ["demo-files"]}' "$name" "$files_after")"
    [[ $http_status == 201 ]] && id=$(json_value id <<<"$http_body") && [[ -n $id ]] ||
        die "the API did not take a job (status ${http_status:-none}): $http_body" "./millrace status"
    file_names+=("$name")
    file_jobs+=("$id")
    file_states+=('')
    print_file_line dropped '' "rm '$files_directory/$name'" ''
}

look_at_files() {
    local index path value state attempts error line
    for index in "${!file_names[@]}"; do
        is_ended "${file_states[index]}" && continue
        http_request GET "$api/jobs/${file_jobs[index]}" && [[ $http_status == 200 ]] || continue
        state='' attempts='' error='' line=''
        while IFS=$'\t' read -r path value; do
            case $path in
                status) state=$value ;;
                attempts) attempts=$value ;;
                error.message) error=$value ;;
                result.line) line=$value ;;
            esac
        done < <(json_values <<<"$http_body")
        [[ "$state $attempts" == "${file_states[index]}" ]] && continue
        # A state that only waits for the next one is not worth a line.
        case $state in
            completed) print_file_line "$state" "$attempts" "${file_names[index]}" "$line" ;;
            retrying | dead) print_file_line "$state" "$attempts" "${file_names[index]}" "$error" ;;
            canceled | discarded) print_file_line "$state" "$attempts" "${file_names[index]}" '' ;;
        esac
        file_states[index]="$state $attempts"
        is_ended "$state" && file_states[index]=$state
    done
}

# print_file_line STATE ATTEMPTS WHAT NOTE
print_file_line() {
    printf '%(%H:%M:%S)T  %s%-10s %2s%s  %s%s\n' -1 "$(state_colour "$1")" "$1" "$2" "$plain" "$3" "${4:+: $4}"
}

print_files_summary() {
    local index stamped=0 dead=0 dead_job='' curl=curl
    # shellcheck disable=SC2016  # shown, not run
    is_access_required && curl='curl -H "Authorization: Bearer $MILLRACE_API_KEY"'
    for index in "${!file_states[@]}"; do
        case ${file_states[index]} in
            completed) stamped=$((stamped + 1)) ;;
            dead) dead=$((dead + 1)) dead_job=${file_jobs[index]} ;;
        esac
    done
    printf '\n%s files dropped: %s stamped, %s dead, %s still to come; they stay in %s\n' "${#file_names[@]}" \
        "$stamped" "$dead" "$((${#file_names[@]} - stamped - dead))" "$files_directory"
    if [[ -n $dead_job ]]; then
        printf 'Put a file back and try its dead job again:\n  %s -X POST %s/dead-letters/%s/retry\n' "$curl" "$api" \
            "$dead_job"
    fi
}
