import { html } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { PageElement } from '../core/element';
import { icon } from './icon';

interface Toast {
  id: number;
  text: string;
  bad: boolean;
}

const SHOWN_MS = 6_000;
const SAID = 'millrace:said';
let last = 0;

/** Says shortly what came of an action. */
export function say(text: string, bad = false): void {
  window.dispatchEvent(new CustomEvent<Toast>(SAID, { detail: { id: ++last, text, bad } }));
}

/** Where what is said is shown, and read aloud. */
@customElement('mr-toasts')
export class Toasts extends PageElement {
  @state() private toasts: Toast[] = [];

  private readonly heard = (event: Event) => {
    const toast = (event as CustomEvent<Toast>).detail;
    this.toasts = [...this.toasts, toast];
    window.setTimeout(() => (this.toasts = this.toasts.filter((other) => other !== toast)), SHOWN_MS);
  };

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener(SAID, this.heard);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener(SAID, this.heard);
  }

  override render() {
    return html`<div class="toasts" role="status" aria-live="polite">
      ${repeat(
        this.toasts,
        (toast) => toast.id,
        (toast) => html`<div class="toast ${toast.bad ? 'bad' : ''}">
          ${icon(toast.bad ? 'error' : 'completed')}<span>${toast.text}</span>
        </div>`,
      )}
    </div>`;
  }
}
