import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { get, type Query } from '../api/client';
import { readEvents } from '../api/events';
import { ApiError } from '../api/problem';
import { now } from './clock';

/** What the tab's stream shows: its route, and how to read the same without it. */
export interface Source {
  path: string;
  query: Query;
  /** Reads once what the stream would tell; for as long as there is no stream. */
  poll?: (heard: Heard) => Promise<void>;
}

export type Heard = (name: string, data: unknown) => void;

/** none: the page shows nothing live; over: it will not change any more. */
export type LiveState = 'none' | 'connecting' | 'live' | 'polling' | 'paused' | 'over';

const POLL_MS = 5_000;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 15_000;

/**
 * The one stream of this tab. Each page says what it wants to be told; the stream of the page before ends. When it breaks, the
 * page is told the same by polling, and the banner says since when, until the stream is back.
 */
class Live extends EventTarget {
  state: LiveState = 'none';
  /** Until when what is shown was the present; null while it is. */
  asOf: number | null = null;

  private source: Source | null = null;
  private key = '';
  private heard: Heard = () => {};
  private running = new AbortController();
  private timer = 0;
  private paused = false;

  watch(source: Source | null, heard: Heard): void {
    const key = source ? source.path + JSON.stringify(source.query) : '';
    this.heard = heard;
    if (key === this.key) {
      return;
    }
    this.key = key;
    this.source = source;
    this.asOf = null;
    this.restart();
  }

  unwatch(heard: Heard): void {
    if (this.heard === heard) {
      this.watch(null, () => {});
    }
  }

  togglePause(): void {
    if (this.source === null && !this.paused) {
      return;
    }
    this.paused = !this.paused;
    if (this.paused) {
      this.asOf ??= now();
    }
    this.restart();
  }

  get isPaused(): boolean {
    return this.paused;
  }

  private restart(): void {
    this.running.abort();
    window.clearTimeout(this.timer);
    this.running = new AbortController();
    if (!this.source) {
      this.become(this.paused ? 'paused' : 'none');
    } else if (this.paused) {
      this.become('paused');
    } else {
      this.become('connecting');
      void this.run(this.source, this.running.signal);
    }
  }

  private async run(source: Source, signal: AbortSignal): Promise<void> {
    let wait = FIRST_WAIT_MS;
    let over = false;
    while (!signal.aborted && !over) {
      try {
        await readEvents(
          source.path,
          source.query,
          signal,
          () => {
            wait = FIRST_WAIT_MS;
            this.opened();
          },
          (event) => {
            if (event.name === 'end') {
              const { reason } = event.data as { reason: string };
              over = reason === 'final' || reason === 'unknown';
            }
            this.heard(event.name, event.data);
          },
        );
      } catch (failure) {
        over = failure instanceof ApiError && [401, 403, 404, 422].includes(failure.status);
      }
      if (signal.aborted) {
        return;
      }
      if (over) {
        this.become('over');
        return;
      }
      this.broke(source, signal);
      await new Promise((resolve) => window.setTimeout(resolve, wait));
      wait = Math.min(LONGEST_WAIT_MS, wait * 2);
    }
  }

  private opened(): void {
    window.clearTimeout(this.timer);
    this.timer = 0;
    this.asOf = null;
    this.become('live');
  }

  private broke(source: Source, signal: AbortSignal): void {
    this.asOf ??= now();
    if (this.state !== 'polling') {
      this.become('polling');
      this.pollLater(source, signal);
    }
  }

  private pollLater(source: Source, signal: AbortSignal): void {
    this.timer = window.setTimeout(async () => {
      try {
        await source.poll?.((name, data) => {
          if (!signal.aborted) {
            this.heard(name, data);
            this.asOf = now();
          }
        });
      } catch {
        // What is shown grows older, and the banner says so.
      }
      if (!signal.aborted && this.state === 'polling') {
        this.pollLater(source, signal);
      }
    }, POLL_MS);
  }

  private become(state: LiveState): void {
    this.state = state;
    this.dispatchEvent(new Event('change'));
  }
}

/** The stream of this tab. */
export const live = new Live();

/** Watches for as long as its host is shown. */
export class LiveController implements ReactiveController {
  private readonly listener: Heard = (name, data) => this.heard(name, data);

  constructor(
    host: ReactiveControllerHost,
    private readonly source: () => Source | null,
    private readonly heard: Heard,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    this.refresh();
  }

  hostDisconnected(): void {
    live.unwatch(this.listener);
  }

  /** Asks anew what to watch. */
  refresh(): void {
    live.watch(this.source(), this.listener);
  }
}

/** A source of the dashboard's own stream, with the routes that tell the same. */
export function topics(...names: ('stats' | 'queues' | 'workers')[]): Source {
  return {
    path: '/events',
    query: { topics: names.join(',') },
    poll: async (heard) => {
      await Promise.all(names.map(async (name) => heard(name, await get(`/${name}`))));
    },
  };
}
