import { html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { get, idempotencyKey, post, remove } from '../api/client';
import type { Job, NextFires, ScheduledJob, ScheduledJobPage } from '../api/types';
import { confirm } from '../dialogs/confirm';
import { editSchedule } from '../dialogs/schedule';
import { PageElement } from '../core/element';
import { moment } from '../core/format';
import { LiveController, topics } from '../core/live';
import { asApiError } from '../core/loader';
import { go, PlaceController } from '../core/router';
import { RowKeeper } from '../core/rows';
import { session } from '../core/session';
import { ago } from '../parts/age';
import { badge, statusBadge } from '../parts/badge';
import { icon } from '../parts/icon';
import { jobPath, jobsPath } from '../parts/links';
import { newsBar } from '../parts/news';
import { paging } from '../parts/paging';
import { empty, head, trouble } from '../parts/states';
import { say } from '../parts/toast';

@customElement('mr-schedules')
export class SchedulesPage extends PageElement {
  @state() private fires = new Map<string, NextFires>();
  private next: string | null = null;
  private readonly place = new PlaceController(this, () => void this.rows.load());
  private readonly rows = new RowKeeper<ScheduledJob>(this, (signal) => this.read(signal));

  constructor() {
    super();
    new LiveController(
      this,
      () => topics('stats'),
      (name) => name === 'stats' && this.rows.refreshSoon(),
    );
  }

  override render() {
    const create = session.may('operator')
      ? html`<button class="primary" @click=${() => void this.edit(null)}>${icon('submit')}New schedule</button>`
      : nothing;
    return html`
      ${head('Schedules', nothing, create)}
      <section class="panel flush">
        ${newsBar(this.rows)} ${this.rows.rows ? trouble(this.rows.error) : nothing}
        ${this.rows.draw((schedules) => (schedules.length ? this.table(schedules) : empty('No schedules yet', create, 'clock')))}
      </section>
    `;
  }

  private table(schedules: ScheduledJob[]) {
    return html`<div class="table" tabindex="0" role="region" aria-label="Schedules">
        <table data-rows>
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">When</th>
              <th scope="col">Type</th>
              <th scope="col">State</th>
              <th scope="col">Last run</th>
              <th scope="col">Next fires</th>
              <th scope="col"><span class="unseen">Actions</span></th>
            </tr>
          </thead>
          <tbody>
            ${schedules.map((schedule) => this.row(schedule))}
          </tbody>
        </table>
      </div>
      ${paging(this.next)}`;
  }

  private row(schedule: ScheduledJob) {
    const fires = this.fires.get(schedule.id);
    return html`<tr tabindex="-1" data-href=${jobsPath({ schedule_id: schedule.id })} class=${this.rows.gone.has(schedule.id) ? 'gone' : ''}>
      <th scope="row"><a href=${jobsPath({ schedule_id: schedule.id })} title="Its jobs">${schedule.name}</a></th>
      <td>
        <span>${schedule.description}</span>
        <div class="soft small"><code>${schedule.cron_expression}</code> ${schedule.timezone}</div>
      </td>
      <td class="nowrap">${schedule.job_type}</td>
      <td>${schedule.enabled ? badge('active', 'good', 'completed') : badge('paused', 'warning', 'pause')}</td>
      <td>
        ${schedule.last_job_id
          ? html`<a class="chips" href=${jobPath(schedule.last_job_id)}
              >${schedule.last_job_status ? statusBadge(schedule.last_job_status) : badge('forgotten')} ${ago(schedule.last_fire_at)}</a
            >`
          : '–'}
      </td>
      <td>
        ${schedule.next_fire_at ? ago(schedule.next_fire_at) : '–'}
        ${fires
          ? html`<ol class="small soft">
              ${fires.items.map((time) => html`<li class="nowrap">${moment(time)}</li>`)}
            </ol>`
          : schedule.enabled
            ? html`<div>
                <button class="plain small" aria-label="Next five fires of ${schedule.name}" @click=${() => void this.showFires(schedule)}>
                  next five
                </button>
              </div>`
            : nothing}
      </td>
      <td class="actions-cell">${session.may('operator') ? this.actions(schedule) : nothing}</td>
    </tr>`;
  }

  private actions(schedule: ScheduledJob) {
    const button = (text: string, act: () => void, style = '') =>
      html`<button class="small ${style}" aria-label="${text} ${schedule.name}" @click=${act}>${text}</button>`;
    return html`${button('Run now', () => void this.run(schedule))}${schedule.enabled
      ? button('Pause', () => void this.switch(schedule, 'pause'))
      : button('Resume', () => void this.switch(schedule, 'resume'))}${button('Edit', () => void this.edit(schedule))}${button(
      'Delete',
      () => void this.delete(schedule),
      'danger',
    )}`;
  }

  private async showFires(schedule: ScheduledJob): Promise<void> {
    await this.trying(async () => {
      const fires = await get<NextFires>(`/scheduled-jobs/${schedule.id}/next-fires`, { count: 5 });
      this.fires = new Map(this.fires).set(schedule.id, fires);
    });
  }

  private async run(schedule: ScheduledJob): Promise<void> {
    await this.trying(async () => {
      const job = await post<Job>(`/scheduled-jobs/${schedule.id}/trigger`, undefined, idempotencyKey());
      say(`${schedule.name} runs now.`);
      go(jobPath(job.id));
    });
  }

  private async switch(schedule: ScheduledJob, action: 'pause' | 'resume'): Promise<void> {
    await this.trying(async () => {
      await post(`/scheduled-jobs/${schedule.id}/${action}`);
      say(`${schedule.name} is ${action === 'pause' ? 'paused' : 'active again'}.`);
      await this.rows.reload();
    });
  }

  private async edit(schedule: ScheduledJob | null): Promise<void> {
    const saved = await editSchedule(schedule);
    if (saved) {
      this.fires = new Map();
      say(`${saved.name} is saved.`);
      void this.rows.reload();
    }
  }

  private async delete(schedule: ScheduledJob): Promise<void> {
    const done = await confirm({
      title: `Delete ${schedule.name}?`,
      text: 'It fires no more. The jobs it has made stay.',
      action: 'Delete',
      danger: true,
      act: () => remove(`/scheduled-jobs/${schedule.id}`),
    });
    if (done) {
      void this.rows.reload();
    }
  }

  private async trying(act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (failure) {
      say(asApiError(failure).message, true);
    }
  }

  private async read(signal: AbortSignal): Promise<ScheduledJob[]> {
    const page = await get<ScheduledJobPage>('/scheduled-jobs', { cursor: this.place.query.get('cursor') }, signal);
    this.next = page.next_cursor;
    return page.items;
  }
}
