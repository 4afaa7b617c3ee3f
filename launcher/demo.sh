# shellcheck shell=bash
# ./millrace demo [files]: a believable mix of jobs, shown until all have come to their end; or files that are stamped.

readonly demo_limit=120

# One entry a job, in the order of submission.
demo_ids=() demo_titles=() demo_states=() demo_attempts=() demo_notes=()
schedule_id='' schedule_expression='' schedule_fires=0 lines_drawn=0

command_demo() {
    if [[ ${1:-} == files ]]; then
        shift
        command_demo_files "$@"
    else
        command_demo_mix "$@"
    fi
}

command_demo_mix() {
    no_more_arguments demo "$@"
    use_home
    is_up || (command_up) || exit 1
    recall_running_system
    api=$(service_url job-api-1)/api/v1
    trap remove_schedule EXIT
    trap 'exit 130' INT
    say "Submitting jobs to $api ..."
    submit_demo_jobs
    create_schedule
    watch_demo
    remove_schedule
    trap - EXIT INT
    print_summary
}

is_up() {
    [[ -e $MILLRACE_HOME/environment ]] && is_alive job-api-1 && is_ready job-api-1 && has_job_types
}

submit_demo_jobs() {
    submit_email high 'Reset your password' ada@example.com 0
    submit_email high 'Your sign-in code' grace@example.com 0
    submit_email medium 'Your invoice for November' linus@example.com 0
    submit_email medium 'Receipt, by a mail server that often fails' edsger@example.com 0.6
    submit_email low 'Newsletter' barbara@example.com 0
    submit_email low 'Newsletter, by a mail server that often fails' donald@example.com 0.6
    submit 'A report that works at its third attempt' '{"job_type": "noop", "payload": {"fail_times": 2},
        "max_retries": 5, "retry": {"base_seconds": 1, "max_seconds": 4}}'
    submit 'A video' '{"job_type": "process_video", "payload": {"video_url": "https://example.com/holiday.mov",
        "output_format": "mp4", "duration": 8}}'
    submit 'An export that never works' '{"job_type": "noop", "payload": {"fail_times": 99},
        "max_retries": 1, "retry": {"base_seconds": 1, "max_seconds": 1}}'
    submit 'A reminder in five seconds' '{"job_type": "noop", "payload": {"sleep_ms": 200}, "delay_seconds": 5}'
}

# submit_email PRIORITY SUBJECT TO FAILURE-RATE
submit_email() {
    submit "E-mail ($1): $2" "$(printf '{"job_type": "send_email", "priority": "%s", "max_retries": 15,
        "retry": {"base_seconds": 1, "max_seconds": 2},
        "payload": {"to": ["%s"], "subject": "%s", "body": "Hello.", "failure_rate": %s}}' "$1" "$3" "$2" "$4")"
}

# submit TITLE JOB
submit() {
    local id
    http_request POST "$api/jobs" "$2"
    [[ $http_status == 201 ]] && id=$(json_value id <<<"$http_body") && [[ -n $id ]] ||
        die "the API did not take a job (status ${http_status:-none}): $http_body" "./millrace status"
    demo_ids+=("$id")
    demo_titles+=("$1")
    demo_states+=('')
    demo_attempts+=(0)
    demo_notes+=('')
}

# Every five seconds, or, where the API knows no seconds, every minute.
create_schedule() {
    for schedule_expression in '*/5 * * * * *' '* * * * *'; do
        http_request POST "$api/scheduled-jobs" "$(printf '{"name": "demo-%s", "job_type": "noop",
            "cron_expression": "%s", "payload": {"sleep_ms": 50}}' "$(random_word)" "$schedule_expression")"
        if [[ $http_status == 201 ]]; then
            schedule_id=$(json_value id <<<"$http_body")
            return 0
        fi
    done
    schedule_expression=
    warn "The API took no schedule (status ${http_status:-none})."
}

remove_schedule() {
    [[ -n $schedule_id ]] && http_request DELETE "$api/scheduled-jobs/$schedule_id"
    schedule_id=
}

watch_demo() {
    local began=$SECONDS
    printf '%sThe number beside a status says how many attempts were begun.%s\n' "$dim" "$plain"
    while true; do
        look_at_jobs
        look_at_schedule
        if [[ -t 1 ]]; then draw_table; fi
        is_settled && return 0
        if ((SECONDS - began >= demo_limit)); then
            warn "Not all have come to their end within $demo_limit s."
            return 0
        fi
        sleep 0.4
    done
}

is_ended() {
    [[ $1 == completed || $1 == dead || $1 == canceled || $1 == discarded ]]
}

is_settled() {
    local state
    for state in "${demo_states[@]}"; do
        is_ended "$state" || return 1
    done
    # The schedule is worth a look once it has fired twice; by the minute, once must do.
    [[ -z $schedule_id ]] || ((schedule_fires >= 2)) || { [[ $schedule_expression == '* '* ]] && ((schedule_fires >= 1)); }
}

