import { html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { everySecond, now } from '../core/clock';
import { PageElement } from '../core/element';
import { duration } from '../core/format';
import { live } from '../core/live';
import { icon } from '../parts/icon';

/** A break shorter than this is nobody's concern. */
const GRACE_MS = 3_000;

/** Says how old what is shown is, whenever it is not the present. */
@customElement('mr-banner')
export class Banner extends PageElement {
  private stop = () => {};
  private readonly changed = () => this.requestUpdate();

  override connectedCallback(): void {
    super.connectedCallback();
    live.addEventListener('change', this.changed);
    this.stop = everySecond(this.changed);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    live.removeEventListener('change', this.changed);
    this.stop();
  }

  override render() {
    const age = live.asOf === null ? 0 : now() - live.asOf;
    const old = duration(Math.floor(age / 1000));
    if (live.state === 'paused') {
      return html`<div role="status">
        ${icon('pause')}<span>Paused. What you see is ${old} old.</span>
        <button class="small" @click=${() => live.togglePause()}>Go on</button>
      </div>`;
    }
    const broken = live.state === 'polling' || (live.state === 'connecting' && live.asOf !== null);
    if (!broken || age < GRACE_MS) {
      return nothing;
    }
    return html`<div class=${age > 30_000 ? 'error' : ''} role="status">
      ${icon('warning')}<span>Live updates are interrupted. What you see is ${old} old; asking again every few seconds.</span>
    </div>`;
  }
}
