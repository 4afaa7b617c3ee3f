import { html, nothing } from 'lit';
import type { Queue, Statistics } from '../api/types';
import { count, duration, percent, plural } from '../core/format';
import { icon } from './icon';

interface Concern {
  text: string;
  href: string;
  bad: boolean;
}

const LONG_WAIT_SECONDS = 60;
const MANY_ERRORS = 0.1;
/** Of fewer failures a share says nothing. */
const SOME_FAILURES = 5;
const MOST_ERRORS = 0.5;
const OVERDUE_SECONDS = 10;

/** The state of everything in a line that is read in five seconds: that all is well, or what is not. */
export function verdict(stats: Statistics, queues: Queue[] = []) {
  const found = concerns(stats, queues);
  const bad = found.some((concern) => concern.bad);
  const words = found.length === 0 ? 'All is well' : bad ? 'Something is wrong' : 'Worth a look';
  return html`<section class="verdict ${found.length === 0 ? '' : bad ? 'bad' : 'warning'}" aria-label="How it stands" role="status">
    ${icon(found.length === 0 ? 'good' : bad ? 'error' : 'warning')}<span>${words}</span>
    ${found.length
      ? html`<ul>
          ${found.map((concern) => html`<li><a href=${concern.href}>${concern.text}</a></li>`)}
        </ul>`
      : nothing}
  </section>`;
}

function concerns(stats: Statistics, queues: Queue[]): Concern[] {
  const found: Concern[] = [];
  const add = (when: boolean, bad: boolean, text: () => string, href: string) =>
    when && found.push({ text: text(), href, bad });
  const paused = queues.filter((queue) => queue.paused);
  // What waits in a paused queue is meant to.
  const open = queues.filter((queue) => !queue.paused);
  const unserved = open.filter((queue) => queue.active_workers === 0 && pending(queue) > 0);
  const oldest = Math.max(0, ...open.map((queue) => queue.oldest_pending_age_seconds ?? 0));
  const { retried, dead, error_ratio } = stats.last_minute;
  const errors = retried + dead < SOME_FAILURES ? 0 : (error_ratio ?? 0);
  add(!stats.rabbitmq.available, true, () => 'RabbitMQ is away: jobs are accepted and wait', '#servers');
  add(stats.workers.active === 0, true, () => 'No worker is alive', '/dashboard/workers');
  add(
    stats.outbox.overdue_seconds > OVERDUE_SECONDS,
    true,
    () => `Tickets wait ${duration(stats.outbox.overdue_seconds)} for being published`,
    '#servers',
  );
  add(stats.workers.lost > 0, false, () => `${plural(stats.workers.lost, 'worker')} lost`, '/dashboard/workers');
  add(stats.workers.late > 0, false, () => `${plural(stats.workers.late, 'worker')} late`, '/dashboard/workers');
  add(unserved.length > 0, true, () => `No worker serves ${unserved.map((queue) => queue.name).join(', ')}`, '/dashboard/queues');
  add(paused.length > 0, false, () => `Paused: ${paused.map((queue) => queue.name).join(', ')}`, '/dashboard/queues');
  add(
    oldest > LONG_WAIT_SECONDS,
    false,
    () => `The oldest pending job has waited ${duration(oldest)}`,
    '/dashboard/jobs?status=pending&sort=created_at',
  );
  add(
    errors > MANY_ERRORS,
    errors > MOST_ERRORS,
    () => `${percent(errors)} of the last minute's attempts failed`,
    '/dashboard/dead-letters',
  );
  add(stats.dead_letters > 0, false, () => `${count(stats.dead_letters)} dead letter${stats.dead_letters === 1 ? '' : 's'}`, '/dashboard/dead-letters');
  return found;
}

function pending(queue: Queue): number {
  return Object.values(queue.depth).reduce((sum, lane) => sum + lane.pending, 0);
}
