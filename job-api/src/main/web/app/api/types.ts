// Made from openapi.yaml by ApiTypesTest; write it anew with -Dmillrace.openapi.write=true.

export interface AcceptedJobItems {
  items: ({
    id: string;
    status: "scheduled" | "pending";
  })[];
}

export interface ApiKey {
  id: UUID;
  /** Need not be unique: a key and the one that replaces it may share it */
  name: string;
  /** The public part of the key: mr_<prefix>_<secret> */
  prefix: string;
  role: "viewer" | "submitter" | "operator" | "admin";
  created_at: Instant;
  /** Who made it */
  created_by: string;
  /** null when it never expires */
  expires_at: Instant | null;
  /** To the minute; null when it never was used */
  last_used_at: Instant | null;
  /** null while it is in force */
  revoked_at: Instant | null;
}

export interface ApiKeyPage {
  items: ApiKey[];
  next_cursor?: string | null;
}

export interface Attempt {
  /** Counts from 1 */
  attempt: number;
  worker_id: UUID | null;
  started_at: Instant | null;
  /** Null while it runs */
  finished_at: Instant | null;
  /** Null while it runs */
  outcome: "completed" | "failed" | "timed_out" | "lost" | "released" | "canceled" | "discarded" | null;
  error: JobError | null;
}

export interface AttemptPage {
  items: Attempt[];
  /** Pass it as cursor for what follows; null at the end */
  next_cursor: string | null;
}

export interface AuditEvent {
  id: number;
  happened_at: Instant;
  /** open, key:<id>, user:<id>; start for the service itself; anonymous for who was not let in */
  actor: string;
  /** null when it is gone */
  actor_name: string | null;
  /** By which right */
  role: string;
  /** From where, when known */
  address: string | null;
  /** <thing>.<verb> */
  action: string;
  /** The id or name of what it was done to */
  target: string;
  /** In the actor's words */
  reason: string | null;
  /** More about it */
  detail: Record<string, unknown> | null;
}

export interface AuditPage {
  items: AuditEvent[];
  next_cursor?: string | null;
}

export type BulkAnswer = JobItems | AcceptedJobItems;

export interface BulkItem {
  job_id: UUID;
  /** Executions begun when it was frozen */
  attempts: number;
  /** pending: the operation has not come to it; skipped: it had moved on, or needs a unique key that another job holds; failed: it could not be changed */
  outcome: "pending" | "done" | "skipped" | "failed";
}

export interface BulkItemPage {
  items: BulkItem[];
  /** Pass it as cursor for what follows; null at the end */
  next_cursor: string | null;
}

export interface BulkOperation {
  id: UUID;
  action: "cancel" | "retry" | "discard";
  /** aborted and expired leave alone what they had not come to */
  state: "previewed" | "running" | "completed" | "aborted" | "expired";
  /** As it was asked */
  filter: Record<string, unknown>;
  reason: string | null;
  /** How many jobs are frozen */
  matched: number;
  /** On how many the action took effect so far */
  done: number;
  /** How many had moved on since they were frozen, or need a unique key that another job holds */
  skipped: number;
  /** How many could not be changed */
  failed: number;
  created_at: Instant;
  created_by: string;
  /** Until when it may be started, while it is previewed */
  expires_at: Instant;
  started_at: Instant | null;
  started_by: string | null;
  /** When it completed, was stopped, or expired */
  finished_at: Instant | null;
  /** Who stopped it */
  aborted_by: string | null;
}

export interface BulkOperationPage {
  items: BulkOperation[];
  /** Pass it as cursor for what follows; null at the end */
  next_cursor: string | null;
}

export interface BulkOrder {
  /** Required without a token */
  action?: "cancel" | "retry" | "discard" | null;
  /** What the action is about; jobs whose status forbids it are not found */
  filter?: JobFilter | null;
  /** Every job is meant; instead of a filter */
  all?: boolean | null;
  /** Kept with the operation and in the audit trail */
  reason?: string | null;
  dry_run?: boolean | null;
  /** Starts what its dry run has found; stands alone or with action and reason */
  token?: string | null;
}

