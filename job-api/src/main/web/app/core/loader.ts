import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { ApiError, unreachable } from '../api/problem';

const AGAIN_MS = 5_000;

/**
 * Keeps what one request has answered, for its host to draw: the value, the error of the last try, or neither yet. What is
 * asked later counts, even when it is answered earlier. Faults that pass are tried again by themselves.
 */
export class Loader<T> implements ReactiveController {
  value: T | null = null;
  error: ApiError | null = null;
  busy = false;

  private asked = new AbortController();
  private timer = 0;

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly ask: (signal: AbortSignal) => Promise<T>,
    private readonly answered: (value: T) => void = () => {},
  ) {
    host.addController(this);
  }

  hostConnected(): void {}

  hostDisconnected(): void {
    this.asked.abort();
    window.clearTimeout(this.timer);
  }

  /** Forgets what was answered, for something else is asked now. */
  reset(): void {
    this.value = null;
    this.error = null;
    void this.load();
  }

  async load(): Promise<void> {
    this.asked.abort();
    window.clearTimeout(this.timer);
    const asking = new AbortController();
    this.asked = asking;
    this.busy = true;
    this.host.requestUpdate();
    try {
      const value = await this.ask(asking.signal);
      if (!asking.signal.aborted) {
        this.value = value;
        this.error = null;
        this.answered(value);
      }
    } catch (failure) {
      if (!asking.signal.aborted) {
        this.fail(failure);
      }
    } finally {
      if (!asking.signal.aborted) {
        this.busy = false;
        this.host.requestUpdate();
      }
    }
  }

  /** Takes a value that came by another way, such as the live stream. */
  take(value: T): void {
    this.value = value;
    this.error = null;
    this.host.requestUpdate();
  }

  private fail(failure: unknown): void {
    if (!(failure instanceof ApiError)) {
      console.error(failure);
    }
    this.error = failure instanceof ApiError ? failure : unreachable();
    if (this.error.passing) {
      this.timer = window.setTimeout(() => void this.load(), (this.error.retryAfter ?? 0) * 1000 || AGAIN_MS);
    }
  }
}

/** What an action of somebody's met: shown where the action was asked for. */
export function asApiError(failure: unknown): ApiError {
  if (failure instanceof ApiError) {
    return failure;
  }
  console.error(failure);
  return unreachable();
}
