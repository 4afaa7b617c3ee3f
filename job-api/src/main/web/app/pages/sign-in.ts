import { html } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { ApiError } from '../api/problem';
import { PageElement } from '../core/element';
import { duration } from '../core/format';
import { asApiError } from '../core/loader';
import { goInstead } from '../core/router';
import { session } from '../core/session';
import { icon } from '../parts/icon';
import { trouble } from '../parts/states';

@customElement('mr-sign-in')
export class SignInPage extends PageElement {
  @state() private busy = false;
  @state() private error: ApiError | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    if (session.who) {
      goInstead('/dashboard');
    }
  }

  protected override firstUpdated(): void {
    this.querySelector<HTMLInputElement>('#username')?.focus();
  }

  override render() {
    return html`<div class="gate">
      <form class="panel" @submit=${this.signIn}>
        <h1 class="head brand">${icon('mill')} Sign in to Millrace</h1>
        <div class="field">
          <label for="username">User name</label>
          <input id="username" name="username" autocomplete="username" required autocapitalize="none" spellcheck="false" />
        </div>
        <div class="field">
          <label for="password">Password</label>
          <input id="password" name="password" type="password" autocomplete="current-password" required />
        </div>
        ${trouble(this.error)}
        ${this.error?.retryAfter ? html`<p class="soft">Try again in ${duration(this.error.retryAfter)}.</p>` : ''}
        <button class="primary" ?disabled=${this.busy}>Sign in</button>
      </form>
    </div>`;
  }

  private async signIn(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    this.busy = true;
    this.error = null;
    try {
      await session.signIn(String(form.get('username')), String(form.get('password')));
      if (!session.who) {
        throw session.error ?? new Error('the browser keeps no session: open the dashboard over https or at localhost');
      }
    } catch (failure) {
      this.error = asApiError(failure);
    }
    this.busy = false;
  }
}
