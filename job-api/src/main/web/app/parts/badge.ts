import { html, type TemplateResult } from 'lit';
import type { Attempt, Job, Worker } from '../api/types';
import { between, duration, words } from '../core/format';
import { icon, type IconName } from './icon';

type Look = [tone: string, picture: IconName];

const STATUSES: Record<Job['status'], Look> = {
  scheduled: ['later', 'clock'],
  pending: ['', 'pending'],
  running: ['busy', 'running'],
  retrying: ['warning', 'retrying'],
  completed: ['good', 'completed'],
  dead: ['bad', 'dead'],
  canceled: ['', 'canceled'],
  discarded: ['', 'discarded'],
};

const WORKERS: Record<Worker['state'], Look> = {
  healthy: ['good', 'good'],
  late: ['warning', 'warning'],
  lost: ['bad', 'error'],
  draining: ['later', 'clock'],
};

const OUTCOMES: Record<NonNullable<Attempt['outcome']>, Look> = {
  completed: ['good', 'completed'],
  failed: ['bad', 'dead'],
  timed_out: ['bad', 'clock'],
  lost: ['bad', 'error'],
  released: ['', 'retrying'],
  canceled: ['', 'canceled'],
  discarded: ['', 'discarded'],
};

/** A worker that is silent for longer is late; for much longer, and its jobs go to others. */
const LATE_SECONDS = 5;
const STALLED_SECONDS = 30;

/** A word with its colour and its picture. */
export function badge(text: string, tone = '', picture?: IconName): TemplateResult {
  return html`<span class="badge ${tone}">${picture ? icon(picture) : ''}${text}</span>`;
}

export function statusBadge(status: string): TemplateResult {
  const [tone, picture] = STATUSES[status as Job['status']] ?? ['', 'pending'];
  return badge(status, tone, picture);
}

export function workerBadge(state: Worker['state']): TemplateResult {
  return badge(state, ...WORKERS[state]);
}

export function outcomeBadge(outcome: Attempt['outcome']): TemplateResult {
  return outcome === null ? badge('running', ...STATUSES.running) : badge(words(outcome), ...OUTCOMES[outcome]);
}

export function priorityMark(priority: string): TemplateResult {
  const picture: IconName | undefined = priority === 'high' ? 'up' : priority === 'low' ? 'down' : undefined;
  return html`<span class="check">${picture ? icon(picture) : ''}${priority}</span>`;
}

/** How long ago a running job's worker was last heard, and that it has stalled. */
export function heartbeat(job: Job): TemplateResult | string {
  if (job.status !== 'running') {
    return '';
  }
  const silent = between(job.last_heartbeat_at);
  if (silent === null || silent <= LATE_SECONDS) {
    return '';
  }
  return silent > STALLED_SECONDS
    ? badge(`stalled, silent ${duration(silent)}`, 'bad', 'warning')
    : badge(`silent ${duration(silent)}`, 'warning', 'warning');
}

/** What is said of a job beside its status. */
export function remarks(job: Job): TemplateResult {
  const canceling = job.cancel_requested && job.status === 'running';
  return html`${heartbeat(job)}${canceling ? badge('cancel requested', 'warning', 'canceled') : ''}`;
}
