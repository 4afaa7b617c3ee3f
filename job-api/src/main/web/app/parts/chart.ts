import { html, nothing, svg } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { PageElement } from '../core/element';
import { axisTime, clockTime, inUnit } from '../core/format';

/** One line of a chart. */
export interface Line {
  name: string;
  values: (number | null)[];
}

const WIDTH = 600;
const HEIGHT = 120;
const DAY_SECONDS = 86_400;
const STYLES = 6;

/** Lines over time. Told apart by colour and dash; their figures stand in the legend, at the moment pointed at. */
@customElement('mr-chart')
export class Chart extends PageElement {
  @property() label = '';
  @property({ attribute: false }) times: string[] = [];
  @property({ attribute: false }) lines: Line[] = [];
  @property() unit = 'jobs';
  @state() private at: number | null = null;

  override render() {
    if (this.times.length === 0) {
      return nothing;
    }
    const top = this.top();
    const long = Date.parse(this.times.at(-1)!) - Date.parse(this.times[0]) > 2 * DAY_SECONDS * 1000;
    const shown = this.at ?? this.times.length - 1;
    return html`<figure class="chart">
      <div class="plot">
        <span class="y top">${inUnit(top, this.unit)}</span>
        <svg
          viewBox="0 0 ${WIDTH} ${HEIGHT}"
          preserveAspectRatio="none"
          role="img"
          aria-label=${this.summary()}
          @pointermove=${this.point}
          @pointerleave=${() => (this.at = null)}
        >
          ${[0, 0.5, 1].map(
            (share) => svg`<line class="grid" x1="0" x2=${WIDTH} y1=${HEIGHT * share} y2=${HEIGHT * share} />`,
          )}
          ${this.at === null
            ? nothing
            : svg`<line class="cursor" x1=${this.x(this.at)} x2=${this.x(this.at)} y1="0" y2=${HEIGHT} />`}
          ${this.lines.map((line, i) => svg`<path class=${style(i)} d=${this.path(line.values, top)} />`)}
        </svg>
      </div>
      <div class="x" aria-hidden="true">
        <span>${axisTime(this.times[0], long)}</span>
        <span>${this.at === null ? '' : clockTime(new Date(this.times[this.at]))}</span>
        <span>${axisTime(this.times.at(-1)!, long)}</span>
      </div>
      <figcaption class="legend">
        ${this.lines.map(
          (line, i) => html`<span>
            <svg viewBox="0 0 18 8" aria-hidden="true"><line class=${style(i)} x1="0" x2="18" y1="4" y2="4" /></svg>
            ${line.name} <strong>${inUnit(line.values[shown] ?? null, this.unit)}</strong>
          </span>`,
        )}
      </figcaption>
    </figure>`;
  }

  private top(): number {
    const highest = Math.max(0, ...this.lines.flatMap((line) => line.values.map((value) => value ?? 0)));
    if (highest === 0) {
      return this.unit === 'ratio' ? 0.1 : 1;
    }
    const step = 10 ** Math.floor(Math.log10(highest));
    return [1, 2, 5, 10].map((times) => times * step).find((round) => round >= highest)!;
  }

  private x(index: number): number {
    return this.times.length === 1 ? 0 : (index / (this.times.length - 1)) * WIDTH;
  }

  private path(values: (number | null)[], top: number): string {
    let pen = 'M';
    return values
      .map((value, i) => {
        if (value === null) {
          pen = 'M';
          return '';
        }
        const step = `${pen}${this.x(i).toFixed(1)} ${(HEIGHT - (value / top) * HEIGHT).toFixed(1)}`;
        // A lone value between gaps is seen, too.
        const dot = pen === 'M' && (values[i + 1] ?? null) === null ? 'h-3' : '';
        pen = 'L';
        return step + dot;
      })
      .join('');
  }

  private point(event: PointerEvent): void {
    const box = (event.currentTarget as Element).getBoundingClientRect();
    const index = Math.round(((event.clientX - box.left) / box.width) * (this.times.length - 1));
    this.at = Math.min(this.times.length - 1, Math.max(0, index));
  }

  private summary(): string {
    const now = this.lines.map((line) => {
      const known = line.values.filter((value) => value !== null);
      const most = known.length ? Math.max(...known) : null;
      return `${line.name} ${inUnit(line.values.at(-1) ?? null, this.unit)}, at most ${inUnit(most, this.unit)}`;
    });
    return `${this.label}, from ${axisTime(this.times[0], false)} to ${axisTime(this.times.at(-1)!, false)}. ${now.join('; ')}`;
  }
}

function style(index: number): string {
  return `series series-${(index % STYLES) + 1} dash-${(index % 4) + 1}`;
}

/** Counts side by side, as small as a word. */
export function spark(counts: number[], label: string) {
  const most = Math.max(1, ...counts);
  const width = 100 / Math.max(1, counts.length);
  return html`<svg class="spark" viewBox="0 0 100 24" preserveAspectRatio="none" role="img" aria-label=${label}>
    ${counts.map((value, i) => {
      const height = value === 0 ? 0.75 : Math.max(2.5, (value / most) * 24);
      return svg`<rect x=${i * width + 0.4} y=${24 - height} width=${width - 0.8} height=${height} />`;
    })}
  </svg>`;
}

/** How full something is; the figures stand beside it. */
export function meter(value: number, most: number, label: string) {
  const share = most > 0 ? Math.min(100, Math.max(0, (value / most) * 100)) : 0;
  return html`<div
    class="meter"
    role="meter"
    aria-label=${label}
    aria-valuenow=${value}
    aria-valuemin="0"
    aria-valuemax=${Math.max(most, value)}
  >
    <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
      <rect width=${share} height="10" />
    </svg>
  </div>`;
}
