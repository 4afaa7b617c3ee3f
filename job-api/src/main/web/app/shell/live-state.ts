import { html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { PageElement } from '../core/element';
import { live } from '../core/live';
import { icon } from '../parts/icon';

/** Whether what is shown is live; pauses it. */
@customElement('mr-live-state')
export class LiveStateMark extends PageElement {
  private readonly changed = () => this.requestUpdate();

  override connectedCallback(): void {
    super.connectedCallback();
    live.addEventListener('change', this.changed);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    live.removeEventListener('change', this.changed);
  }

  override render() {
    if (live.state === 'none') {
      return nothing;
    }
    const words = {
      connecting: 'Connecting',
      live: 'Live',
      polling: 'Interrupted',
      paused: 'Paused',
      over: 'Final',
    }[live.state];
    return html`<button
      class="plain live-state ${live.state === 'live' || live.state === 'over' ? '' : 'off'}"
      aria-pressed=${live.isPaused}
      title="Pause what is live (r)"
      ?disabled=${live.state === 'over'}
      @click=${() => live.togglePause()}
    >
      ${icon(live.isPaused ? 'pause' : 'live')}${words}
    </button>`;
  }
}
