import { html, nothing } from 'lit';
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
  /** Whether the browser has thrown the session away. */
  @state() private unkept = false;

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
        ${this.unkept ? this.whereSessionsAreKept() : nothing}
        <button class="primary" ?disabled=${this.busy}>Sign in</button>
      </form>
    </div>`;
  }

  /** Over http browsers keep a session for one name alone. */
  private whereSessionsAreKept() {
    const there = `http://localhost:${location.port}${location.pathname}${location.search}`;
    const isHere = /^(127\.|\[::1\]|0\.0\.0\.0)/.test(location.hostname);
    return html`<div class="note bad" role="alert">
      ${icon('error')}<span
        >The password is right, but this browser keeps no session for ${location.origin}. Open Millrace over
        https${isHere ? html`, or on this machine at <a href=${there}>${`http://localhost:${location.port}`}</a>` : ''}.</span
      >
    </div>`;
  }

  private async signIn(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    this.busy = true;
    this.error = null;
    try {
      this.unkept = !(await session.signIn(String(form.get('username')), String(form.get('password'))));
    } catch (failure) {
      this.error = asApiError(failure);
    }
    this.busy = false;
  }
}
