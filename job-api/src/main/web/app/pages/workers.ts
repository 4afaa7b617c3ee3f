import { html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { get } from '../api/client';
import type { Worker } from '../api/types';
import { PageElement } from '../core/element';
import { count, plural, shortId } from '../core/format';
import { LiveController, topics } from '../core/live';
import { Loader } from '../core/loader';
import { ago, lasting } from '../parts/age';
import { workerBadge } from '../parts/badge';
import { meter } from '../parts/chart';
import { jobLink, jobsPath } from '../parts/links';
import { empty, head, loaded } from '../parts/states';

const SHOWN_JOBS = 5;

@customElement('mr-workers')
export class WorkersPage extends PageElement {
  @state() private unfolded = new Set<string>();
  private readonly workers = new Loader<Worker[]>(this, async (signal) => (await get<{ items: Worker[] }>('/workers', {}, signal)).items);

  constructor() {
    super();
    new LiveController(
      this,
      () => topics('workers'),
      (name, data) => name === 'workers' && this.workers.take((data as { items: Worker[] }).items),
    );
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.workers.load();
  }

  override render() {
    return html`
      ${head('Workers')}
      <section class="panel flush">
        ${loaded(this.workers, (workers) =>
          workers.length ? this.table(workers) : empty('No workers', 'Start one, and it appears here within a second.', 'workers'),
        )}
      </section>
    `;
  }

  private table(workers: Worker[]) {
    return html`<div class="table" tabindex="0" role="region" aria-label="Workers">
      <table data-rows>
        <thead>
          <tr>
            <th scope="col">Worker</th>
            <th scope="col">State</th>
            <th scope="col">Heard</th>
            <th scope="col">Slots</th>
            <th scope="col">Jobs in hand</th>
            <th scope="col">Queues</th>
            <th scope="col">Types</th>
            <th scope="col">Version</th>
            <th scope="col">Up</th>
          </tr>
        </thead>
        <tbody>
          ${workers.map((worker) => this.row(worker))}
        </tbody>
      </table>
    </div>`;
  }

  private row(worker: Worker) {
    const folded = !this.unfolded.has(worker.id);
    const jobs = folded ? worker.current_jobs.slice(0, SHOWN_JOBS) : worker.current_jobs;
    const more = worker.busy_slots - jobs.length;
    const path = jobsPath({ worker_id: worker.id, status: 'running,retrying,dead' });
    return html`<tr tabindex="-1" id="w-${worker.id}" data-href=${path}>
      <th scope="row">
        <a href=${path} title=${worker.id}>${worker.host}</a>
        <div class="soft small mono">${shortId(worker.id)} pid ${worker.process_id}</div>
      </th>
      <td>${workerBadge(worker.state)}</td>
      <td>${ago(worker.last_heartbeat_at)}</td>
      <td class="nowrap">
        ${count(worker.busy_slots)} of ${count(worker.slots)}
        ${meter(worker.busy_slots, worker.slots, `Slots of ${worker.host}: ${worker.busy_slots} of ${worker.slots} busy`)}
      </td>
      <td>
        <ul>
          ${jobs.map(
            (job) => html`<li class="nowrap">${jobLink(job.id)} ${job.job_type} <span class="soft">${lasting(job.started_at, null)}</span></li>`,
          )}
        </ul>
        ${more > 0 && folded && worker.current_jobs.length > SHOWN_JOBS
          ? html`<button class="plain small" @click=${() => (this.unfolded = new Set(this.unfolded).add(worker.id))}>${plural(more, 'more', 'more')}</button>`
          : more > 0
            ? html`<span class="soft">and ${count(more)} more</span>`
            : nothing}
      </td>
      <td>${worker.queues.join(', ')}</td>
      <td class="small">${worker.job_types.join(', ')}</td>
      <td class="nowrap">${worker.version}</td>
      <td>${lasting(worker.started_at, null)}</td>
    </tr>`;
  }
}
