import { html, nothing, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Attempt, Job } from '../api/types';
import { everySecond, now } from '../core/clock';
import { PageElement } from '../core/element';
import { duration } from '../core/format';
import { ago, lasting } from './age';
import { outcomeBadge } from './badge';
import { shortLink } from './links';

const WIDTH = 1000;
const LEAST = 4;

/** A job's attempts under each other on one line of time: how long each waited, or was backed off, and how long it ran. */
@customElement('mr-waterfall')
export class Waterfall extends PageElement {
  @property({ attribute: false }) job!: Job;
  @property({ attribute: false }) attempts: Attempt[] = [];
  private stop = () => {};

  override connectedCallback(): void {
    super.connectedCallback();
    this.stop = everySecond(() => !this.job.finished_at && this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stop();
  }

  override render() {
    const begin = Date.parse(this.job.created_at);
    const end = this.job.finished_at ? Date.parse(this.job.finished_at) : now();
    const scale = WIDTH / Math.max(1, end - begin);
    const x = (time: number) => Math.min(WIDTH - LEAST, Math.max(0, (time - begin) * scale));
    return html`<div class="table" tabindex="0" role="region" aria-label="Attempts">
        <table class="waterfall">
          <thead>
            <tr>
              <th scope="col">Attempt</th>
              <th scope="col">Outcome</th>
              <th scope="col" class="figures">Waited</th>
              <th scope="col" class="figures">Ran</th>
              <th scope="col">${duration((end - begin) / 1000)} in all</th>
              <th scope="col">Worker</th>
              <th scope="col">Began</th>
              <th scope="col">Error</th>
            </tr>
          </thead>
          <tbody>
            ${this.attempts.map((attempt, i) => this.row(attempt, i, x))}${this.next(x)}
          </tbody>
        </table>
      </div>
      <div class="key">
        ${key('waited', 'waited or backed off')}${key('ran', 'running')}${key('ran completed', 'completed')}
        ${key('ran failed', 'failed')}
      </div>`;
  }

  private row(attempt: Attempt, index: number, x: (time: number) => number) {
    const ready = this.readyAt(index);
    const started = attempt.started_at ? Date.parse(attempt.started_at) : ready;
    const finished = attempt.finished_at ? Date.parse(attempt.finished_at) : now();
    const from = x(started);
    return html`<tr>
      <th scope="row" class="figures">${attempt.attempt}</th>
      <td>${outcomeBadge(attempt.outcome)}</td>
      <td class="figures">${duration((started - ready) / 1000)}</td>
      <td class="figures">${lasting(attempt.started_at, attempt.finished_at)}</td>
      <td class="bars">
        <svg viewBox="0 0 ${WIDTH} 20" preserveAspectRatio="none" aria-hidden="true">
          <rect class="waited" x=${x(ready)} y="7" width=${Math.max(0, from - x(ready))} height="6" />
          <rect
            class="ran ${attempt.outcome === null ? '' : attempt.outcome === 'completed' ? 'completed' : 'failed'}"
            x=${from}
            y="2"
            width=${Math.max(LEAST, x(finished) - from)}
            height="16"
            rx="1"
          />
        </svg>
      </td>
      <td>${attempt.worker_id ? shortLink('/dashboard/workers', attempt.worker_id) : '–'}</td>
      <td>${ago(attempt.started_at)}</td>
      <td class="cut" title=${attempt.error?.message ?? ''}>
        ${attempt.error ? html`<strong>${attempt.error.type}</strong> ${attempt.error.message}` : ''}
      </td>
    </tr>`;
  }

  /** The wait for an attempt that has not begun. */
  private next(x: (time: number) => number) {
    if (!['scheduled', 'pending', 'retrying'].includes(this.job.status)) {
      return nothing;
    }
    const from = x(this.readyAt(this.attempts.length));
    return html`<tr>
      <th scope="row" class="figures">${this.attempts.length + 1}</th>
      <td>${this.job.status === 'pending' ? 'waits for a worker' : html`due ${ago(this.job.run_at)}`}</td>
      <td class="figures">${duration((now() - this.readyAt(this.attempts.length)) / 1000)}</td>
      <td class="figures">–</td>
      <td class="bars">
        <svg viewBox="0 0 ${WIDTH} 20" preserveAspectRatio="none" aria-hidden="true">
          ${svg`<rect class="waited" x=${from} y="7" width=${Math.max(LEAST, WIDTH - from)} height="6" />`}
        </svg>
      </td>
      <td>–</td>
      <td>–</td>
      <td></td>
    </tr>`;
  }

  private readyAt(index: number): number {
    const before = this.attempts[index - 1]?.finished_at;
    return before ? Date.parse(before) : Date.parse(this.job.created_at);
  }
}

function key(style: string, text: string) {
  return html`<span>
    <svg class="waterfall" viewBox="0 0 16 10" aria-hidden="true"><rect class=${style} width="16" height="10" /></svg
    >${text}
  </span>`;
}
