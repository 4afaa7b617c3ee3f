import { html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { get } from '../api/client';
import type { TimeSeries } from '../api/types';
import { now } from '../core/clock';
import { PageElement } from '../core/element';
import { Loader } from '../core/loader';
import './chart';
import type { Line } from './chart';
import { trouble } from './states';

/** How far back charts look, with the step of their points. */
export const RANGES: Record<string, [minutes: number, step: string, name: string]> = {
  '15m': [15, '1m', '15 minutes'],
  '1h': [60, '1m', '1 hour'],
  '6h': [360, '5m', '6 hours'],
  '24h': [1440, '15m', '24 hours'],
};

interface Drawing {
  title: string;
  metrics: [metric: string, name: string][];
}

const DRAWINGS: Drawing[] = [
  { title: 'In and out', metrics: [['submitted', 'submitted'], ['completed', 'completed']] },
  { title: 'Failures', metrics: [['retried', 'failed and retried'], ['dead', 'died']] },
  { title: 'Waiting time', metrics: [['wait_p50', 'p50'], ['wait_p95', 'p95'], ['wait_p99', 'p99']] },
  { title: 'Running time', metrics: [['run_p50', 'p50'], ['run_p95', 'p95'], ['run_p99', 'p99']] },
];

const AGAIN_MS = 15_000;
/** A step that has just begun, and whose counts are a few seconds behind, says nothing yet. */
const SOUND_SECONDS = 15;

/** The charts of the Overview and the wall screen, from the rollup; drawn anew from time to time. */
@customElement('mr-trends')
export class Trends extends PageElement {
  @property() range = '1h';
  private timer = 0;
  private readonly series = new Loader<Map<string, TimeSeries>>(this, (signal) => this.read(signal));

  override connectedCallback(): void {
    super.connectedCallback();
    this.timer = window.setInterval(() => !document.hidden && void this.series.load(), AGAIN_MS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.clearInterval(this.timer);
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('range')) {
      void this.series.load();
    }
  }

  override render() {
    const series = this.series.value;
    return html`${series === null ? trouble(this.series.error) : nothing}
      <div class="columns wide">
        ${DRAWINGS.map(
          ({ title, metrics }) => html`<section class="panel">
            <h2>${title}</h2>
            ${series ? this.chart(title, metrics, series) : html`<p class="soft">Loading…</p>`}
          </section>`,
        )}
      </div>`;
  }

  private chart(title: string, metrics: [string, string][], all: Map<string, TimeSeries>) {
    const first = all.get(metrics[0][0])!;
    const counted = first.unit === 'jobs';
    const lines: Line[] = metrics.map(([metric, name]) => {
      const series = all.get(metric)!;
      return { name, values: counted ? perSecond(series) : (series.series[0]?.values ?? []) };
    });
    return html`<mr-chart
      .label=${title}
      .times=${first.times}
      .lines=${lines}
      .unit=${counted ? 'jobs per second' : first.unit}
    ></mr-chart>`;
  }

  private async read(signal: AbortSignal): Promise<Map<string, TimeSeries>> {
    const [minutes, step] = RANGES[this.range] ?? RANGES['1h'];
    const from = new Date(Date.now() - minutes * 60_000).toISOString();
    const metrics = DRAWINGS.flatMap((drawing) => drawing.metrics.map(([metric]) => metric));
    const answers = await Promise.all(
      metrics.map((metric) => get<TimeSeries>('/stats/timeseries', { metric, from, step }, signal)),
    );
    return new Map(metrics.map((metric, i) => [metric, answers[i]]));
  }
}

/** Counts of steps of any length as rates, the last one by the time that it has had. */
function perSecond({ times, step_seconds, series }: TimeSeries): (number | null)[] {
  return (series[0]?.values ?? []).map((count, i) => {
    const seconds = Math.min(step_seconds, (now() - Date.parse(times[i])) / 1000);
    return seconds < SOUND_SECONDS ? null : count / seconds;
  });
}
