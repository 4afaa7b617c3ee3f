import { html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { address, get, idempotencyKey, post } from '../api/client';
import type { ApiError } from '../api/problem';
import type { Job, JobSubmission, JobType, Queue } from '../api/types';
import { copy } from '../parts/copy';
import { PageElement } from '../core/element';
import { duration, fromField, plural } from '../core/format';
import { asApiError, Loader } from '../core/loader';
import { go, PlaceController, withQuery } from '../core/router';
import type { Schema } from '../core/schema';
import { session } from '../core/session';
import { icon } from '../parts/icon';
import type { Edited } from '../parts/json-editor';
import { jobPath } from '../parts/links';
import '../parts/payload-form';
import { choice, field, payloadRefusals } from '../parts/placement';
import { empty, head, loaded, trouble } from '../parts/states';

interface Known {
  types: JobType[];
  queues: Queue[];
}

@customElement('mr-submit')
export class SubmitPage extends PageElement {
  @state() private payload: Record<string, unknown> | null = {};
  @state() private options: Partial<JobSubmission> = {};
  @state() private error: ApiError | null = null;
  @state() private busy = false;
  private type: JobType | null = null;
  private key = idempotencyKey();
  private sent = '';
  private readonly place = new PlaceController(this);
  private readonly known = new Loader<Known>(this, async (signal) => {
    const [types, queues] = await Promise.all([
      get<{ items: JobType[] }>('/job-types', {}, signal),
      get<{ items: Queue[] }>('/queues', {}, signal),
    ]);
    return { types: types.items, queues: queues.items };
  });

  override connectedCallback(): void {
    super.connectedCallback();
    void this.known.load();
  }

  override willUpdate(): void {
    const types = this.known.value?.types ?? [];
    const wanted = this.place.query.get('type');
    const type = types.find((one) => one.name === wanted) ?? types[0] ?? null;
    if (type?.name !== this.type?.name) {
      this.type = type;
      this.payload = type?.example ?? {};
      this.error = null;
    }
  }

  override render() {
    return html`${head('Submit a job')}
    ${loaded(this.known, ({ types, queues }) =>
      this.type
        ? this.form(types, queues, this.type)
        : empty('No job type is known yet', 'Types are known as soon as a worker that runs them has started.'),
    )}`;
  }

  private form(types: JobType[], queues: Queue[], type: JobType) {
    return html`<form class="columns" @submit=${this.submit} novalidate>
      <section class="panel">
        <h2>What</h2>
        <div class="field">
          <label for="type">Job type</label>
          <select id="type" @change=${(event: Event) => go(withQuery({ type: (event.target as HTMLSelectElement).value }))}>
            ${types.map((one) => html`<option .selected=${one.name === type.name}>${one.name}</option>`)}
          </select>
          <span class="hint">${type.description}</span>
        </div>
        ${type.active_workers === 0
          ? html`<div class="note">${icon('warning')}<span>No worker runs this type now. The job waits until one does.</span></div>`
          : nothing}
        <h3>Payload</h3>
        <mr-payload-form
          .schema=${type.schema as Schema}
          .start=${type.example}
          .refusals=${payloadRefusals(this.error)}
          @edited=${this.takePayload}
        ></mr-payload-form>
      </section>
      <section class="panel">
        <h2>How</h2>
        <div class="fields" @change=${this.takeOptions}>${this.placement(queues, type)}</div>
        ${this.otherTrouble()}
        <div class="actions">
          <button class="primary" ?disabled=${this.busy || this.payload === null}>${icon('submit')}Submit</button>
          <span class="soft small">${plural(type.active_workers, 'worker')} ${type.active_workers === 1 ? 'runs' : 'run'} this type</span>
        </div>
        <h3>The same on the command line</h3>
        <pre tabindex="0" data-test="curl">${this.curl()}</pre>
        <div><button type="button" class="small" @click=${() => void copy(this.curl())}>${icon('copy')}Copy</button></div>
      </section>
    </form>`;
  }

  private placement(queues: Queue[], type: JobType) {
    const { error } = this;
    const names = [...new Set([type.defaults.queue, ...queues.map((queue) => queue.name)])].filter(Boolean);
    return html`
      ${field('priority', 'Priority', choice('priority', ['high', 'medium', 'low'], 'medium'), { error, pointer: '/priority' })}
      ${field('queue', 'Queue', choice('queue', names, type.defaults.queue), { error, pointer: '/queue' })}
      ${field('run_at', 'Not before', html`<input id="run_at" name="run_at" type="datetime-local" step="1" />`, {
        hint: 'At once unless given.',
        error,
        pointer: '/run_at',
      })}
      ${field('max_retries', 'Retries at most', html`<input id="max_retries" name="max_retries" type="number" min="0" max="100" />`, {
        hint: `${type.defaults.max_retries} unless given, after ${duration(type.defaults.retry.base_seconds)}, doubling.`,
        error,
        pointer: '/max_retries',
      })}
      ${field('timeout_seconds', 'Timeout in seconds', html`<input id="timeout_seconds" name="timeout_seconds" type="number" min="1" max="86400" />`, {
        hint: `${duration(type.defaults.timeout_seconds)} unless given.`,
        error,
        pointer: '/timeout_seconds',
      })}
      ${field('unique_key', 'Unique key', html`<input id="unique_key" name="unique_key" maxlength="255" autocomplete="off" />`, {
        hint: 'Refused while another live job holds it.',
        error,
        pointer: '/unique_key',
      })}
      ${field('tags', 'Tags', html`<input id="tags" name="tags" autocomplete="off" />`, {
        hint: 'Separated by commas.',
        error,
        pointer: '/tags',
      })}
    `;
  }

  /** What no field shows. */
  private otherTrouble() {
    const { error } = this;
    const shown = error?.problem.errors?.every(({ pointer }) => /^\/(payload\/[^/]+|priority|queue|run_at|max_retries|timeout_seconds|unique_key|tags)$/.test(pointer));
    if (!error || (shown && error.problem.errors!.length > 0)) {
      return error ? html`<div class="note bad" role="alert">${icon('error')}<span>Some fields need another look.</span></div>` : nothing;
    }
    return html`${trouble(error)}${error.problem.held_by
      ? html`<p>Held by <a class="mono" href=${jobPath(error.problem.held_by)}>${error.problem.held_by}</a>.</p>`
      : nothing}`;
  }

  private takePayload(event: CustomEvent<Edited>): void {
    this.payload = event.detail.value;
  }

  private takeOptions(event: Event): void {
    const form = new FormData((event.currentTarget as HTMLElement).closest('form')!);
    const text = (name: string) => String(form.get(name) ?? '').trim();
    const number = (name: string) => (text(name) ? Number(text(name)) : undefined);
    const tags = text('tags')
      .split(',')
      .map((tag) => tag.trim())
      .filter(Boolean);
    this.options = dropAbsent({
      priority: text('priority') === 'medium' ? undefined : (text('priority') as JobSubmission['priority']),
      queue: text('queue') === this.type?.defaults.queue ? undefined : text('queue'),
      run_at: fromField(text('run_at')) ?? undefined,
      max_retries: number('max_retries'),
      timeout_seconds: number('timeout_seconds'),
      unique_key: text('unique_key') || undefined,
      tags: tags.length ? tags : undefined,
    });
  }

  private submission(): JobSubmission {
    return { job_type: this.type!.name, payload: this.payload ?? {}, ...this.options };
  }

  private curl(): string {
    const body = JSON.stringify(this.submission(), null, 2).replaceAll("'", "'\\''");
    const key = session.who?.signed_in_by === 'open' ? '' : ` \\\n  -H "Authorization: Bearer $MILLRACE_API_KEY"`;
    return `curl -s ${address('/jobs')}${key} \\\n  -H 'Content-Type: application/json' \\\n  -d '${body}'`;
  }

  private async submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const submission = this.submission();
    // The same job sent again after a lost answer is the same job; a changed one is another.
    const text = JSON.stringify(submission);
    if (text !== this.sent) {
      this.key = idempotencyKey();
      this.sent = text;
    }
    this.busy = true;
    this.error = null;
    try {
      const job = await post<Job>('/jobs', submission, this.key);
      go(jobPath(job.id));
    } catch (failure) {
      this.error = asApiError(failure);
    }
    this.busy = false;
  }
}

function dropAbsent<T extends object>(value: T): Partial<T> {
  return Object.fromEntries(Object.entries(value).filter(([, held]) => held !== undefined)) as Partial<T>;
}