export interface BulkPreview {
  /** The operation, to be started or forgotten */
  operation_id: UUID;
  action: "cancel" | "retry" | "discard";
  /** How many jobs, exactly */
  count: number;
  /** The first 100 of them, the oldest first */
  samples: BulkSample[];
  /** Starts the action on exactly these jobs */
  token: UUID;
  /** Until when the token works */
  expires_at: Instant;
}

export interface BulkSample {
  id: UUID;
  job_type: string;
  queue: string;
  priority: "high" | "medium" | "low";
  status: "scheduled" | "pending" | "running" | "retrying" | "dead";
  /** Executions begun */
  attempts: number;
  created_at: Instant;
  run_at: Instant;
  /** When it died */
  finished_at: Instant | null;
  tags: string[];
  error_type: string | null;
  error_message: string | null;
}

export interface BulkSubmission {
  jobs: JobSubmission[];
}

export interface CreatedApiKey {
  id: UUID;
  name: string;
  /** The public part of the key */
  prefix: string;
  role: "viewer" | "submitter" | "operator" | "admin";
  created_at: Instant;
  created_by: string;
  /** null when it never expires */
  expires_at: Instant | null;
  /** The whole key, to be sent as Authorization: Bearer <key>; shown now and never again */
  key: string;
}

export interface CurrentJob {
  id: UUID;
  job_type: string;
  attempt: number;
  started_at: Instant;
}

export interface DeadLetterGroup {
  /** Filters lists of jobs and dead letters */
  fingerprint: string;
  /** At most 10,000 */
  count: number;
  /** Whether there are more than were counted */
  count_capped: boolean;
  /** When the first of them died */
  first_seen_at: Instant;
  /** When the last of them died */
  last_seen_at: Instant;
  job_type: string;
  error_type: string;
  /** What the latest said, cut to 500 characters; those of the others differ in particulars only */
  error_message: string;
  /** The latest */
  sample_job_id: UUID;
  histogram: DeathHistogram;
}

export interface DeadLetterGroupPage {
  items: DeadLetterGroup[];
  /** Pass it as cursor for what follows; null at the end */
  next_cursor: string | null;
}

export interface DeadLetterOrder {
  /** Without status, which is dead */
  filter?: JobFilter | null;
  /** Instead of a filter */
  fingerprint?: string | null;
  /** Every dead letter is meant; instead of a filter */
  all?: boolean | null;
  reason?: string | null;
  dry_run?: boolean | null;
  /** Starts what its dry run has found; stands alone or with reason */
  token?: string | null;
}

export interface DeathHistogram {
  /** When the first step begins */
  since: Instant;
  step_seconds: number;
  counts: number[];
}

export interface FailingType {
  job_type: string;
  /** Attempts that failed */
  failed: number;
  /** Attempts that ended, the failed ones included */
  ended: number;
  error_ratio: number;
}

export type Instant = string;

export interface ItemsJobTypeView {
  items: JobType[];
}

export interface ItemsQueueView {
  items: Queue[];
}

export interface ItemsWorkerView {
  items: Worker[];
}

export interface Job {
  id: UUID;
  job_type: string;
  queue: string;
  priority: "high" | "medium" | "low";
  status: "scheduled" | "pending" | "running" | "retrying" | "completed" | "dead" | "canceled" | "discarded";
  /** As submitted; numbers keep every digit. Where a field is masked, it is "[redacted]" */
  payload: Record<string, unknown>;
  /** What the handler returned; null until completed. Masked like the payload */
  result: unknown;
  /** Of the last attempt that failed */
  error: JobError | null;
  /** Executions begun */
  attempts: number;
  /** Attempts that counted against max_retries */
  failures: number;
  max_retries: number;
  retry: RetryPolicy;
  created_at: Instant;
  /** When it became or becomes due */
  run_at: Instant;
  /** When its last attempt began */
  started_at: Instant | null;
  /** When it reached a final status, or died */
  finished_at: Instant | null;
  /** Who runs it, or ran its last attempt */
  worker_id: UUID | null;
  /** Its worker's last sign of life, while running */
  last_heartbeat_at: Instant | null;
  /** Whether it is to end as soon as its attempt does */
  cancel_requested: boolean;
  progress: Progress | null;
  timeout_seconds: number;
  unique_key: string | null;
  tags: string[];
  /** The schedule that fired it */
  schedule_id: UUID | null;
  /** The job that it repeats */
  replay_of: UUID | null;
  /** What may be asked of it now */
  allowed_actions: string[];
}

