import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Job } from '../api/types';
import { PageElement } from '../core/element';
import { firstLine } from '../core/format';
import { withQuery } from '../core/router';
import { ago, lasting } from './age';
import { priorityMark, remarks, statusBadge } from './badge';
import { icon } from './icon';
import { jobLink, jobPath, shortLink } from './links';

export type Column =
  | 'id'
  | 'type'
  | 'status'
  | 'queue'
  | 'priority'
  | 'attempt'
  | 'created'
  | 'started'
  | 'finished'
  | 'wait'
  | 'run'
  | 'worker'
  | 'error';

interface ColumnLook {
  title: string;
  sort?: string;
  figures?: boolean;
  cell: (job: Job) => unknown;
}

const COLUMNS: Record<Column, ColumnLook> = {
  id: { title: 'Job', cell: (job) => jobLink(job.id) },
  type: { title: 'Type', sort: 'job_type', cell: (job) => job.job_type },
  status: {
    title: 'Status',
    sort: 'status',
    cell: (job) => html`<span class="chips">${statusBadge(job.status)}${remarks(job)}</span>`,
  },
  queue: { title: 'Queue', cell: (job) => job.queue },
  priority: { title: 'Priority', sort: 'priority', cell: (job) => priorityMark(job.priority) },
  attempt: {
    title: 'Attempt',
    sort: 'attempts',
    figures: true,
    cell: (job) => `${job.attempts} / ${Math.max(job.attempts, job.max_retries + 1)}`,
  },
  created: { title: 'Created', sort: 'created_at', cell: (job) => ago(job.created_at) },
  started: { title: 'Started', sort: 'started_at', cell: (job) => ago(job.started_at) },
  finished: { title: 'Finished', sort: 'finished_at', cell: (job) => ago(job.finished_at) },
  wait: { title: 'Wait', figures: true, cell: waited },
  run: { title: 'Run', figures: true, cell: (job) => lasting(job.started_at, ranUntil(job)) },
  worker: { title: 'Worker', cell: (job) => (job.worker_id ? shortLink('/dashboard/workers', job.worker_id) : '–') },
  error: {
    title: 'Error',
    cell: (job) => (job.error ? html`<strong>${job.error.type}</strong> ${firstLine(job.error.message ?? '')}` : ''),
  },
};

/** A table of jobs. Rows can be walked with j and k, opened with Enter and, where they can be chosen, chosen with x. */
@customElement('mr-jobs-table')
export class JobsTable extends PageElement {
  @property() label = 'Jobs';
  @property({ attribute: false }) jobs: Job[] = [];
  @property({ attribute: false }) columns: Column[] = [];
  /** The ids of chosen rows; null when there is nothing to choose for. */
  @property({ attribute: false }) chosen: Set<string> | null = null;
  /** The sort in force, as the API says it; null when the table has one order. */
  @property() sort: string | null = null;
  /** Rows that no longer are what was asked for. */
  @property({ attribute: false }) gone: Set<string> = new Set();
  @property({ attribute: false }) actions: ((job: Job) => TemplateResult) | null = null;

  override render() {
    return html`<div class="table" tabindex="0" role="region" aria-label=${this.label}>
      <table data-rows>
        <caption class="unseen">
          ${this.label}
        </caption>
        <thead>
          <tr>
            ${this.chosen ? this.chooseAll() : nothing}
            ${this.columns.map((column) => this.heading(COLUMNS[column]))}
            ${this.actions ? html`<th scope="col"><span class="unseen">Actions</span></th>` : nothing}
          </tr>
        </thead>
        <tbody>
          ${repeat(
            this.jobs,
            (job) => job.id,
            (job) => this.row(job),
          )}
        </tbody>
      </table>
    </div>`;
  }

  private heading(look: ColumnLook) {
    const sorted = look.sort && this.sort?.replace('-', '') === look.sort;
    const descending = sorted && this.sort!.startsWith('-');
    const next = sorted && descending ? look.sort! : `-${look.sort}`;
    return html`<th
      scope="col"
      class=${look.figures ? 'figures' : ''}
      aria-sort=${sorted ? (descending ? 'descending' : 'ascending') : nothing}
    >
      ${look.sort && this.sort !== null
        ? html`<a href=${withQuery({ sort: next === '-created_at' ? null : next })}
            >${look.title}${sorted ? icon(descending ? 'down' : 'up') : nothing}</a
          >`
        : look.title}
    </th>`;
  }

  private chooseAll() {
    const all = this.jobs.length > 0 && this.jobs.every((job) => this.chosen!.has(job.id));
    return html`<th scope="col">
      <input
        type="checkbox"
        aria-label="Choose all rows of this page"
        .checked=${all}
        @change=${() => this.tell(new Set(all ? [] : this.jobs.map((job) => job.id)))}
      />
    </th>`;
  }

  private row(job: Job) {
    const chosen = this.chosen?.has(job.id) ?? false;
    const gone = this.gone.has(job.id);
    return html`<tr
      tabindex="-1"
      data-href=${jobPath(job.id)}
      class="${chosen ? 'chosen' : ''} ${gone ? 'gone' : ''}"
      title=${gone ? 'No longer as was asked for' : nothing}
    >
      ${this.chosen
        ? html`<td>
            <input
              type="checkbox"
              aria-label="Choose job ${job.id}"
              .checked=${chosen}
              @change=${() => this.toggle(job.id)}
            />
          </td>`
        : nothing}
      ${this.columns.map((column) => {
        const look = COLUMNS[column];
        const style = look.figures ? 'figures' : column === 'error' ? 'cut' : column === 'type' ? 'nowrap' : '';
        return html`<td class=${style} title=${column === 'error' ? (job.error?.message ?? nothing) : nothing}>
          ${look.cell(job)}
        </td>`;
      })}
      ${this.actions ? html`<td class="actions-cell">${this.actions(job)}</td>` : nothing}
    </tr>`;
  }

  private toggle(id: string): void {
    const chosen = new Set(this.chosen);
    if (!chosen.delete(id)) {
      chosen.add(id);
    }
    this.tell(chosen);
  }

  private tell(chosen: Set<string>): void {
    this.dispatchEvent(new CustomEvent<Set<string>>('chosen', { detail: chosen }));
  }
}

/** How long the last attempt waited after the job was due; or how long the job has been waiting. */
function waited(job: Job) {
  if (job.status === 'scheduled') {
    return '–';
  }
  const waits = job.status === 'pending' || job.status === 'retrying';
  if (!waits && !job.started_at) {
    return '–';
  }
  return lasting(waits && job.run_at > job.created_at ? job.run_at : waits ? job.created_at : job.run_at, waits ? null : job.started_at);
}

function ranUntil(job: Job): string | null {
  return job.status === 'running' ? null : (job.finished_at ?? job.started_at);
}
