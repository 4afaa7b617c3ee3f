import { html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { get } from '../api/client';
import type { DeadLetterGroup, DeadLetterGroupPage, Job, JobPage } from '../api/types';
import { bulk } from '../dialogs/bulk';
import { confirm } from '../dialogs/confirm';
import { PageElement } from '../core/element';
import { cappedCount, count, plural } from '../core/format';
import { actOn, mayAct } from '../core/job-actions';
import { LiveController, topics } from '../core/live';
import { PlaceController, withQuery } from '../core/router';
import { RowKeeper } from '../core/rows';
import { session } from '../core/session';
import { ago } from '../parts/age';
import { spark } from '../parts/chart';
import '../parts/jobs-table';
import { newsBar } from '../parts/news';
import { jobLink } from '../parts/links';
import { paging } from '../parts/paging';
import { empty, head, trouble } from '../parts/states';
import { say } from '../parts/toast';

type Group = DeadLetterGroup & { id: string };
type Action = 'retry' | 'discard';

/** Dead letters by what they died of; with a fingerprint in the address, the jobs of that group. */
@customElement('mr-dead-letters')
export class DeadLettersPage extends PageElement {
  private readonly place = new PlaceController(this, () => this.ask());
  private readonly groups = new RowKeeper<Group>(this, (signal) => this.readGroups(signal));
  private readonly jobs = new RowKeeper<Job>(this, (signal) => this.readJobs(signal));
  private next: string | null = null;

  constructor() {
    super();
    new LiveController(
      this,
      () => topics('stats'),
      (name) => name === 'stats' && (this.fingerprint ? this.jobs : this.groups).refreshSoon(),
    );
  }

  private get fingerprint(): string | null {
    return this.place.query.get('fingerprint');
  }

  override render() {
    return this.fingerprint ? this.group(this.fingerprint) : this.all();
  }

  private all() {
    const some = (this.groups.rows?.length ?? 0) > 0;
    return html`
      ${head(
        'Dead letters',
        'Jobs that have used up their retries, by what they died of. They wait here until somebody retries or discards them.',
        some && session.may('operator')
          ? html`<button @click=${() => void this.act('retry', { all: true }, 'all dead letters')}>Retry all…</button>
              <button class="danger" @click=${() => void this.act('discard', { all: true }, 'all dead letters')}>Discard all…</button>`
          : nothing,
      )}
      <section class="panel flush">
        ${newsBar(this.groups)} ${this.groups.rows ? trouble(this.groups.error) : nothing}
        ${this.groups.draw((groups) =>
          groups.length === 0 ? empty('No dead letters', 'Nothing waits for a person.', 'good') : this.groupTable(groups),
        )}
      </section>
    `;
  }

  private groupTable(groups: Group[]) {
    return html`<div class="table" tabindex="0" role="region" aria-label="Groups of dead letters">
        <table data-rows>
          <thead>
            <tr>
              <th scope="col">Died of</th>
              <th scope="col">Type</th>
              <th scope="col" class="figures">Jobs</th>
              <th scope="col">Last 24 hours</th>
              <th scope="col">First seen</th>
              <th scope="col">Last seen</th>
              <th scope="col">Latest</th>
              <th scope="col"><span class="unseen">Actions</span></th>
            </tr>
          </thead>
          <tbody>
            ${groups.map((group) => this.groupRow(group))}
          </tbody>
        </table>
      </div>
      ${paging(this.next)}`;
  }

  private groupRow(group: Group) {
    const href = withQuery({ fingerprint: group.fingerprint });
    const what = `${group.error_type} of ${group.job_type}`;
    const { counts } = group.histogram;
    const lately = counts.reduce((sum, hour) => sum + hour, 0);
    return html`<tr tabindex="-1" data-href=${href} class=${this.groups.gone.has(group.id) ? 'gone' : ''}>
      <th scope="row" class="cut-wide">
        <a href=${href}>${group.error_type}</a>
        <div class="soft small">${group.error_message}</div>
      </th>
      <td class="nowrap">${group.job_type}</td>
      <td class="figures">${cappedCount(group.count, group.count_capped)}</td>
      <td>${spark(counts, `${count(lately)} in the last 24 hours, at most ${count(Math.max(0, ...counts))} an hour`)}</td>
      <td>${ago(group.first_seen_at)}</td>
      <td>${ago(group.last_seen_at)}</td>
      <td>${jobLink(group.sample_job_id)}</td>
      <td class="actions-cell">
        ${session.may('operator')
          ? html`<button class="small" aria-label="Retry ${what}" @click=${() => void this.act('retry', { fingerprint: group.fingerprint }, what)}>
                Retry…</button
              ><button
                class="small danger"
                aria-label="Discard ${what}"
                @click=${() => void this.act('discard', { fingerprint: group.fingerprint }, what)}
              >
                Discard…
              </button>`
          : nothing}
      </td>
    </tr>`;
  }

  private group(fingerprint: string) {
    const jobs = this.jobs.rows ?? [];
    const what = jobs[0] ? `${jobs[0].error?.type ?? 'error'} of ${jobs[0].job_type}` : 'the group';
    return html`
      ${head(
        jobs[0]?.error?.type ?? 'Dead letters',
        html`<a href="/dashboard/dead-letters">All dead letters</a> · alike by the fingerprint <code>${fingerprint}</code>`,
        jobs.length && session.may('operator')
          ? html`<button @click=${() => void this.act('retry', { fingerprint }, what)}>Retry the group…</button>
              <button class="danger" @click=${() => void this.act('discard', { fingerprint }, what)}>Discard the group…</button>`
          : nothing,
      )}
      <section class="panel flush">
        ${newsBar(this.jobs)} ${this.jobs.rows ? trouble(this.jobs.error) : nothing}
        ${this.jobs.draw((rows) =>
          rows.length === 0
            ? empty('No dead letters of this group', html`<a class="button" href="/dashboard/dead-letters">All dead letters</a>`, 'good')
            : html`<mr-jobs-table
                  label="Dead letters of this group"
                  .jobs=${rows}
                  .gone=${this.jobs.gone}
                  .columns=${['id', 'type', 'queue', 'priority', 'attempt', 'created', 'finished', 'error']}
                  .actions=${(job: Job) => this.jobActions(job)}
                ></mr-jobs-table>
                ${paging(this.next)}`,
        )}
      </section>
    `;
  }

  private jobActions(job: Job) {
    return html`${mayAct(job, 'retry')
      ? html`<button class="small" aria-label="Retry ${job.id}" @click=${() => void this.actOnOne(job, 'retry')}>Retry</button>`
      : nothing}${mayAct(job, 'discard')
      ? html`<button class="small danger" aria-label="Discard ${job.id}" @click=${() => void this.actOnOne(job, 'discard')}>
          Discard…
        </button>`
      : nothing}`;
  }

  private async act(action: Action, order: Record<string, unknown>, what: string): Promise<void> {
    const operation = await bulk({ action, path: `/dead-letters/${action}`, order, what });
    if (operation) {
      say(`${count(operation.done)} of ${plural(operation.matched, 'job')} done`);
      void this.reload();
    }
  }

  private async actOnOne(job: Job, action: Action): Promise<void> {
    const done = await confirm({
      title: action === 'retry' ? 'Retry the job?' : 'Discard the job?',
      text: action === 'retry' ? 'It runs again at once, with its whole budget of retries.' : 'It is given up for good.',
      action: action === 'retry' ? 'Retry' : 'Discard',
      danger: action === 'discard',
      act: () => actOn(job, action),
    });
    if (done) {
      void this.reload();
    }
  }

  private reload(): Promise<void> {
    return (this.fingerprint ? this.jobs : this.groups).reload();
  }

  private ask(): void {
    this.next = null;
    void (this.fingerprint ? this.jobs : this.groups).load();
  }

  private async readGroups(signal: AbortSignal): Promise<Group[]> {
    const page = await get<DeadLetterGroupPage>('/dead-letters/groups', { cursor: this.place.query.get('cursor') }, signal);
    this.next = page.next_cursor;
    return page.items.map((group) => ({ ...group, id: group.fingerprint }));
  }

  private async readJobs(signal: AbortSignal): Promise<Job[]> {
    const { query } = this.place;
    const page = await get<JobPage>(
      '/dead-letters',
      { fingerprint: this.fingerprint, cursor: query.get('cursor'), limit: 50 },
      signal,
    );
    this.next = page.next_cursor;
    return page.items;
  }
}