export interface JobChange {
  priority?: "high" | "medium" | "low" | null;
  /** One that has come makes the job ready at once; refused for a dead job */
  run_at?: string | null;
  max_retries?: number | null;
  tags?: string[] | null;
}

export interface JobCount {
  /** At most 10,000 */
  count: number;
  /** Whether there are more than were counted */
  capped: boolean;
}

export interface JobError {
  type: string;
  message: string;
  stacktrace: string | null;
  /** The same for errors that are alike: of one job type, one type of error, and messages that differ only in numbers, ids, quotes, paths and addresses */
  fingerprint: string | null;
}

export interface JobFilter {
  /** Jobs named one by one; those that the other parts do not fit are left alone */
  ids?: string | string[] | null;
  status?: OneOrMore;
  job_type?: OneOrMore;
  queue?: OneOrMore;
  priority?: OneOrMore;
  tag?: OneOrMore;
  worker_id?: OneOrMore;
  schedule_id?: OneOrMore;
  fingerprint?: OneOrMore;
  created_after?: string | null;
  created_before?: string | null;
  /** Dead jobs only; they ended when they died */
  finished_after?: string | null;
  finished_before?: string | null;
  /** Values by their path into the payload, names joined by dots; all must be there, exactly */
  payload?: Record<string, string | number | boolean | null> | null;
}

export interface JobItems {
  items: Job[];
}

export interface JobPage {
  items: Job[];
  /** Pass it as cursor for what follows; null at the end */
  next_cursor: string | null;
}

export interface JobSubmission {
  /** A type that some worker has registered */
  job_type: string;
  /** Checked against the type's JSON Schema; nested at most 32 levels deep */
  payload?: Record<string, unknown>;
  priority?: "high" | "medium" | "low" | null;
  /** One that a worker serves */
  queue?: string | null;
  /** Executions are at most one more; default the type's */
  max_retries?: number | null;
  /** How long a failed job waits; default the type's */
  retry?: {
    base_seconds?: number | null;
    /** At least base_seconds */
    max_seconds?: number | null;
  } | null;
  /** Not before this time; not together with delay_seconds */
  run_at?: string | null;
  /** Not before so many seconds from now; not together with run_at */
  delay_seconds?: number | null;
  /** A longer attempt is interrupted and counts as failed; default the type's */
  timeout_seconds?: number | null;
  /** Refused with 409 while a scheduled, pending, running or retrying job holds it */
  unique_key?: string | null;
  tags?: string[] | null;
}

export interface JobType {
  name: string;
  description: string;
  /** JSON Schema 2020-12 of the payload */
  schema: Record<string, unknown>;
  /** A payload that the schema allows */
  example: Record<string, unknown>;
  defaults: JobTypeDefaults;
  /** Workers that run it and take jobs; 0 means that its jobs wait */
  active_workers: number;
  /** The queues that these workers serve */
  queues: string[];
}

export interface JobTypeDefaults {
  max_retries: number;
  retry: RetryPolicy;
  timeout_seconds: number;
  queue: string;
}

export interface LaneDepth {
  scheduled: number;
  pending: number;
  running: number;
  retrying: number;
  dead: number;
  /** How long the oldest pending job has been ready; null when none is */
  oldest_pending_age_seconds: number | null;
  /** What its lane is called in RabbitMQ */
  broker_queue: string;
  /** Where RabbitMQ's management UI shows it; null unless the service knows */
  broker_url: string | null;
}

