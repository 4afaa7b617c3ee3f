import { html, nothing } from 'lit';
import type { Statistics } from '../api/types';
import { count, duration, percent, rate } from '../core/format';
import { icon, type IconName } from './icon';
import { jobsPath } from './links';

/** One number with its name. */
export function tile(name: string, value: unknown, more: unknown = nothing, picture?: IconName, href?: string, bad = false) {
  const inner = html`<span class="name">${picture ? icon(picture) : nothing}${name}</span>
    <span class="value">${value}</span>
    ${more === nothing ? nothing : html`<span class="soft small">${more}</span>`}`;
  return href
    ? html`<a class="tile ${bad ? 'bad' : ''}" href=${href}>${inner}</a>`
    : html`<div class="tile ${bad ? 'bad' : ''}">${inner}</div>`;
}

/** How many jobs stand where. */
export function statusTiles(stats: Statistics, links = true) {
  const { jobs } = stats;
  const at = (status: string) => (links ? jobsPath({ status }) : undefined);
  return html`<div class="tiles">
    ${tile('Ready', count(jobs.pending), 'wait for a worker', 'pending', at('pending'))}
    ${tile('Running', count(jobs.running), `${count(stats.workers.busy_slots)} of ${count(stats.workers.total_slots)} slots busy`, 'running', at('running'))}
    ${tile('Retrying', count(jobs.retrying), 'failed, wait for another try', 'retrying', at('retrying'))}
    ${tile('Dead', count(jobs.dead), 'wait for a person', 'dead', links ? '/dashboard/dead-letters' : undefined, jobs.dead > 0)}
    ${tile('Scheduled', count(jobs.scheduled), 'wait for their time', 'clock', at('scheduled'))}
  </div>`;
}

/** What happened lately. */
export function rateTiles(stats: Statistics) {
  const minute = stats.last_minute;
  return html`<div class="tiles">
    ${tile('In', rate(minute.submitted_per_second), 'submitted, last minute')}
    ${tile('Out', rate(minute.completed_per_second), 'completed, last minute')}
    ${tile('Errors', percent(minute.error_ratio), 'of attempts, last minute')}
    ${tile('Waited', duration(stats.wait_seconds.p50), `p95 ${duration(stats.wait_seconds.p95)}, p99 ${duration(stats.wait_seconds.p99)}`)}
    ${tile('Ran', duration(stats.run_seconds.p50), `p95 ${duration(stats.run_seconds.p95)}, p99 ${duration(stats.run_seconds.p99)}`)}
  </div>`;
}

const PRIORITIES = ['high', 'medium', 'low'];

/** How long the oldest pending job of each priority has been waiting, over all queues. */
export function oldestByPriority(stats: Statistics): { priority: string; pending: number; oldest: number | null }[] {
  return PRIORITIES.map((priority) => {
    const lanes = stats.queues.filter((lane) => lane.priority === priority && lane.pending > 0);
    return {
      priority,
      pending: lanes.reduce((sum, lane) => sum + lane.pending, 0),
      oldest: lanes.length ? Math.max(...lanes.map((lane) => lane.oldest_pending_age_seconds)) : null,
    };
  });
}
