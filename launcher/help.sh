# shellcheck shell=bash

command_help() {
    cat <<-'HELP'
		Millrace: a distributed job queue on PostgreSQL and RabbitMQ.

		  ./millrace up                    build what changed, start everything, wait until it is ready
		  ./millrace demo                  submit a mix of jobs and watch them run
		  ./millrace demo files            drop a file every 5 s and stamp it: delete one to see retries and death
		  ./millrace status                what runs, and how it is
		  ./millrace ps [--json]           living processes with process id and port
		  ./millrace env                   export lines with the addresses: eval "$(./millrace env)"
		  ./millrace logs [-f] [process]   logs, of one process or of all
		  ./millrace scale worker=3        how many of each service (api, worker, scheduler)
		  ./millrace stop process          stop one process until it is started again
		  ./millrace start process         start it again
		  ./millrace down [--data]         stop everything; --data removes the data, too
		  ./millrace doctor                look for what is wrong with this machine
		  ./millrace servers               start only PostgreSQL and RabbitMQ, print their addresses
		  ./millrace test [--all]          run the tests; --all runs those that take longer, too
		  ./millrace chaos [--jobs N] [--faults N] [--seed S]
		                                   break everything under load, and tell whether a job was lost
		  ./millrace bench [--quick]       measure it all, next to what the machine can do at best
		  ./millrace rabbitmqctl ...       rabbitmqctl on the private RabbitMQ

		For a running system, here or elsewhere (each with --help; docs/command-line.md):

		  ./millrace submit type [-p key=value] [--wait]
		                                   submit a job, or many with --lines
		  ./millrace jobs list|get|watch|logs|cancel|retry|replay
		  ./millrace dead groups|list|retry|discard
		  ./millrace queues list|create|pause|resume
		  ./millrace schedules list|get|create|change|delete|pause|resume|run|preview
		  ./millrace workers               worker processes and what they are at
		  ./millrace types [type]          job types, and what their payloads may hold
		  ./millrace completion bash|zsh   completes these: source <(./millrace completion bash)

		  MILLRACE_URL       the API that these ask, where it is not the one that runs here
		  MILLRACE_API_KEY   whose name they carry there
		  MILLRACE_HOME      where data, logs and choices are kept (.millrace in the repository)
		  MILLRACE_PG_URL    a PostgreSQL to use: postgresql://user:password@host:port/database
		  MILLRACE_AMQP_URL  a RabbitMQ to use: amqp://user:password@host:port/vhost (%2F for the default one)
		  MILLRACE_AUTH_MODE required: callers must sign in or send a key; open (default): loopback only, nobody need to
		  MILLRACE_JAVA_OPTS options for every service's JVM
		  Any other MILLRACE_* or QUARKUS_* variable reaches the services.

		  docs/running-locally.md says more.
	HELP
}