export interface LastMinute {
  since: Instant;
  /** How long ago that was: 60 to 120 */
  seconds: number;
  submitted: number;
  completed: number;
  /** Attempts that failed and are followed by another */
  retried: number;
  dead: number;
  canceled: number;
  discarded: number;
  submitted_per_second: number;
  completed_per_second: number;
  /** Failed attempts among all that ended; null when none ended */
  error_ratio: number | null;
}

export interface LogLine {
  /** Opaque; pass it as after for the lines that follow */
  id: string;
  job_id: UUID;
  attempt: number;
  worker_id: UUID;
  job_type: string;
  queue: string;
  level: "debug" | "info" | "warn" | "error";
  /** By the worker's clock */
  time: Instant;
  message: string;
  /** A flat object, masked like payloads; null when the line has no fields */
  fields: unknown;
}

export interface LogLinePage {
  items: LogLine[];
  /** Pass it as after for what follows; null at the end */
  next_cursor: string | null;
}

export interface NewApiKey {
  /** Need not be unique */
  name: string;
  role: Role;
  /** In the future; absent for never */
  expires_at?: string | null;
}

export interface NewUser {
  /** Kept in lower case; unique */
  username: string;
  password: string;
  role: Role;
}

export interface NextFires {
  items: string[];
  /** The expression in English */
  description: string;
}

export type OneOrMore = string | string[] | null;

export interface OutboxState {
  /** How many; counted up to 10,000 */
  pending: number;
  /** Whether there may be more */
  capped: boolean;
  /** For how long the first of them has been left to the scheduler's relay */
  overdue_seconds: number;
}

export interface PasswordChange {
  present_password: string;
  new_password: string;
}

export interface PendingLane {
  queue: string;
  priority: string;
  pending: number;
  /** How long the oldest of them has been ready */
  oldest_pending_age_seconds: number;
}

export interface Percentiles {
  p50: number | null;
  p95: number | null;
  p99: number | null;
}

export interface PostgresqlState {
  /** How long it took to answer an empty question */
  answer_seconds: number;
}

export interface Problem {
  /** A stable URI that leads to the documentation of this kind of problem */
  type: string;
  title: string;
  status: number;
  /** What was wrong with this request, for people */
  detail: string;
  /** A stable name for programs */
  code: string;
  /** Names the request in the services' logs */
  trace_id: string;
  /** Everything that is wrong with the request, when it is invalid */
  errors?: Violation[];
  /** The job's status, when it forbids what was asked */
  current_status?: string;
  /** The job that holds the unique key, when another does */
  held_by?: UUID;
}

export interface Progress {
  percent: number;
  message: string | null;
}

export interface Queue {
  name: string;
  created_at: Instant;
  /** Whether its jobs are held back */
  paused: boolean;
  paused_at: Instant | null;
  /** Who paused it */
  paused_by: string | null;
  /** Why */
  paused_reason: string | null;
  /** Live jobs by priority, as last measured */
  depth: Record<string, LaneDepth>;
  /** How long the oldest pending job has been ready; null when none is */
  oldest_pending_age_seconds: number | null;
  /** When the depth was measured; null when there is nothing in it */
  measured_at: Instant | null;
  /** Workers that serve it and take jobs; 0 means that its jobs wait */
  active_workers: number;
  /** The slots of these workers, which they share with the other queues they serve */
  total_slots: number;
  last_minute: LastMinute;
}

export interface QueuePause {
  /** Shown with the queue, and kept in the audit trail */
  reason?: string | null;
}

export interface RabbitmqState {
  /** Whether it takes tickets; while it does not, jobs are accepted nevertheless */
  available: boolean;
}

export interface Replay {
  /** Instead of the old one; checked against the type's JSON Schema as it is now */
  payload?: Record<string, unknown> | null;
}

export interface RetryPolicy {
  base_seconds: number;
  max_seconds: number;
}

export type Role = "viewer" | "submitter" | "operator" | "admin";

