import { html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { get, type Query } from '../api/client';
import { ApiError } from '../api/problem';
import type { Job, JobCount, JobPage } from '../api/types';
import { bulk, type BulkRequest } from '../dialogs/bulk';
import { names, type Names } from '../core/names';
import { now } from '../core/clock';
import { PageElement } from '../core/element';
import { cappedCount, count, fromField, plural, toField } from '../core/format';
import { LiveController, topics } from '../core/live';
import { Loader } from '../core/loader';
import { go, goInstead, PlaceController, withQuery } from '../core/router';
import { RowKeeper } from '../core/rows';
import { session } from '../core/session';
import { filterChoice, filterText, filterTime } from '../parts/filters';
import { icon } from '../parts/icon';
import '../parts/jobs-table';
import type { Column } from '../parts/jobs-table';
import { newsBar } from '../parts/news';
import { pageLinks } from '../parts/paging';
import { empty, head, trouble } from '../parts/states';
import { say } from '../parts/toast';

const STATUSES = ['scheduled', 'pending', 'running', 'retrying', 'completed', 'dead', 'canceled', 'discarded'];
const FILTERS = [
  'status',
  'job_type',
  'queue',
  'priority',
  'tag',
  'worker_id',
  'schedule_id',
  'fingerprint',
  'created_after',
  'created_before',
  'finished_after',
  'finished_before',
];
const LISTS = FILTERS.slice(0, 8);
/** Those that stand behind "More filters". */
const SELDOM = FILTERS.slice(5);
const TIMES = FILTERS.slice(8);
const COLUMNS: Column[] = [
  'id',
  'type',
  'status',
  'queue',
  'priority',
  'attempt',
  'created',
  'started',
  'finished',
  'wait',
  'run',
  'worker',
  'error',
];
const HOUR_MS = 3_600_000;
const ACTIONS = ['cancel', 'retry', 'discard'] as const;

@customElement('mr-jobs')
export class JobsPage extends PageElement {
  @state() private chosen = new Set<string>();
  @state() private names: Names | null = null;
  private next: string | null = null;
  private readonly place = new PlaceController(this, () => this.ask());
  private readonly rows = new RowKeeper<Job>(this, (signal) => this.read(signal));
  private readonly total = new Loader<JobCount>(this, (signal) => get('/jobs/count', this.filter(), signal));

  constructor() {
    super();
    new LiveController(
      this,
      () => topics('stats'),
      (name) => name === 'stats' && this.rows.refreshSoon(),
    );
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void names().then((known) => (this.names = known));
  }

  override render() {
    return html`
      ${head(
        'Jobs',
        nothing,
        session.may('submitter')
          ? html`<a class="button primary" href="/dashboard/submit">${icon('submit')}Submit a job</a>`
          : nothing,
      )}
      <section class="panel" aria-label="Filters">${this.statusChips()}${this.filters()}</section>
      <section class="panel flush">
        ${newsBar(this.rows)} ${this.rows.rows && this.rows.error ? trouble(this.rows.error) : nothing}
        ${this.rows.draw(
          (jobs) => (jobs.length === 0 ? this.nothingFound() : this.table(jobs)),
          (error) => this.wayOut(error),
        )}
        ${this.chosen.size ? this.chosenBar() : nothing}
      </section>
    `;
  }

  private statusChips() {
    const chosen = this.values('status');
    return html`<div class="chips" role="group" aria-label="Status">
      <a class="button chip" aria-current=${chosen.length === 0 ? 'true' : 'false'} href=${withQuery({ status: null })}>all</a>
      ${STATUSES.map((status) => {
        const on = chosen.includes(status);
        const then = on ? chosen.filter((other) => other !== status) : [...chosen, status];
        return html`<a
          class="button chip"
          aria-current=${on ? 'true' : 'false'}
          href=${withQuery({ status: then.join(',') || null })}
          >${status}</a
        >`;
      })}
    </div>`;
  }

  private filters() {
    const { query } = this.place;
    return html`<form class="filters" @submit=${this.apply} @change=${this.apply}>
      ${filterChoice('job_type', 'Type', this.names?.types ?? [])} ${filterChoice('queue', 'Queue', this.names?.queues ?? [])}
      ${filterChoice('priority', 'Priority', ['high', 'medium', 'low'])} ${filterText('tag', 'Tag')}
      <div class="field wider">
        <label for="payload">Payload</label>
        <input
          id="payload"
          name="payload"
          placeholder="user.id=42"
          autocomplete="off"
          spellcheck="false"
          .value=${[...query].filter(([name]) => name.startsWith('payload.')).map(([name, value]) => `${name.slice(8)}=${value}`).join(' ')}
        />
      </div>
      <button class="unseen" tabindex="-1">Apply</button>
      <span class="chips">
        <button type="button" class="chip" @click=${() => this.lately(1)}>Last hour</button>
        <button type="button" class="chip" @click=${() => this.lately(24)}>Last 24 hours</button>
        ${this.isFiltered() ? html`<a class="button chip" href="/dashboard/jobs">Clear</a>` : nothing}
      </span>
      <details class="more" ?open=${SELDOM.some((name) => query.has(name))}>
        <summary>More filters</summary>
        <div class="filters">
          ${filterTime('created_after', 'Created after')} ${filterTime('created_before', 'Created before')}
          ${filterTime('finished_after', 'Finished after')} ${filterTime('finished_before', 'Finished before')}
          ${filterText('worker_id', 'Worker id')} ${filterText('schedule_id', 'Schedule id')} ${filterText('fingerprint', 'Fingerprint')}
        </div>
      </details>
    </form>`;
  }

  private table(jobs: Job[]) {
    const { query } = this.place;
    return html`<mr-jobs-table
        label="Jobs"
        .jobs=${jobs}
        .columns=${COLUMNS}
        .chosen=${session.may('operator') ? this.chosen : null}
        .gone=${this.rows.gone}
        sort=${query.get('sort') ?? '-created_at'}
        @chosen=${(event: CustomEvent<Set<string>>) => (this.chosen = event.detail)}
      ></mr-jobs-table>
      <div class="table-foot">
        <span class="soft">${plural(jobs.length, 'job')} on this page, ${this.countText()}</span>
        ${session.may('operator') ? this.allThatMatch() : nothing}
        <span class="end chips">${pageLinks(this.next)}</span>
      </div>`;
  }

  private countText() {
    const { value, error } = this.total;
    if (value) {
      return `${cappedCount(value.count, value.capped)} in all`;
    }
    return error ? 'too many to count without a time range' : 'counting…';
  }

  private allThatMatch() {
    return html`<span class="chips" role="group" aria-label="All that match">
      <span class="soft">All that match:</span>
      ${ACTIONS.map((action) => html`<button class="small" @click=${() => void this.actOnAll(action)}>${action}…</button>`)}
    </span>`;
  }

  private chosenBar() {
    return html`<div class="chosen-bar" role="group" aria-label="Chosen rows">
      <strong>${plural(this.chosen.size, 'row')} chosen</strong>
      ${ACTIONS.map((action) => html`<button class="small" @click=${() => void this.actOnRows(action)}>${action}…</button>`)}
      <button class="small plain" @click=${() => (this.chosen = new Set())}>Choose none</button>
    </div>`;
  }

  private nothingFound() {
    if (this.isFiltered() || this.place.query.get('cursor')) {
      return empty('No job matches', html`<a class="button" href="/dashboard/jobs">Clear the filters</a>`);
    }
    return empty(
      'No jobs yet',
      html`<span>Submit one from the form, or over the API:</span>
        <pre>
curl -s ${location.origin}/api/v1/jobs -H 'Content-Type: application/json' -d '{"job_type": "noop"}'</pre
        >
        <a class="button primary" href="/dashboard/submit">${icon('submit')}Submit a job</a>`,
    );
  }

  private wayOut(error: ApiError) {
    if (error.code === 'range_required' || error.code === 'range_too_wide') {
      return html`<span class="actions">
        <button class="primary" @click=${() => this.lately(1)}>Look at the last hour</button>
        <button @click=${() => this.lately(24)}>Look at the last 24 hours</button>
      </span>`;
    }
    return html`<a class="button" href="/dashboard/jobs">Clear the filters</a>`;
  }

  private lately(hours: number): void {
    go(withQuery({ created_after: hoursAgo(hours), created_before: null, finished_after: null, finished_before: null }));
  }

  /** What no index serves is looked for in a day of its own accord, rather than refused; the address says so, too. */
  private narrow(failure: unknown): void {
    const ranged = TIMES.some((name) => this.place.query.has(name));
    if (failure instanceof ApiError && failure.code === 'range_required' && !ranged) {
      goInstead(withQuery({ created_after: hoursAgo(24) }));
      say('Shown are jobs of the last 24 hours; choose another day under "More filters".');
    }
  }

  private apply(event: Event): void {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const change: Query = {};
    for (const [name, value] of form) {
      if (name !== 'payload') {
        change[name] = name.endsWith('_after') || name.endsWith('_before') ? this.timeOf(name, String(value)) : String(value).trim();
      }
    }
    for (const name of this.place.query.keys()) {
      if (name.startsWith('payload.')) {
        change[name] = null;
      }
    }
    for (const [, path, value] of String(form.get('payload')).matchAll(/(\S+?)=("[^"]*"|\S*)/g)) {
      change[`payload.${path.replace(/^payload\./, '')}`] = value.replace(/^"|"$/g, '');
    }
    go(withQuery(change));
  }

  /** A field knows seconds; what it shows of a finer time is that time still. */
  private timeOf(name: string, text: string): string | null {
    const before = this.place.query.get(name);
    return text && text === toField(before) ? before : fromField(text);
  }

  private values(name: string): string[] {
    return this.place.query.get(name)?.split(',').filter(Boolean) ?? [];
  }

  private filter(): Query {
    return Object.fromEntries(
      [...this.place.query].filter(([name]) => FILTERS.includes(name) || name.startsWith('payload.')),
    );
  }

  private isFiltered(): boolean {
    return Object.keys(this.filter()).length > 0;
  }

  private ask(): void {
    this.chosen = new Set();
    this.next = null;
    void this.rows.load();
    this.total.value = null;
    void this.total.load();
  }

  private async read(signal: AbortSignal): Promise<Job[]> {
    const { query } = this.place;
    const page = await get<JobPage>(
      '/jobs',
      { ...this.filter(), sort: query.get('sort'), cursor: query.get('cursor'), limit: 50 },
      signal,
    ).catch((failure: unknown) => {
      this.narrow(failure);
      throw failure;
    });
    this.next = page.next_cursor;
    return page.items;
  }

  private async actOnAll(action: (typeof ACTIONS)[number]): Promise<void> {
    const filtered = this.isFiltered();
    await this.act({
      action,
      path: '/bulk-operations',
      order: { action, ...(filtered ? { filter: this.asFilter() } : { all: true }) },
      what: filtered ? 'all jobs that match' : 'all jobs',
    });
  }

  private async actOnRows(action: (typeof ACTIONS)[number]): Promise<void> {
    const chosen = this.chosen.size;
    const order = { action, filter: { ids: [...this.chosen] } };
    if (await this.act({ action, path: '/bulk-operations', order, what: plural(chosen, 'chosen job'), chosen })) {
      this.chosen = new Set();
    }
  }

  private async act(request: BulkRequest): Promise<boolean> {
    const operation = await bulk(request);
    if (operation) {
      say(`${count(operation.done)} of ${plural(operation.matched, 'job')} done`);
      void this.rows.reload();
    }
    return operation !== null;
  }

  /** The filters of the list, as bulk operations take them. */
  private asFilter(): Record<string, unknown> {
    const filter: Record<string, unknown> = {};
    const payload: Record<string, string> = {};
    for (const [name, value] of Object.entries(this.filter())) {
      if (name.startsWith('payload.')) {
        payload[name.slice(8)] = String(value);
      } else {
        filter[name] = LISTS.includes(name) ? String(value).split(',') : value;
      }
    }
    return Object.keys(payload).length ? { ...filter, payload } : filter;
  }
}

/** A minute less than a whole day, so that a day is still one when the request arrives. */
function hoursAgo(hours: number): string {
  return new Date(now() - hours * HOUR_MS + (hours === 24 ? 60_000 : 0)).toISOString();
}
