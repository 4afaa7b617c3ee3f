import { go } from './router';
import { live } from './live';

/** Where `g` and a letter lead. */
export const GOES: Record<string, [path: string, name: string]> = {
  o: ['/dashboard', 'Overview'],
  j: ['/dashboard/jobs', 'Jobs'],
  d: ['/dashboard/dead-letters', 'Dead letters'],
  s: ['/dashboard/schedules', 'Schedules'],
  q: ['/dashboard/queues', 'Queues'],
  w: ['/dashboard/workers', 'Workers'],
  l: ['/dashboard/logs', 'Logs'],
  n: ['/dashboard/submit', 'Submit a job'],
};

/** All that keys do, for the page of help. */
export const KEYS: [keys: string[], does: string][] = [
  [['/'], 'search'],
  [['j'], 'next row'],
  [['k'], 'row before'],
  [['Enter'], 'open the row'],
  [['x'], 'choose the row'],
  [['r'], 'pause or resume what is live'],
  [['?'], 'this help'],
  ...Object.entries(GOES).map(([key, [, name]]): [string[], string] => [['g', key], `go to ${name}`]),
];

const SEQUENCE_MS = 1_200;
let leaderAt = -Infinity;

/** Listens to the whole page; what is typed into fields stays theirs, and so does what has a modifier. */
export function listenToKeys(help: () => void): void {
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target)) {
      return;
    }
    if (document.querySelector('dialog[open]')) {
      return;
    }
    if (act(event, help)) {
      event.preventDefault();
    }
  });
}

function act(event: KeyboardEvent, help: () => void): boolean {
  const key = event.key;
  const led = event.timeStamp - leaderAt < SEQUENCE_MS;
  leaderAt = -Infinity;
  if (led && GOES[key]) {
    go(GOES[key][0]);
    return true;
  }
  switch (key) {
    case 'g':
      leaderAt = event.timeStamp;
      return true;
    case '/':
      document.querySelector<HTMLInputElement>('#search')?.focus();
      return true;
    case '?':
      help();
      return true;
    case 'r':
      live.togglePause();
      return true;
    case 'j':
      return step(1);
    case 'k':
      return step(-1);
    case 'x':
      return choose();
    case 'Enter':
      return openRow(event.target as Element);
    default:
      return false;
  }
}

function step(by: number): boolean {
  const rows = [...document.querySelectorAll<HTMLElement>('main [data-rows] > tbody > tr[tabindex]')];
  if (rows.length === 0) {
    return false;
  }
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  const next = at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + by));
  rows[next].focus();
  rows[next].scrollIntoView({ block: 'nearest' });
  return true;
}

function choose(): boolean {
  const box = document.activeElement?.closest('tr')?.querySelector<HTMLInputElement>('input[type=checkbox]');
  box?.click();
  return box !== null && box !== undefined;
}

function openRow(target: Element): boolean {
  const href = target.matches('tr[data-href]') ? target.getAttribute('data-href') : null;
  if (href) {
    go(href);
  }
  return href !== null;
}

function isTyping(target: EventTarget | null): boolean {
  const element = target as HTMLElement;
  return (
    element instanceof HTMLTextAreaElement ||
    element instanceof HTMLSelectElement ||
    (element instanceof HTMLInputElement && !['checkbox', 'radio', 'button'].includes(element.type))
  );
}
