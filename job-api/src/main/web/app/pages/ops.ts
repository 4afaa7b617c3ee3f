import { html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { get } from '../api/client';
import type { Queue, Statistics } from '../api/types';
import { PageElement } from '../core/element';
import { duration } from '../core/format';
import { LiveController, topics } from '../core/live';
import { Loader } from '../core/loader';
import { goInstead } from '../core/router';
import { SIGN_IN } from '../core/session';
import { oldestByPriority, rateTiles, statusTiles, tile } from '../parts/figures';
import { head, loaded } from '../parts/states';
import '../parts/trends';
import { verdict } from '../parts/verdict';
import '../shell/banner';
import '../shell/live-state';

/** The face for a wall screen: nothing can be done here, and it is read from across the room. */
@customElement('mr-ops')
export class OpsPage extends PageElement {
  private readonly stats = new Loader<Statistics>(this, (signal) => get('/stats', {}, signal));
  private readonly queues = new Loader<Queue[]>(this, async (signal) => (await get<{ items: Queue[] }>('/queues', {}, signal)).items);

  constructor() {
    super();
    new LiveController(
      this,
      () => topics('stats', 'queues'),
      (name, data) => {
        if (name === 'stats') {
          this.stats.take(data as Statistics);
        } else if (name === 'queues') {
          this.queues.take((data as { items: Queue[] }).items);
        }
      },
    );
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.stats.load();
    void this.queues.load();
  }

  override willUpdate(): void {
    if (this.stats.error?.status === 401) {
      goInstead(`${SIGN_IN}?next=/ops`);
    }
  }

  override render() {
    return html`<mr-banner></mr-banner>
      <div class="wall">
        ${head('Millrace', '', html`<mr-live-state></mr-live-state><a class="button small" href="/dashboard">Dashboard</a>`)}
        ${loaded(
          this.stats,
          (stats) => html`${verdict(stats, this.queues.value ?? [])} ${statusTiles(stats, false)} ${rateTiles(stats)}
            <div class="tiles">
              ${oldestByPriority(stats).map((lane) => tile(`Oldest ${lane.priority}`, duration(lane.oldest), 'waits for a worker'))}
              ${tile('Workers', stats.workers.active, `${stats.workers.late} late, ${stats.workers.lost} lost`)}
            </div>`,
        )}
        <mr-trends range="1h"></mr-trends>
      </div>`;
  }
}
