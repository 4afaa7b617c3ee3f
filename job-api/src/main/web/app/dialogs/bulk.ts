import { html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { get, idempotencyKey, post } from '../api/client';
import type { ApiError } from '../api/problem';
import type { BulkOperation, BulkPreview } from '../api/types';
import { count, plural } from '../core/format';
import { asApiError } from '../core/loader';
import { ago } from '../parts/age';
import { statusBadge } from '../parts/badge';
import { meter } from '../parts/chart';
import { jobLink } from '../parts/links';
import { failed, loading, trouble } from '../parts/states';
import { Modal } from './modal';

export interface BulkRequest {
  action: BulkPreview['action'];
  /** Where the order goes, and what it says beside dry_run, token and reason. */
  path: string;
  order: Record<string, unknown>;
  /** What is meant, in words. */
  what: string;
  /** How many rows were chosen for it; those whose status forbids the action are left alone. */
  chosen?: number;
}

const SAMPLES = 8;
const LOOK_MS = 700;

/** One action on everything that a filter finds: first what it would do, then, when told to, how far it is. */
@customElement('mr-bulk')
export class Bulk extends Modal<BulkOperation> {
  @property({ attribute: false }) request!: BulkRequest;
  @state() private preview: BulkPreview | null = null;
  @state() private operation: BulkOperation | null = null;
  @state() private error: ApiError | null = null;
  @state() private busy = false;
  private readonly key = idempotencyKey();

  override connectedCallback(): void {
    super.connectedCallback();
    void this.look();
  }

  protected override content() {
    const title = `${capital(this.request.action)} ${this.request.what}`;
    return html`<div class="inner">
      ${this.heading(title)}
      ${this.operation ? this.progress(this.operation) : this.preview ? this.question(this.preview) : this.waiting()}
    </div>`;
  }

  private waiting() {
    return html`${this.error ? failed(this.error, () => void this.look()) : loading()}
      <div class="actions">${this.cancelButton()}</div>`;
  }

  private question(preview: BulkPreview) {
    if (preview.count === 0) {
      return html`<p>There is no job that can be ${done(preview.action)}.</p>
        <div class="actions">${this.cancelButton('Close')}</div>`;
    }
    return html`<p>
        <strong data-test="bulk-count">${plural(preview.count, 'job')}</strong> will be ${done(preview.action)}: exactly those that
        are there now. ${this.leftAlone(preview)} Nothing is done yet.
      </p>
      <div class="scroll" tabindex="0" role="region" aria-label="Some of the jobs">
        <table>
          <thead>
            <tr>
              <th scope="col">Job</th>
              <th scope="col">Type</th>
              <th scope="col">Status</th>
              <th scope="col">Created</th>
              <th scope="col">Error</th>
            </tr>
          </thead>
          <tbody>
            ${preview.samples.slice(0, SAMPLES).map(
              (job) => html`<tr>
                <td>${jobLink(job.id)}</td>
                <td class="nowrap">${job.job_type}</td>
                <td>${statusBadge(job.status)}</td>
                <td>${ago(job.created_at)}</td>
                <td class="cut">${job.error_type ?? ''} ${job.error_message ?? ''}</td>
              </tr>`,
            )}
          </tbody>
        </table>
      </div>
      ${preview.count > SAMPLES ? html`<p class="soft small">… and ${count(preview.count - SAMPLES)} more.</p>` : nothing}
      <div class="field">
        <label for="bulk-reason">Reason, for the audit trail</label>
        <input id="bulk-reason" maxlength="500" autocomplete="off" />
      </div>
      ${trouble(this.error)}
      <div class="actions">
        ${this.cancelButton()}
        <button
          class=${preview.action === 'retry' ? 'primary' : 'danger sure'}
          ?disabled=${this.busy}
          @click=${() => void this.start(preview)}
        >
          ${capital(preview.action)} ${plural(preview.count, 'job')}
        </button>
      </div>`;
  }

  private leftAlone(preview: BulkPreview): string {
    const others = (this.request.chosen ?? 0) - preview.count;
    return others > 0 ? `${plural(others, 'chosen row')} cannot be ${done(preview.action)} and will be left alone.` : '';
  }

  private progress(operation: BulkOperation) {
    const passed = operation.done + operation.skipped + operation.failed;
    const running = operation.state === 'running';
    return html`${meter(passed, operation.matched, 'How far it is')}
      <p role="status">
        ${running ? '' : `${capital(operation.state)}: `}${count(operation.done)} of ${plural(operation.matched, 'job')}
        ${done(operation.action)}${operation.skipped
          ? `, ${count(operation.skipped)} left alone because they had moved on`
          : ''}${operation.failed ? `, ${count(operation.failed)} could not be changed` : ''}.
      </p>
      ${trouble(this.error)}
      <div class="actions">
        ${running
          ? html`<button class="danger" @click=${() => void this.abort(operation)}>Stop</button>
              <button @click=${() => this.finish(operation)}>Let it run</button>`
          : html`<button class="primary" @click=${() => this.finish(operation)}>Done</button>`}
      </div>`;
  }

  private look(): Promise<void> {
    this.error = null;
    return this.trying(async () => {
      this.preview = await post<BulkPreview>(this.request.path, { ...this.request.order, dry_run: true });
    });
  }

  private start(preview: BulkPreview): Promise<void> {
    const reason = this.querySelector<HTMLInputElement>('#bulk-reason')!.value.trim();
    return this.trying(async () => {
      const order = { token: preview.token, ...(reason ? { reason } : {}) };
      this.operation = await post<BulkOperation>(this.request.path, order, this.key);
      void this.follow();
    });
  }

  private abort(operation: BulkOperation): Promise<void> {
    return this.trying(async () => {
      this.operation = await post<BulkOperation>(`/bulk-operations/${operation.id}/abort`);
    });
  }

  private async follow(): Promise<void> {
    while (this.isConnected && this.operation?.state === 'running') {
      await new Promise((resolve) => window.setTimeout(resolve, LOOK_MS));
      await this.trying(async () => {
        this.operation = await get<BulkOperation>(`/bulk-operations/${this.operation!.id}`);
      });
    }
  }

  private async trying(act: () => Promise<void>): Promise<void> {
    this.busy = true;
    try {
      await act();
      this.error = null;
    } catch (failure) {
      this.error = asApiError(failure);
    }
    this.busy = false;
  }
}

function done(action: BulkPreview['action']): string {
  return { cancel: 'canceled', retry: 'retried', discard: 'discarded' }[action];
}

function capital(text: string): string {
  return text[0].toUpperCase() + text.slice(1);
}

/** Answers with the operation when one was started. */
export function bulk(request: BulkRequest): Promise<BulkOperation | null> {
  const dialog = document.createElement('mr-bulk') as Bulk;
  dialog.request = request;
  return dialog.show();
}
