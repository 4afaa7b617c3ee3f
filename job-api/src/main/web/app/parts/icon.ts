import { html, svg, type TemplateResult } from 'lit';

const SHAPES = {
  mill: svg`<circle cx="12" cy="12" r="7"/><circle cx="12" cy="12" r="1.5"/><path d="M12 2v8M12 14v8M2 12h8M14 12h8M5 5l5 5M14 14l5 5M19 5l-5 5M10 14l-5 5"/>`,
  overview: svg`<path d="M4 13a8 8 0 1 1 16 0M12 13l4-5M4 18h16"/>`,
  jobs: svg`<path d="M8 6h12M8 12h12M8 18h12M4 6h.01M4 12h.01M4 18h.01"/>`,
  dead: svg`<path d="M8 3h8l5 5v8l-5 5H8l-5-5V8zM9 9l6 6M15 9l-6 6"/>`,
  clock: svg`<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3 2"/>`,
  queue: svg`<path d="M4 7h16M4 12h16M4 17h9M17 15l3 2-3 2"/>`,
  workers: svg`<rect x="4" y="4" width="16" height="6" rx="1.5"/><rect x="4" y="14" width="16" height="6" rx="1.5"/><path d="M8 7h.01M8 17h.01"/>`,
  logs: svg`<path d="M5 4h14v16H5zM8 8h8M8 12h8M8 16h5"/>`,
  submit: svg`<path d="M12 5v14M5 12h14"/>`,
  wall: svg`<path d="M3 5h18v11H3zM9 20h6M12 16v4"/>`,
  key: svg`<circle cx="8" cy="15" r="4"/><path d="M11 12l8-8M16 7l3 3"/>`,
  users: svg`<circle cx="9" cy="8" r="3.5"/><path d="M3 20c0-3.5 2.5-6 6-6s6 2.500 6 6M16 5a3.500 3.500 0 0 1 0 6.500M18 14.500c2 .8 3 2.800 3 5.500"/>`,
  audit: svg`<path d="M12 3l8 3v6c0 5-3.500 7.500-8 9-4.500-1.500-8-4-8-9V6zM9 12l2 2 4-4"/>`,
  pending: svg`<circle cx="12" cy="12" r="8"/>`,
  running: svg`<path d="M7 5l12 7-12 7z"/>`,
  retrying: svg`<path d="M20 12a8 8 0 1 1-2.500-5.800M20 3v4h-4"/>`,
  completed: svg`<path d="M5 12.500l4.500 4.500L19 7"/>`,
  canceled: svg`<circle cx="12" cy="12" r="8"/><path d="M6.500 6.500l11 11"/>`,
  discarded: svg`<path d="M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13"/>`,
  warning: svg`<path d="M12 4l9 16H3zM12 10v4M12 17h.01"/>`,
  error: svg`<circle cx="12" cy="12" r="9"/><path d="M12 7v6M12 16.500h.01"/>`,
  good: svg`<circle cx="12" cy="12" r="9"/><path d="M8 12.500l3 3 5-6"/>`,
  pause: svg`<path d="M8 5v14M16 5v14"/>`,
  live: svg`<circle cx="12" cy="12" r="3"/><path d="M6 6a8.500 8.500 0 0 0 0 12M18 6a8.500 8.500 0 0 1 0 12"/>`,
  empty: svg`<path d="M3 13l3-8h12l3 8v6H3zM3 13h5l1.500 3h5l1.500-3h5"/>`,
  up: svg`<path d="M6 15l6-6 6 6"/>`,
  down: svg`<path d="M6 9l6 6 6-6"/>`,
  copy: svg`<rect x="8" y="8" width="12" height="12" rx="2"/><path d="M16 8V4H4v12h4"/>`,
  edit: svg`<path d="M4 20l1-4L16 5l3 3L8 19z"/>`,
  open: svg`<path d="M14 4h6v6M20 4l-9 9M18 14v6H4V6h6"/>`,
};

export type IconName = keyof typeof SHAPES;

/** A picture beside words that say the same; nothing is told by it alone. */
export function icon(name: IconName): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">${SHAPES[name]}</svg>`;
}
