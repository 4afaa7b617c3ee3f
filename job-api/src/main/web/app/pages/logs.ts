import { html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { Query } from '../api/client';
import type { LogLine } from '../api/types';
import { names, type Names } from '../core/names';
import { PageElement } from '../core/element';
import { count, plural } from '../core/format';
import { LiveController } from '../core/live';
import { go, PlaceController, withQuery } from '../core/router';
import { filterChoice, filterText } from '../parts/filters';
import { icon } from '../parts/icon';
import { logTable } from '../parts/log-table';
import { empty, head } from '../parts/states';

const FILTERS = ['job_type', 'queue', 'worker_id', 'job_id', 'level', 'contains'];
const LEVELS = ['debug', 'info', 'warn', 'error'];
const KEPT = 1_000;
const DRAW_MS = 200;

/** The lines of all workers as they are written. */
@customElement('mr-logs')
export class LogsPage extends PageElement {
  @state() private lines: LogLine[] = [];
  @state() private skipped = 0;
  @state() private follows = true;
  @state() private names: Names = { types: [], queues: [] };
  private arrived: LogLine[] = [];
  private timer = 0;
  private readonly place = new PlaceController(this, () => this.ask());
  private readonly live = new LiveController(
    this,
    () => ({ path: '/logs', query: this.filter() }),
    (name, data) => this.hear(name, data),
  );

  override connectedCallback(): void {
    super.connectedCallback();
    void names().then((known) => (this.names = known));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.clearTimeout(this.timer);
  }

  override render() {
    const filtered = Object.keys(this.filter()).length > 0;
    return html`
      ${head('Logs', 'What handlers say about their jobs, of all workers, as it is written. Older lines stand with each job.')}
      <section class="panel" aria-label="Filters">
        <form class="filters" @submit=${this.apply} @change=${this.apply}>
          ${filterChoice('level', 'At least', LEVELS)} ${filterChoice('job_type', 'Type', this.names.types)}
          ${filterChoice('queue', 'Queue', this.names.queues)} ${filterText('contains', 'Contains')} ${filterText('job_id', 'Job id')}
          ${filterText('worker_id', 'Worker id')}
          <button class="unseen" tabindex="-1">Apply</button>
          <span class="chips">
            <button type="button" class="chip" aria-pressed=${this.follows} @click=${() => this.follow(!this.follows)}>Follow the end</button>
            <button type="button" class="chip" @click=${() => (this.lines = [])}>Empty</button>
            ${filtered ? html`<a class="button chip" href="/dashboard/logs">Clear</a>` : nothing}
          </span>
        </form>
      </section>
      <section class="panel flush">
        ${this.skipped
          ? html`<p class="note">${icon('warning')}${plural(this.skipped, 'line')} came too fast and are missing here. A filter helps.</p>`
          : nothing}
        ${this.lines.length
          ? html`${logTable(this.lines, true)}
              <div class="table-foot soft">${plural(this.lines.length, 'line')}${this.lines.length === KEPT ? `, the last ${count(KEPT)}` : ''}</div>`
          : empty(
              'No line yet',
              filtered
                ? html`<span>Lines that fit the filters appear here.</span><a class="button" href="/dashboard/logs">Clear the filters</a>`
                : 'Lines appear here as workers write them.',
              'logs',
            )}
      </section>
    `;
  }

  override updated(): void {
    const log = this.querySelector('.log');
    if (log && this.follows) {
      log.scrollTop = log.scrollHeight;
    }
  }

  private follow(follows: boolean): void {
    this.follows = follows;
  }

  private apply(event: Event): void {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    go(withQuery(Object.fromEntries([...form].map(([name, value]) => [name, String(value).trim()]))));
  }

  private filter(): Query {
    return Object.fromEntries([...this.place.query].filter(([name]) => FILTERS.includes(name)));
  }

  private ask(): void {
    this.lines = [];
    this.arrived = [];
    this.skipped = 0;
    this.live.refresh();
  }

  private hear(name: string, data: unknown): void {
    if (name === 'log') {
      this.arrived.push(data as LogLine);
      this.timer ||= window.setTimeout(() => this.show(), DRAW_MS);
    } else if (name === 'skipped') {
      this.skipped += (data as { lines: number }).lines;
    }
  }

  private show(): void {
    this.timer = 0;
    this.lines = [...this.lines, ...this.arrived].slice(-KEPT);
    this.arrived = [];
  }
}
