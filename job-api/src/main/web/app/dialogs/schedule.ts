import { html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { get, idempotencyKey, patch, post } from '../api/client';
import type { ApiError } from '../api/problem';
import type { JobType, NextFires, Queue, ScheduledJob } from '../api/types';
import { moment } from '../core/format';
import { asApiError, Loader } from '../core/loader';
import type { Schema } from '../core/schema';
import type { Edited } from '../parts/json-editor';
import '../parts/payload-form';
import { choice, field, payloadRefusals } from '../parts/placement';
import { loaded, trouble } from '../parts/states';
import { Modal } from './modal';

interface Known {
  types: JobType[];
  queues: Queue[];
}

const QUIET_MS = 350;
const ZONES = Intl.supportedValuesOf('timeZone');

/** Makes a schedule or changes one; says at each change when it will fire. */
@customElement('mr-schedule-dialog')
export class ScheduleDialog extends Modal<ScheduledJob> {
  @property({ attribute: false }) schedule: ScheduledJob | null = null;
  @state() private cron = '0 9 * * *';
  @state() private zone = Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
  @state() private type: JobType | null = null;
  /** What the form of the payload begins with. */
  @state() private start: Record<string, unknown> = {};
  @state() private payload: Record<string, unknown> | null = {};
  @state() private fires: NextFires | null = null;
  @state() private cronError: ApiError | null = null;
  @state() private error: ApiError | null = null;
  @state() private busy = false;
  private timer = 0;
  private readonly key = idempotencyKey();
  private readonly known = new Loader<Known>(
    this,
    async (signal) => {
      const [types, queues] = await Promise.all([
        get<{ items: JobType[] }>('/job-types', {}, signal),
        get<{ items: Queue[] }>('/queues', {}, signal),
      ]);
      return { types: types.items, queues: queues.items };
    },
    ({ types }) => this.choose(types.find((type) => type.name === this.schedule?.job_type) ?? types[0] ?? null),
  );

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.schedule) {
      this.cron = this.schedule.cron_expression;
      this.zone = this.schedule.timezone;
    }
    void this.known.load();
    void this.preview();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.clearTimeout(this.timer);
  }

  protected override content() {
    return html`<form @submit=${this.save} novalidate>
      ${this.heading(this.schedule ? `Edit ${this.schedule.name}` : 'New schedule')}
      ${loaded(this.known, (known) => this.fields(known))} ${trouble(this.error)}
      <div class="actions">
        ${this.cancelButton()}
        <button class="primary" ?disabled=${this.busy || !this.type || this.payload === null}>
          ${this.schedule ? 'Save' : 'Create'}
        </button>
      </div>
    </form>`;
  }

  private fields({ types, queues }: Known) {
    const { schedule, error } = this;
    const at = (pointer: string) => ({ error, pointer });
    return html`
      <div class="fields">
        ${field('schedule-name', 'Name', html`<input id="schedule-name" name="name" required maxlength="200" autocomplete="off" value=${schedule?.name ?? ''} />`, at('/name'))}
        ${field(
          'schedule-cron',
          'Cron expression',
          html`<input
            id="schedule-cron"
            class="mono"
            autocomplete="off"
            spellcheck="false"
            aria-invalid=${this.cronError !== null}
            .value=${this.cron}
            @input=${(event: Event) => this.soon(() => (this.cron = (event.target as HTMLInputElement).value))}
          />`,
          { hint: 'Minute, hour, day, month, weekday; with seconds first if there are six; or @daily and the like.' },
        )}
        ${field(
          'schedule-zone',
          'Time zone',
          html`<input
              id="schedule-zone"
              list="zones"
              autocomplete="off"
              .value=${this.zone}
              @change=${(event: Event) => this.soon(() => (this.zone = (event.target as HTMLInputElement).value))}
            /><datalist id="zones">${ZONES.map((zone) => html`<option value=${zone}></option>`)}</datalist>`,
        )}
      </div>
      <div class="note plain-note" role="status" data-test="preview">${this.previewText()}</div>
      <div class="fields">
        <div class="field">
          <label for="schedule-type">Job type</label>
          <select
            id="schedule-type"
            @change=${(event: Event) => this.choose(types.find((type) => type.name === (event.target as HTMLSelectElement).value)!)}
          >
            ${types.map((type) => html`<option .selected=${type.name === this.type?.name}>${type.name}</option>`)}
          </select>
        </div>
        ${field('schedule-queue', 'Queue', choice('schedule-queue', [...new Set([schedule?.queue ?? 'default', ...queues.map((queue) => queue.name)])], schedule?.queue ?? 'default'), at('/queue'))}
        ${field('schedule-priority', 'Priority', choice('schedule-priority', ['high', 'medium', 'low'], schedule?.priority ?? 'medium'))}
        ${field('schedule-retries', 'Retries at most', html`<input id="schedule-retries" name="max_retries" type="number" min="0" max="100" value=${schedule?.max_retries ?? ''} />`, { ...at('/max_retries'), hint: "The type's unless given." })}
        ${field('schedule-overlap', 'When the job before still runs', choice('schedule-overlap', ['allow', 'skip', 'cancel_running', 'queue_one'], schedule?.overlap_policy ?? 'allow'))}
        ${field('schedule-misfire', 'Ticks that were missed', choice('schedule-misfire', ['fire_once', 'skip', 'fire_all'], schedule?.misfire_policy ?? 'fire_once'))}
        ${field('schedule-jitter', 'Spread over seconds', html`<input id="schedule-jitter" name="jitter" type="number" min="0" max="86400" value=${schedule?.jitter_seconds ?? 0} />`, at('/jitter_seconds'))}
      </div>
      ${this.type
        ? html`<h3>Payload</h3>
            <mr-payload-form
              .schema=${this.type.schema as Schema}
              .start=${this.start}
              .refusals=${payloadRefusals(error)}
              @edited=${(event: CustomEvent<Edited>) => (this.payload = event.detail.value)}
            ></mr-payload-form>`
        : nothing}
    `;
  }

  private previewText() {
    if (this.cronError) {
      return html`<span class="wrong">${this.cronError.problem.errors?.[0]?.detail ?? this.cronError.message}</span>`;
    }
    if (!this.fires) {
      return html`<span>…</span>`;
    }
    return html`<span
      ><strong>${this.fires.description}</strong>${this.fires.items.length
        ? html`. Next, by your clock: ${this.fires.items.map((time) => moment(time)).join(', ')}`
        : ': never fires'}</span
    >`;
  }

  private choose(type: JobType | null): void {
    this.type = type;
    const own = this.schedule?.job_type === type?.name ? this.schedule?.payload : undefined;
    this.start = own ?? type?.example ?? {};
    this.payload = this.start;
  }

  private soon(change: () => void): void {
    change();
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.preview(), QUIET_MS);
  }

  private async preview(): Promise<void> {
    const asked = { cron_expression: this.cron, timezone: this.zone, count: 5 };
    try {
      const fires = await post<NextFires>('/scheduled-jobs/preview', asked);
      if (asked.cron_expression === this.cron && asked.timezone === this.zone) {
        this.fires = fires;
        this.cronError = null;
      }
    } catch (failure) {
      this.cronError = asApiError(failure);
    }
  }

  private async save(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const text = (name: string) => String(form.get(name) ?? '').trim();
    const body = {
      name: text('name'),
      job_type: this.type!.name,
      cron_expression: this.cron,
      timezone: this.zone,
      payload: this.payload,
      priority: text('schedule-priority'),
      queue: text('schedule-queue'),
      overlap_policy: text('schedule-overlap'),
      misfire_policy: text('schedule-misfire'),
      jitter_seconds: Number(text('jitter')),
      ...(text('max_retries') ? { max_retries: Number(text('max_retries')) } : {}),
    };
    this.busy = true;
    this.error = null;
    try {
      this.finish(
        this.schedule
          ? await patch<ScheduledJob>(`/scheduled-jobs/${this.schedule.id}`, body)
          : await post<ScheduledJob>('/scheduled-jobs', body, this.key),
      );
    } catch (failure) {
      this.error = asApiError(failure);
      this.busy = false;
    }
  }
}

/** Answers with the schedule as it is then, or null. */
export function editSchedule(schedule: ScheduledJob | null): Promise<ScheduledJob | null> {
  const dialog = document.createElement('mr-schedule-dialog') as ScheduleDialog;
  dialog.schedule = schedule;
  return dialog.show();
}
