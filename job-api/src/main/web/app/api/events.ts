import { parseJson } from '../core/json';
import { open, type Query } from './client';
import { ApiError, unreachable } from './problem';

/** One event of a stream. */
export interface ServerEvent {
  name: string;
  data: unknown;
}

/** The service sends something every 15 s, if only a comment; who hears nothing for longer has lost it. */
const SILENCE_MS = 25_000;

/**
 * Reads Server-Sent Events until the stream ends or is aborted. Unlike EventSource it sees refusals and comments, so that it
 * knows why a stream does not begin, and notices one that has gone silent.
 */
export async function readEvents(
  path: string,
  query: Query,
  signal: AbortSignal,
  opened: () => void,
  heard: (event: ServerEvent) => void,
): Promise<void> {
  const given = new AbortController();
  const silence = new Silence(() => given.abort());
  try {
    const stream = await open(path, query, AbortSignal.any([signal, given.signal]));
    const reader = stream.pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>).getReader();
    opened();
    let rest = '';
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        return;
      }
      silence.broken();
      const parts = (rest + value).split('\n\n');
      rest = parts.pop()!;
      parts.map(parse).forEach((event) => event && heard(event));
    }
  } catch (failure) {
    if (signal.aborted) {
      return;
    }
    throw failure instanceof ApiError ? failure : unreachable();
  } finally {
    silence.end();
  }
}

class Silence {
  private timer = 0;

  constructor(private readonly tooLong: () => void) {
    this.broken();
  }

  broken(): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(this.tooLong, SILENCE_MS);
  }

  end(): void {
    window.clearTimeout(this.timer);
  }
}

function parse(block: string): ServerEvent | null {
  let name = 'message';
  let data = '';
  for (const line of block.split('\n')) {
    if (line.startsWith('event:')) {
      name = line.slice(6).trim();
    } else if (line.startsWith('data:')) {
      data += line.slice(5).trimStart();
    }
  }
  return data ? { name, data: parseJson(data) } : null;
}