export interface SchedulePreview {
  /** Five fields, six with seconds first, or @yearly, @monthly, @weekly, @daily, @hourly */
  cron_expression: string;
  /** An IANA time zone; UTC unless given */
  timezone?: string | null;
  /** Now unless given */
  after?: string | null;
  /** 5 unless given */
  count?: number | null;
}

export interface ScheduledJob {
  id: UUID;
  name: string;
  job_type: string;
  queue: string;
  priority: "high" | "medium" | "low";
  /** The payload of every job; where a field is masked, it is "[redacted]" */
  payload: Record<string, unknown>;
  max_retries: number;
  cron_expression: string;
  timezone: string;
  /** The expression in English */
  description: string;
  /** What a tick does while a job of this schedule has not ended; a dead one counts as ended */
  overlap_policy: "allow" | "skip" | "cancel_running" | "queue_one";
  /** What becomes of ticks that are a minute late or more; all others fire */
  misfire_policy: "fire_once" | "skip" | "fire_all";
  /** By how much later, at most, the job of a tick becomes due */
  jitter_seconds: number;
  /** False while it is paused */
  enabled: boolean;
  created_at: Instant;
  /** Null while it is paused */
  next_fire_at: Instant | null;
  /** Null before the first time */
  last_fire_at: Instant | null;
  /** The job it has made last; null before the first */
  last_job_id: UUID | null;
  /** What became of that job; null before the first, and when it is no longer known */
  last_job_status: string | null;
  /** The tick that waits until the job before has ended (queue_one); null when none does */
  queued_fire_at: Instant | null;
}

export interface ScheduledJobChange {
  /** Unique among all schedules */
  name?: string;
  /** A type that some worker has registered */
  job_type?: string;
  /** Five fields, six with seconds first, or @yearly, @monthly, @weekly, @daily, @hourly */
  cron_expression?: string;
  /** The payload of every job, checked against the type's JSON Schema */
  payload?: Record<string, unknown>;
  priority?: "high" | "medium" | "low" | null;
  queue?: string | null;
  /** An IANA time zone */
  timezone?: string | null;
  max_retries?: number | null;
  /** What a tick does while a job of this schedule has not ended (a dead one counts as ended): fires nevertheless (allow), does not fire, cancels what has not ended and fires, or fires when it has ended; then at most one tick, the latest, waits. */
  overlap_policy?: "allow" | "skip" | "cancel_running" | "queue_one" | null;
  /** What becomes of ticks that are a minute late or more, because no scheduler ran: the last of them fires (fire_once), none, or all, at most the last hundred. Ticks that are less late all fire. */
  misfire_policy?: "fire_once" | "skip" | "fire_all" | null;
  /** The job of a tick becomes due by a random time of up to so much later */
  jitter_seconds?: number | null;
  /** Whether it fires, or only when resumed */
  enabled?: boolean | null;
}

export interface ScheduledJobPage {
  items: ScheduledJob[];
  /** Pass it as cursor for what follows; null at the end */
  next_cursor: string | null;
}

export interface ScheduledJobSubmission {
  /** Unique among all schedules */
  name: string;
  /** A type that some worker has registered */
  job_type: string;
  /** Five fields, six with seconds first, or @yearly, @monthly, @weekly, @daily, @hourly */
  cron_expression: string;
  /** The payload of every job, checked against the type's JSON Schema */
  payload?: Record<string, unknown>;
  /** medium unless given */
  priority?: "high" | "medium" | "low" | null;
  /** default unless given */
  queue?: string | null;
  /** An IANA time zone; UTC unless given */
  timezone?: string | null;
  /** The type's unless given */
  max_retries?: number | null;
  /** What a tick does while a job of this schedule has not ended (a dead one counts as ended): fires nevertheless (allow, unless given), does not fire, cancels what has not ended and fires, or fires when it has ended; then at most one tick, the latest, waits. */
  overlap_policy?: "allow" | "skip" | "cancel_running" | "queue_one" | null;
  /** What becomes of ticks that are a minute late or more, because no scheduler ran: the last of them fires (fire_once, unless given), none, or all, at most the last hundred. Ticks that are less late all fire. */
  misfire_policy?: "fire_once" | "skip" | "fire_all" | null;
  /** The job of a tick becomes due by a random time of up to so much later; 0 unless given */
  jitter_seconds?: number | null;
  /** Whether it fires, or only when resumed; true unless given */
  enabled?: boolean | null;
}

