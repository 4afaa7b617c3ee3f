import { html } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { get, idempotencyKey, post, postText } from '../api/client';
import type { ApiError } from '../api/problem';
import type { Job, JobType } from '../api/types';
import { losesDigits, pretty } from '../core/json';
import { asApiError } from '../core/loader';
import { faults, type Schema } from '../core/schema';
import { diff } from '../parts/diff';
import '../parts/json-editor';
import type { Edited } from '../parts/json-editor';
import { icon } from '../parts/icon';
import { trouble } from '../parts/states';
import { Modal } from './modal';

/** Runs a job anew, with its payload as it was or edited; what is changed is shown before. */
@customElement('mr-replay')
export class Replay extends Modal<Job> {
  @property({ attribute: false }) job!: Job;
  @state() private schema: Schema | null = null;
  @state() private text = '';
  @state() private value: Record<string, unknown> | null = null;
  @state() private error: ApiError | null = null;
  @state() private busy = false;
  private readonly keys = new Map<string, string>();

  override connectedCallback(): void {
    super.connectedCallback();
    this.text = pretty(this.job.payload);
    this.value = this.job.payload;
    void this.readSchema();
  }

  protected override content() {
    const before = pretty(this.job.payload);
    return html`<form @submit=${this.act}>
      ${this.heading('Replay the job')}
      <p>
        A new job of type <strong>${this.job.job_type}</strong> is made; this one stays as it is. Edit the payload if it should
        differ.
      </p>
      <mr-json-editor
        .text=${this.text}
        .schema=${this.schema}
        .rows=${12}
        @edited=${(event: CustomEvent<Edited>) => {
          this.text = event.detail.text;
          this.value = event.detail.value;
        }}
      ></mr-json-editor>
      <div class="field"><span class="label">What is changed</span>${diff(before, this.text)}</div>
      ${losesDigits(before) && this.text !== before
        ? html`<div class="note">
            ${icon('warning')}<span>This payload holds numbers too long for a browser; check their last digits.</span>
          </div>`
        : ''}
      ${trouble(this.error)}
      <div class="actions">
        ${this.cancelButton()}
        <button class="primary" ?disabled=${this.busy || this.value === null}>Replay</button>
      </div>
    </form>`;
  }

  private async readSchema(): Promise<void> {
    try {
      const type = await get<JobType>(`/job-types/${encodeURIComponent(this.job.job_type)}`);
      this.schema = type.schema as Schema;
      this.value = faults(this.value, this.schema).length ? null : this.value;
    } catch {
      // The type is known no more; the service says so when the job is replayed.
    }
  }

  private async act(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this.value === null) {
      return;
    }
    this.busy = true;
    const edited = this.text !== pretty(this.job.payload);
    const key = this.keys.get(this.text) ?? idempotencyKey();
    this.keys.set(this.text, key);
    try {
      const path = `/jobs/${this.job.id}/replay`;
      this.finish(await (edited ? postText<Job>(path, `{"payload": ${this.text}}`, key) : post<Job>(path, {}, key)));
    } catch (failure) {
      this.error = asApiError(failure);
      this.busy = false;
    }
  }
}

/** Answers with the new job, or null when none was made. */
export function replay(job: Job): Promise<Job | null> {
  const dialog = document.createElement('mr-replay') as Replay;
  dialog.job = job;
  return dialog.show();
}
