import { html } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { patch } from '../api/client';
import type { ApiError } from '../api/problem';
import type { Job } from '../api/types';
import { fromField, toField } from '../core/format';
import { asApiError } from '../core/loader';
import { trouble } from '../parts/states';
import { Modal } from './modal';

/** Changes what may be changed of a job that waits. */
@customElement('mr-change')
export class Change extends Modal<Job> {
  @property({ attribute: false }) job!: Job;
  @state() private error: ApiError | null = null;
  @state() private busy = false;

  protected override content() {
    const { job } = this;
    return html`<form @submit=${this.act}>
      ${this.heading('Change the job')}
      <div class="fields">
        <div class="field">
          <label for="change-priority">Priority</label>
          <select id="change-priority" name="priority">
            ${['high', 'medium', 'low'].map(
              (priority) => html`<option ?selected=${priority === job.priority}>${priority}</option>`,
            )}
          </select>
        </div>
        <div class="field">
          <label for="change-retries">Retries at most</label>
          <input id="change-retries" name="max_retries" type="number" min="0" max="100" value=${job.max_retries} />
        </div>
        <div class="field">
          <label for="change-run-at">Not before</label>
          <input
            id="change-run-at"
            name="run_at"
            type="datetime-local"
            step="1"
            ?disabled=${job.status === 'dead'}
            value=${toField(job.run_at)}
          />
        </div>
        <div class="field wide">
          <label for="change-tags">Tags, separated by commas</label>
          <input id="change-tags" name="tags" value=${job.tags.join(', ')} />
        </div>
      </div>
      ${trouble(this.error)}
      <div class="actions">${this.cancelButton()}<button class="primary" ?disabled=${this.busy}>Change</button></div>
    </form>`;
  }

  private async act(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const runAt = String(form.get('run_at') ?? '');
    this.busy = true;
    try {
      this.finish(
        await patch<Job>(`/jobs/${this.job.id}`, {
          priority: form.get('priority'),
          max_retries: Number(form.get('max_retries')),
          tags: String(form.get('tags'))
            .split(',')
            .map((tag) => tag.trim())
            .filter(Boolean),
          // What nobody touched is not sent: a time that has come would make the job ready at once.
          ...(runAt && runAt !== toField(this.job.run_at) ? { run_at: fromField(runAt) } : {}),
        }),
      );
    } catch (failure) {
      this.error = asApiError(failure);
      this.busy = false;
    }
  }
}

/** Answers with the changed job, or null. */
export function change(job: Job): Promise<Job | null> {
  const dialog = document.createElement('mr-change') as Change;
  dialog.job = job;
  return dialog.show();
}
