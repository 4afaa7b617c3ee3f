import { html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { everySecond } from '../core/clock';
import { PageElement } from '../core/element';
import { between, duration, moment, relative } from '../core/format';

/** How long ago, or in how long, something is; the moment itself when pointed at. */
@customElement('mr-ago')
export class Ago extends PageElement {
  @property() time: string | null = null;
  private stop = () => {};

  override connectedCallback(): void {
    super.connectedCallback();
    this.stop = everySecond(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stop();
  }

  override render() {
    return this.time
      ? html`<time class="nowrap" datetime=${this.time} title=${moment(this.time, true)}>${relative(this.time)}</time>`
      : '–';
  }
}

/** How long something took, or takes so far. */
@customElement('mr-lasting')
export class Lasting extends PageElement {
  @property() from: string | null = null;
  @property() to: string | null = null;
  private stop = () => {};

  override connectedCallback(): void {
    super.connectedCallback();
    this.stop = everySecond(() => this.from && !this.to && this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stop();
  }

  override render() {
    return html`<span class="nowrap">${duration(between(this.from, this.to))}</span>`;
  }
}

/** See Ago. */
export const ago = (time: string | null) => html`<mr-ago .time=${time}></mr-ago>`;

/** See Lasting. */
export const lasting = (from: string | null, to: string | null) =>
  html`<mr-lasting .from=${from} .to=${to}></mr-lasting>`;