export interface Session {
  /** Stable: open, key:<id> or user:<id> */
  id: string;
  /** The user's or the key's name */
  name: string;
  role: "viewer" | "submitter" | "operator" | "admin";
  /** open: nobody need to sign in; key: by an API key; session: by the cookie of a sign-in */
  signed_in_by: "open" | "key" | "session";
  /** To be sent as X-CSRF-Token with everything but GET; null unless signed in by a session */
  csrf_token: string | null;
}

export interface SignIn {
  /** Case does not count */
  username: string;
  password: string;
}

export interface Statistics {
  /** When the live jobs were counted in the background; null when there are none */
  measured_at: Instant | null;
  /** Live jobs by status as last measured; finished ones since the beginning */
  jobs: Record<string, number>;
  queues: PendingLane[];
  dead_letters: number;
  workers: WorkerSlots;
  last_minute: LastMinute;
  /** How long attempts of the last minute had waited */
  wait_seconds: Percentiles;
  /** How long attempts of the last minute ran */
  run_seconds: Percentiles;
  /** Job types of which attempts failed in the last 15 minutes, the most failures first */
  failing_types: FailingType[];
  outbox: OutboxState;
  postgresql: PostgresqlState;
  rabbitmq: RabbitmqState;
}

export interface TimeSeries {
  metric: string;
  /** jobs, jobs per second, ratio or seconds */
  unit: string;
  /** The beginning of the first step */
  from: Instant;
  /** The end of the last step */
  to: Instant;
  step: string;
  step_seconds: number;
  /** none, queue, job_type, outcome or priority */
  group_by: string;
  /** The beginning of each step; the last one may not be over */
  times: string[];
  series: TimeSeriesLine[];
}

export interface TimeSeriesLine {
  /** The queue, job type, outcome or priority; null for all together and for the rest */
  group: string | null;
  /** Whether it stands for all groups that have no line of their own */
  other: boolean;
  /** One for each time. Counts and rates are 0 where nothing happened; what cannot be said then, such as a percentile, is null */
  values: number[];
}

export type UUID = string;

export interface User {
  id: UUID;
  /** Lower case, unique */
  username: string;
  role: "viewer" | "submitter" | "operator" | "admin";
  created_at: Instant;
  /** Who made it */
  created_by: string;
  password_changed_at: Instant;
  /** null when it never was */
  last_sign_in_at: Instant | null;
}

export interface UserChange {
  role?: Role;
  password?: string;
}

export interface UserPage {
  items: User[];
  next_cursor?: string | null;
}

export interface Violation {
  /** JSON Pointer into the request's body, or a query parameter's name */
  pointer: string;
  /** What is wrong there */
  detail: string;
}

export interface Worker {
  /** New at each start of the process */
  id: UUID;
  host: string;
  process_id: number;
  version: string;
  queues: string[];
  job_types: string[];
  started_at: Instant;
  last_heartbeat_at: Instant;
  state: "healthy" | "late" | "lost" | "draining";
  /** How many jobs it runs at once */
  slots: number;
  /** How many it ran at its last heartbeat */
  busy_slots: number;
  /** What it runs, those begun first at the front; 50 at most, where busy_slots counts all */
  current_jobs: CurrentJob[];
}

export interface WorkerSlots {
  /** Workers whose lease has not run out, late ones included */
  active: number;
  /** Of these, those that have been silent for more than 5 s */
  late: number;
  /** Workers silent for more than 30 s that did not end in order */
  lost: number;
  busy_slots: number;
  total_slots: number;
}
