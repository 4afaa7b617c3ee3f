import { html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { get } from '../api/client';
import { ApiError } from '../api/problem';
import type { BulkPreview, Job } from '../api/types';
import { actOn, type JobAction } from '../core/job-actions';
import { count, plural } from '../core/format';
import { asApiError } from '../core/loader';
import { statusBadge } from '../parts/badge';
import { meter } from '../parts/chart';
import { jobLink } from '../parts/links';
import { loading, trouble } from '../parts/states';
import { Modal } from './modal';

const AT_ONCE = 6;

/** One action on the rows that were chosen: looks at each anew first, and says for how many the action is allowed. */
@customElement('mr-chosen')
export class Chosen extends Modal<number> {
  @property({ attribute: false }) ids: string[] = [];
  @property() action: BulkPreview['action'] = 'cancel';
  @state() private jobs: Job[] | null = null;
  @state() private done = 0;
  @state() private skipped = 0;
  @state() private running = false;
  @state() private error: ApiError | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.look();
  }

  protected override content() {
    const allowed = this.allowed();
    const over = this.done + this.skipped > 0 && !this.running;
    return html`<div class="inner">
      ${this.heading(`${this.action[0].toUpperCase()}${this.action.slice(1)} ${plural(this.ids.length, 'chosen job')}`)}
      ${this.jobs === null && !this.error ? loading() : nothing}
      ${this.jobs
        ? html`<p>
              <strong data-test="bulk-count">${count(allowed.length)}</strong> of
              ${plural(this.ids.length, 'chosen job')} allow it${allowed.length < this.jobs.length
                ? '; the others are left alone'
                : ''}.
            </p>
            <div class="scroll" tabindex="0" role="region" aria-label="The chosen jobs">
              <table>
                <tbody>
                  ${this.jobs.map(
                    (job) => html`<tr>
                      <td>${jobLink(job.id)}</td>
                      <td class="nowrap">${job.job_type}</td>
                      <td>${statusBadge(job.status)}</td>
                      <td>${job.allowed_actions.includes(this.action) ? `${this.action}` : 'left alone'}</td>
                    </tr>`,
                  )}
                </tbody>
              </table>
            </div>`
        : nothing}
      ${this.running || over
        ? html`${meter(this.done + this.skipped, allowed.length, 'How far it is')}
            <p role="status">${count(this.done)} done${this.skipped ? `, ${count(this.skipped)} refused` : ''}.</p>`
        : nothing}
      ${trouble(this.error)}
      <div class="actions">
        ${over
          ? html`<button class="primary" @click=${() => this.finish(this.done)}>Done</button>`
          : html`${this.cancelButton()}
              <button
                class=${this.action === 'retry' ? 'primary' : 'danger sure'}
                ?disabled=${this.running || allowed.length === 0}
                @click=${() => void this.act(allowed)}
              >
                ${this.action[0].toUpperCase()}${this.action.slice(1)} ${plural(allowed.length, 'job')}
              </button>`}
      </div>
    </div>`;
  }

  private allowed(): Job[] {
    return this.jobs?.filter((job) => job.allowed_actions.includes(this.action)) ?? [];
  }

  private async look(): Promise<void> {
    try {
      const jobs: Job[] = [];
      await inTurns(this.ids, async (id) => {
        jobs.push(await get<Job>(`/jobs/${id}`));
      });
      this.jobs = this.ids.flatMap((id) => jobs.filter((job) => job.id === id));
    } catch (failure) {
      this.error = asApiError(failure);
    }
  }

  private async act(jobs: Job[]): Promise<void> {
    this.running = true;
    this.error = null;
    await inTurns(jobs, async (job) => {
      try {
        await actOn(job, this.action as JobAction);
        this.done++;
      } catch (failure) {
        this.skipped++;
        this.error = asApiError(failure);
      }
    });
    this.running = false;
  }
}

async function inTurns<T>(all: T[], act: (one: T) => Promise<void>): Promise<void> {
  const waiting = [...all];
  const turn = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      await act(next);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, turn));
}

/** Answers on how many it took effect, or null when it was not done. */
export function actOnChosen(ids: string[], action: BulkPreview['action']): Promise<number | null> {
  const dialog = document.createElement('mr-chosen') as Chosen;
  dialog.ids = ids;
  dialog.action = action;
  return dialog.show();
}
