import { html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { ApiError } from '../api/problem';
import { asApiError } from '../core/loader';
import { trouble } from '../parts/states';
import { Modal } from './modal';

export interface Question {
  title: string;
  text: unknown;
  action: string;
  danger?: boolean;
  /** What to call the field for a reason; without it none is asked for. */
  reason?: string;
  act: (reason: string | null) => Promise<unknown>;
}

/** Asks whether something is really meant, does it, and stays open with the reason when it is refused. */
@customElement('mr-confirm')
export class Confirm extends Modal<true> {
  @property({ attribute: false }) question!: Question;
  @state() private busy = false;
  @state() private error: ApiError | null = null;

  protected override content() {
    const { title, text, action, danger, reason } = this.question;
    return html`<form method="dialog" @submit=${this.act}>
      ${this.heading(title)}
      <div>${text}</div>
      ${reason
        ? html`<div class="field">
            <label for="confirm-reason">${reason}</label>
            <input id="confirm-reason" name="reason" maxlength="500" autocomplete="off" />
          </div>`
        : nothing}
      ${trouble(this.error)}
      <div class="actions">
        ${this.cancelButton()}
        <button class=${danger ? 'danger sure' : 'primary'} ?disabled=${this.busy}>${action}</button>
      </div>
    </form>`;
  }

  private async act(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const reason = new FormData(event.target as HTMLFormElement).get('reason');
    this.busy = true;
    try {
      await this.question.act(typeof reason === 'string' && reason.trim() ? reason.trim() : null);
      this.finish(true);
    } catch (failure) {
      this.error = asApiError(failure);
      this.busy = false;
    }
  }
}

/** Answers whether it was done. */
export async function confirm(question: Question): Promise<boolean> {
  const dialog = document.createElement('mr-confirm') as Confirm;
  dialog.question = question;
  return (await dialog.show()) === true;
}
