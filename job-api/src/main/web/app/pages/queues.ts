import { html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { get, post, put } from '../api/client';
import type { LaneDepth, Queue } from '../api/types';
import { confirm } from '../dialogs/confirm';
import { PageElement } from '../core/element';
import { count, duration, percent, plural, rate } from '../core/format';
import { LiveController, topics } from '../core/live';
import { Loader } from '../core/loader';
import { session } from '../core/session';
import { ago } from '../parts/age';
import { badge, priorityMark } from '../parts/badge';
import { icon } from '../parts/icon';
import { jobsPath } from '../parts/links';
import { empty, head, loaded } from '../parts/states';

const PRIORITIES = ['high', 'medium', 'low'];

@customElement('mr-queues')
export class QueuesPage extends PageElement {
  private readonly queues = new Loader<Queue[]>(this, async (signal) => (await get<{ items: Queue[] }>('/queues', {}, signal)).items);

  constructor() {
    super();
    new LiveController(
      this,
      () => topics('queues'),
      (name, data) => name === 'queues' && this.queues.take((data as { items: Queue[] }).items),
    );
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.queues.load();
  }

  override render() {
    return html`
      ${head(
        'Queues',
        nothing,
        session.may('operator') ? html`<button @click=${() => void this.create()}>${icon('submit')}New queue</button>` : nothing,
      )}
      ${loaded(this.queues, (queues) =>
        queues.length
          ? queues.map((queue) => this.queue(queue))
          : html`<section class="panel">${empty('No queues yet', 'A queue is there as soon as a worker serves it.', 'queue')}</section>`,
      )}
    `;
  }

  private queue(queue: Queue) {
    const minute = queue.last_minute;
    return html`<section class="panel flush" aria-label="Queue ${queue.name}">
      <div class="head">
        <h2><a href=${jobsPath({ queue: queue.name })}>${queue.name}</a></h2>
        ${queue.paused ? badge('paused', 'warning', 'pause') : nothing}
        ${queue.active_workers === 0 ? badge('no worker serves it', 'bad', 'warning') : nothing}
        <span class="soft">
          ${plural(queue.active_workers, 'worker')}, ${plural(queue.total_slots, 'slot')} · in the last minute
          ${rate(minute.submitted_per_second)} in, ${rate(minute.completed_per_second)}
          out${minute.error_ratio === null ? '' : `, ${percent(minute.error_ratio)} of attempts failed`}${queue.oldest_pending_age_seconds === null
            ? ''
            : ` · the oldest has waited ${duration(queue.oldest_pending_age_seconds)}`}
        </span>
        <div class="actions">
          ${session.may('operator')
            ? queue.paused
              ? html`<button class="primary" aria-label="Resume ${queue.name}" @click=${() => void this.resume(queue)}>Resume</button>`
              : html`<button aria-label="Pause ${queue.name}" @click=${() => void this.pause(queue)}>Pause…</button>`
            : nothing}
        </div>
        ${queue.paused
          ? html`<p>Paused ${ago(queue.paused_at)} by ${queue.paused_by ?? 'somebody'}${queue.paused_reason ? html`: “${queue.paused_reason}”` : ''}</p>`
          : nothing}
      </div>
      <div class="table" tabindex="0" role="region" aria-label="Lanes of ${queue.name}">
        <table>
          <thead>
            <tr>
              <th scope="col">Priority</th>
              <th scope="col" class="figures">Ready</th>
              <th scope="col" class="figures">Oldest waits</th>
              <th scope="col" class="figures">Running</th>
              <th scope="col" class="figures">Retrying</th>
              <th scope="col" class="figures">Scheduled</th>
              <th scope="col" class="figures">Dead</th>
              <th scope="col">In RabbitMQ</th>
            </tr>
          </thead>
          <tbody>
            ${PRIORITIES.filter((priority) => queue.depth[priority]).map((priority) => this.lane(queue, priority, queue.depth[priority]))}
          </tbody>
        </table>
      </div>
    </section>`;
  }

  private lane(queue: Queue, priority: string, lane: LaneDepth) {
    const jobs = (status: string, value: number) =>
      html`<td class="figures">
        ${value ? html`<a href=${jobsPath({ queue: queue.name, priority, status })}>${count(value)}</a>` : html`<span class="soft">0</span>`}
      </td>`;
    return html`<tr>
      <th scope="row">${priorityMark(priority)}</th>
      ${jobs('pending', lane.pending)}
      <td class="figures">${duration(lane.oldest_pending_age_seconds)}</td>
      ${jobs('running', lane.running)} ${jobs('retrying', lane.retrying)} ${jobs('scheduled', lane.scheduled)} ${jobs('dead', lane.dead)}
      <td>
        ${lane.broker_url
          ? html`<a class="check" href=${lane.broker_url} target="_blank" rel="noreferrer"><code>${lane.broker_queue}</code>${icon('open')}</a>`
          : html`<code>${lane.broker_queue}</code>`}
      </td>
    </tr>`;
  }

  private async pause(queue: Queue): Promise<void> {
    await confirm({
      title: `Pause ${queue.name}?`,
      text: 'Its jobs are still accepted and wait; those that run are not disturbed.',
      action: 'Pause',
      reason: 'Reason, shown with the queue',
      act: (reason) => post(`/queues/${encodeURIComponent(queue.name)}/pause`, reason ? { reason } : {}),
    });
    void this.queues.load();
  }

  private async resume(queue: Queue): Promise<void> {
    await confirm({
      title: `Resume ${queue.name}?`,
      text: 'All that waits in it may run again.',
      action: 'Resume',
      act: () => post(`/queues/${encodeURIComponent(queue.name)}/resume`),
    });
    void this.queues.load();
  }

  private async create(): Promise<void> {
    await confirm({
      title: 'New queue',
      text: 'Jobs of a queue that no worker serves yet are accepted and wait.',
      action: 'Create',
      reason: 'Name: small letters, digits and -',
      act: (name) => put(`/queues/${encodeURIComponent(name ?? '')}`),
    });
    void this.queues.load();
  }
}