look_at_jobs() {
    local index path value state attempts percent message error run_at note
    for index in "${!demo_ids[@]}"; do
        is_ended "${demo_states[index]}" && continue
        http_request GET "$api/jobs/${demo_ids[index]}" && [[ $http_status == 200 ]] || continue
        state='' attempts=0 percent='' message='' error='' run_at=''
        while IFS=$'\t' read -r path value; do
            [[ $value == null ]] && continue
            case $path in
                status) state=$value ;;
                attempts) attempts=$value ;;
                progress.percent) percent=$value ;;
                progress.message) message=$value ;;
                error.message) error=$value ;;
                run_at) run_at=$value ;;
            esac
        done < <(json_values <<<"$http_body")
        describe "$state" "$percent" "$message" "$error" "$run_at"
        note_job "$index" "$state" "$attempts" "$note"
    done
}

# describe STATE PERCENT MESSAGE ERROR RUN-AT: sets the caller's note to what is worth telling beside the state.
describe() {
    local percent=${2%.*}
    note=
    case $1 in
        scheduled) note="at ${5:11:8} UTC" ;;
        running)
            # Without a terminal every tenth is enough.
            [[ -t 1 || -z $percent ]] || percent=$((percent / 10 * 10))
            note=${percent:+$percent % $3}
            ;;
        retrying | dead) note=$4 ;;
    esac
}

# note_job INDEX STATE ATTEMPTS NOTE: without a terminal every change is a line of its own.
note_job() {
    local index=$1
    if [[ ! -t 1 && "${demo_states[index]} ${demo_notes[index]}" != "$2 $4" ]]; then
        printf '%(%H:%M:%S)T  %-10s %2s  %s%s\n' -1 "$2" "$3" "${demo_titles[index]}" "${4:+: $4}"
    fi
    demo_states[index]=$2
    demo_attempts[index]=$3
    demo_notes[index]=$4
}

look_at_schedule() {
    local fires
    [[ -n $schedule_id ]] || return 0
    fires=$(http_get "$api/jobs?limit=100" | json_values | grep -cE $'^items\\.[0-9]+\\.schedule_id\t'"$schedule_id")
    if [[ ! -t 1 ]] && ((fires > schedule_fires)); then
        printf '%(%H:%M:%S)T  the schedule %s has fired (%s)\n' -1 "$schedule_expression" "$fires"
    fi
    schedule_fires=${fires:-0}
}

# draw_table: over the one drawn before.
draw_table() {
    local index columns line
    columns=$(tput cols 2>/dev/null || echo 100)
    ((lines_drawn > 0)) && printf '\e[%dA' "$lines_drawn"
    lines_drawn=0
    for index in "${!demo_ids[@]}"; do
        printf -v line '%-11s %2s  %-55s %s' "${demo_states[index]}" "${demo_attempts[index]}" \
            "${demo_titles[index]}" "${demo_notes[index]}"
        draw_line "$(state_colour "${demo_states[index]}")" "${line:0:columns-1}"
    done
    if [[ -n $schedule_expression ]]; then
        draw_line '' ''
        draw_line '' "The schedule $schedule_expression has fired $schedule_fires times."
    fi
}

draw_line() {
    printf '\e[K%s%s%s\n' "$1" "$2" "${1:+$plain}"
    lines_drawn=$((lines_drawn + 1))
}

state_colour() {
    case $1 in
        completed) printf '%s' "$green" ;;
        retrying | running) printf '%s' "$yellow" ;;
        dead) printf '%s' "$red" ;;
        *) printf '%s' "$dim" ;;
    esac
}

print_summary() {
    local index completed=0 dead=0 repeated=0 dead_id='' curl=curl
    # shellcheck disable=SC2016  # shown, not run
    is_access_required && curl='curl -H "Authorization: Bearer $MILLRACE_API_KEY"'
    for index in "${!demo_ids[@]}"; do
        case ${demo_states[index]} in
            completed) completed=$((completed + 1)) ;;
            dead) dead=$((dead + 1)) dead_id=${demo_ids[index]} ;;
        esac
        ((demo_attempts[index] > 1)) && repeated=$((repeated + 1))
    done
    cat <<-SUMMARY

		${#demo_ids[@]} jobs: $completed completed, $dead dead. $repeated of them needed more than one attempt.
		A dead job has used up its retries, is kept, and waits for a decision: retry or discard.
		${schedule_expression:+The schedule "$schedule_expression" fired $schedule_fires times, and is removed again.
		}
		Look further:
		  $curl $api/jobs/${demo_ids[0]}
		  $curl $api/jobs/${demo_ids[6]}/attempts
		  $curl $api/dead-letters
	SUMMARY
    [[ -n $dead_id ]] && printf '  %s -X POST %s/dead-letters/%s/retry\n' "$curl" "$api" "$dead_id"
    printf '  %s %s/stats\n  %s/docs\n' "$curl" "$api" "$(service_url job-api-1)"
}
