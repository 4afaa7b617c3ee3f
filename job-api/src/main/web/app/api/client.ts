import { setServerTime } from '../core/clock';
import { parseJson } from '../core/json';
import { problemOf, unreachable } from './problem';
import type { Session } from './types';

export type QueryValue = string | number | boolean | null | undefined;
export type Query = Record<string, QueryValue>;

interface Options {
  query?: Query;
  /** JSON text. */
  body?: string;
  /** Sent as Idempotency-Key, so that the request may be repeated when its answer was lost. */
  key?: string;
  signal?: AbortSignal;
}

const ROOT = '/api/v1';
const PATIENCE_MS = 30_000;

let csrfToken: string | null = null;
let signedOut: () => void = () => {};

/** Tells what to do when a request shows that nobody is signed in. */
export function whenSignedOut(act: () => void): void {
  signedOut = act;
}

export function get<T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> {
  return request<T>('GET', path, { query, signal });
}

export function post<T>(path: string, body?: unknown, key?: string): Promise<T> {
  return request<T>('POST', path, { body: written(body), key });
}

/** As post, of JSON that somebody has written: it is sent as it is. */
export function postText<T>(path: string, body: string, key?: string): Promise<T> {
  return request<T>('POST', path, { body, key });
}

export function put<T>(path: string, body?: unknown): Promise<T> {
  return request<T>('PUT', path, { body: written(body) });
}

export function patch<T>(path: string, body: unknown): Promise<T> {
  return request<T>('PATCH', path, { body: written(body) });
}

export function remove<T>(path: string): Promise<T> {
  return request<T>('DELETE', path, {});
}

/** An answer that goes on for as long as somebody reads: Server-Sent Events. */
export async function open(path: string, query: Query, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
  const answer = await send('GET', path, { query, signal }, 'text/event-stream');
  return answer.body!;
}

/** Who one is; learns by the way what changes need to carry. */
export async function readSession(): Promise<Session> {
  const session = await request<Session>('GET', '/session', {});
  csrfToken = session.csrf_token;
  return session;
}

/** A new key for a request that makes something. */
export function idempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return `dashboard-${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

/** The address of an API route as one would type it elsewhere. */
export function address(path: string): string {
  return `${location.origin}${ROOT}${path}`;
}

async function request<T>(method: string, path: string, options: Options): Promise<T> {
  const timeout = AbortSignal.timeout(PATIENCE_MS);
  const signal = options.signal ? AbortSignal.any([options.signal, timeout]) : timeout;
  const answer = await send(method, path, { ...options, signal }, 'application/json');
  return (answer.status === 204 ? undefined : parseJson(await answer.text())) as T;
}

function written(body: unknown): string | undefined {
  return body === undefined ? undefined : JSON.stringify(body);
}

async function send(method: string, path: string, options: Options, accept: string): Promise<Response> {
  const answer = await reach(method, path, options, accept);
  setServerTime(answer.headers.get('Date'));
  if (answer.ok) {
    return answer;
  }
  const problem = await problemOf(answer);
  if (problem.code === 'unauthenticated') {
    signedOut();
  }
  if (problem.code === 'forgery_suspected' && (await learnToken())) {
    const second = await reach(method, path, options, accept);
    if (second.ok) {
      return second;
    }
    throw await problemOf(second);
  }
  throw problem;
}

/** Another tab may have signed in anew meanwhile; says whether there is another token to try. */
async function learnToken(): Promise<boolean> {
  const before = csrfToken;
  await readSession();
  return csrfToken !== null && csrfToken !== before;
}

async function reach(method: string, path: string, options: Options, accept: string): Promise<Response> {
  const headers: Record<string, string> = { Accept: `${accept}, application/problem+json` };
  if (options.body !== undefined) {
    headers['Content-Type'] = 'application/json';
  }
  if (options.key) {
    headers['Idempotency-Key'] = options.key;
  }
  if (method !== 'GET' && csrfToken) {
    headers['X-CSRF-Token'] = csrfToken;
  }
  try {
    return await fetch(ROOT + path + queryText(options.query), {
      method,
      headers,
      body: options.body,
      signal: options.signal,
      cache: 'no-store',
      redirect: 'error',
    });
  } catch (failure) {
    if (options.signal?.aborted && (options.signal.reason as DOMException)?.name !== 'TimeoutError') {
      throw failure;
    }
    throw unreachable();
  }
}

/** A query without what is absent or empty. */
export function queryText(query: Query = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== '') {
      parameters.set(name, String(value));
    }
  }
  const text = parameters.toString();
  return text ? `?${text}` : '';
}
