import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { ApiError } from '../api/problem';
import { failed, loading, type Drawn } from '../parts/states';
import { live } from './live';
import { Loader } from './loader';

interface Row {
  id: string;
}

const NOT_SOONER_MS = 3_000;
/** A list that takes long is read the more seldom, so that a page takes a small share of the service's time. */
const REST_PER_READING = 20;

/**
 * Keeps the rows of a list in their places while they are read. Rows that are shown are brought up to date where they stand;
 * what is new waits until it is asked for, and what no longer belongs to the list stays, marked, until then.
 */
export class RowKeeper<T extends Row> implements ReactiveController {
  rows: T[] | null = null;
  /** Those shown that the list no longer holds. */
  gone: Set<string> = new Set();
  /** How many the list holds that are not shown. */
  news = 0;

  private latest: T[] = [];
  private readonly loader: Loader<T[]>;
  private timer = 0;
  private lastAt = 0;
  private lastTook = 0;

  constructor(
    private readonly host: ReactiveControllerHost,
    read: (signal: AbortSignal) => Promise<T[]>,
  ) {
    this.loader = new Loader(host, read, (rows) => {
      this.lastTook = Date.now() - this.lastAt;
      this.meet(rows);
    });
    host.addController(this);
  }

  hostConnected(): void {}

  hostDisconnected(): void {
    window.clearTimeout(this.timer);
    this.timer = 0;
  }

  get error(): ApiError | null {
    return this.loader.error;
  }

  /** Reads the list for the first time, or because something else is asked of it. */
  load(): Promise<void> {
    this.rows = null;
    this.news = 0;
    this.gone = new Set();
    this.lastAt = Date.now();
    return this.loader.load();
  }

  /** Reads again what is already shown, at ease. */
  refreshSoon(): void {
    if (!this.timer && this.rows !== null) {
      const rest = Math.max(NOT_SOONER_MS, this.lastTook * REST_PER_READING);
      const wait = Math.max(0, this.lastAt + rest - Date.now());
      this.timer = window.setTimeout(() => {
        this.timer = 0;
        if (!document.hidden && !live.isPaused) {
          this.lastAt = Date.now();
          void this.loader.load();
        }
      }, wait);
    }
  }

  /** Reads again at once and shows everything, for somebody has just changed it. */
  async reload(): Promise<void> {
    this.lastAt = Date.now();
    await this.loader.load();
    this.showNews();
  }

  /** Shows what has been waiting. */
  showNews(): void {
    this.rows = this.latest;
    this.news = 0;
    this.gone = new Set();
    this.host.requestUpdate();
  }

  /** The rows, or why there are none to show. */
  draw(draw: (rows: T[]) => Drawn, more?: (error: ApiError) => Drawn): Drawn {
    if (this.rows !== null) {
      return draw(this.rows);
    }
    const { error } = this.loader;
    return error ? failed(error, () => void this.load(), more?.(error)) : loading();
  }

  private meet(latest: T[]): void {
    this.latest = latest;
    if (this.rows === null || this.rows.length === 0) {
      this.rows = latest;
      return;
    }
    const present = new Map(latest.map((row) => [row.id, row]));
    const shown = new Set(this.rows.map((row) => row.id));
    this.rows = this.rows.map((row) => present.get(row.id) ?? row);
    this.news = latest.filter((row) => !shown.has(row.id)).length;
    // Rows at the end may just have been pushed off the page by the new ones.
    const last = this.news ? this.rows.findLastIndex((row) => present.has(row.id)) : this.rows.length;
    this.gone = new Set(this.rows.slice(0, last + 1).map((row) => row.id).filter((id) => !present.has(id)));
  }
}
