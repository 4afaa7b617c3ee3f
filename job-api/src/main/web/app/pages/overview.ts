import { html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { get } from '../api/client';
import type { Job, JobPage, Queue, Statistics } from '../api/types';
import { PageElement } from '../core/element';
import { cappedCount, count, duration, percent, plural } from '../core/format';
import { LiveController, topics } from '../core/live';
import { Loader } from '../core/loader';
import { PlaceController, withQuery } from '../core/router';
import { RowKeeper } from '../core/rows';
import { badge, priorityMark } from '../parts/badge';
import { oldestByPriority, rateTiles, statusTiles } from '../parts/figures';
import { icon } from '../parts/icon';
import '../parts/jobs-table';
import { newsBar } from '../parts/news';
import { empty, head, loaded, trouble } from '../parts/states';
import '../parts/trends';
import { RANGES } from '../parts/trends';
import { verdict } from '../parts/verdict';

const ENDED = 20;
/** So many of the newest are looked at for those that ended last: by an index, however many jobs there are. */
const NEWEST = 50;

@customElement('mr-overview')
export class OverviewPage extends PageElement {
  private readonly place = new PlaceController(this);
  private readonly stats = new Loader<Statistics>(this, (signal) => get('/stats', {}, signal));
  private readonly queues = new Loader<Queue[]>(this, async (signal) => (await get<{ items: Queue[] }>('/queues', {}, signal)).items);
  private readonly ended = new RowKeeper<Job>(this, (signal) => this.readEnded(signal));

  constructor() {
    super();
    new LiveController(
      this,
      () => topics('stats', 'queues'),
      (name, data) => {
        if (name === 'stats') {
          this.stats.take(data as Statistics);
          this.ended.refreshSoon();
        } else if (name === 'queues') {
          this.queues.take((data as { items: Queue[] }).items);
        }
      },
    );
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.stats.load();
    void this.queues.load();
    void this.ended.load();
  }

  override render() {
    const range = this.place.query.get('range') ?? '1h';
    return html`
      ${head('Overview')}
      ${loaded(
        this.stats,
        (stats) => html`${verdict(stats, this.queues.value ?? [])}${statusTiles(stats)}${rateTiles(stats)}
          <div class="columns even">${this.waiting(stats)}${this.failing(stats)}${this.servers(stats)}</div>`,
      )}
      <div class="chips" role="group" aria-label="How far back charts look">
        ${Object.entries(RANGES).map(
          ([key, [, , name]]) =>
            html`<a class="button chip" aria-current=${key === range ? 'true' : 'false'} href=${withQuery({ range: key === '1h' ? null : key })}
              >${name}</a
            >`,
        )}
      </div>
      <mr-trends .range=${range}></mr-trends>
      ${this.lastEnded()}
    `;
  }

  private waiting(stats: Statistics) {
    return html`<section class="panel">
      <h2>Oldest waiting</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">Priority</th>
            <th scope="col" class="figures">Ready</th>
            <th scope="col" class="figures">Oldest waits</th>
          </tr>
        </thead>
        <tbody>
          ${oldestByPriority(stats).map(
            (lane) => html`<tr>
              <th scope="row">${priorityMark(lane.priority)}</th>
              <td class="figures">${count(lane.pending)}</td>
              <td class="figures">${duration(lane.oldest)}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </section>`;
  }

  private failing(stats: Statistics) {
    return html`<section class="panel">
      <h2>Failing types, last 15 minutes</h2>
      ${stats.failing_types.length === 0
        ? html`<p class="soft">None.</p>`
        : html`<table>
            <thead>
              <tr>
                <th scope="col">Type</th>
                <th scope="col" class="figures">Failed</th>
                <th scope="col" class="figures">Of attempts</th>
              </tr>
            </thead>
            <tbody>
              ${stats.failing_types.slice(0, 6).map(
                (type) => html`<tr>
                  <th scope="row">
                    <a href="/dashboard/jobs?job_type=${type.job_type}&status=retrying,dead">${type.job_type}</a>
                  </th>
                  <td class="figures">${count(type.failed)}</td>
                  <td class="figures">${percent(type.error_ratio)}</td>
                </tr>`,
              )}
            </tbody>
          </table>`}
    </section>`;
  }

  private servers(stats: Statistics) {
    const { workers, outbox } = stats;
    const troubled = workers.active === 0 || workers.late + workers.lost > 0;
    return html`<section class="panel" id="servers" tabindex="-1">
      <h2>Servers</h2>
      <table>
        <tbody>
          <tr>
            <th scope="row"><a href="/dashboard/workers">Workers</a></th>
            <td>${troubled ? badge('needs a look', 'warning', 'warning') : badge('healthy', 'good', 'good')}</td>
            <td class="soft">
              ${count(workers.active)} alive${workers.late ? `, ${count(workers.late)} late` : ''}${workers.lost
                ? `, ${count(workers.lost)} lost`
                : ''}; ${count(workers.busy_slots)} of ${count(workers.total_slots)} slots busy
            </td>
          </tr>
          <tr>
            <th scope="row">PostgreSQL</th>
            <td>${badge('answers', 'good', 'good')}</td>
            <td class="soft">in ${duration(stats.postgresql.answer_seconds)}</td>
          </tr>
          <tr>
            <th scope="row">RabbitMQ</th>
            <td>${stats.rabbitmq.available ? badge('takes tickets', 'good', 'good') : badge('away', 'bad', 'error')}</td>
            <td></td>
          </tr>
          <tr>
            <th scope="row">Outbox</th>
            <td>${outbox.overdue_seconds > 0 ? badge('overdue', 'warning', 'warning') : badge('flows', 'good', 'good')}</td>
            <td class="soft">
              ${outbox.pending === 0 ? 'empty' : `${cappedCount(outbox.pending, outbox.capped)} to publish`}${outbox.overdue_seconds > 0
                ? `, for ${duration(outbox.overdue_seconds)}`
                : ''}
            </td>
          </tr>
        </tbody>
      </table>
    </section>`;
  }

  private lastEnded() {
    const rows = this.ended.rows;
    return html`<section class="panel flush">
      <h2>Last ended</h2>
      ${newsBar(this.ended)} ${rows && this.ended.error ? trouble(this.ended.error) : nothing}
      ${this.ended.draw(
        (jobs) =>
          jobs.length === 0
            ? empty(
                'No job has ended yet',
                html`<a class="button primary" href="/dashboard/submit">${icon('submit')}Submit one</a>`,
              )
            : html`<mr-jobs-table
                  label="The last ${plural(jobs.length, 'job')} that ended"
                  .jobs=${jobs}
                  .columns=${['id', 'type', 'status', 'queue', 'attempt', 'finished', 'wait', 'run', 'error']}
                ></mr-jobs-table>
                <div class="table-foot"><a href="/dashboard/jobs">All jobs</a></div>`,
      )}
    </section>`;
  }

  private async readEnded(signal: AbortSignal): Promise<Job[]> {
    const query = { status: 'completed,dead,canceled,discarded', sort: '-created_at', limit: NEWEST };
    const { items } = await get<JobPage>('/jobs', query, signal);
    return items.sort((a, b) => (b.finished_at ?? '').localeCompare(a.finished_at ?? '')).slice(0, ENDED);
  }
}
