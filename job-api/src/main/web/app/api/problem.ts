import type { Problem } from './types';

/** Why a request was not answered as was hoped: the API's own words, or that it could not be reached at all. */
export class ApiError extends Error {
  constructor(
    readonly problem: Problem,
    /** After how many seconds the service asks to be asked again. */
    readonly retryAfter: number | null = null,
  ) {
    super(problem.detail || problem.title);
  }

  get code(): string {
    return this.problem.code;
  }

  get status(): number {
    return this.problem.status;
  }

  /** Whether the same request may well be answered a little later. */
  get passing(): boolean {
    return this.code !== 'range_too_wide' && [0, 429, 503].includes(this.status);
  }

  /** What is wrong with one field, by its JSON Pointer; for showing beside it. */
  at(pointer: string): string | null {
    return this.problem.errors?.find((violation) => violation.pointer === pointer)?.detail ?? null;
  }
}

/** The service cannot be reached, or broke off. */
export function unreachable(): ApiError {
  return new ApiError({
    type: 'about:blank',
    title: 'The service cannot be reached',
    status: 0,
    detail: 'Millrace does not answer. Is job-api running, and this machine connected?',
    code: 'unreachable',
    trace_id: '',
  });
}

/** The problem that an answer tells of, whatever its body is. */
export async function problemOf(answer: Response): Promise<ApiError> {
  const after = Number(answer.headers.get('Retry-After'));
  const retryAfter = Number.isFinite(after) && after > 0 ? after : null;
  try {
    const told = (await answer.json()) as Problem;
    if (typeof told.code === 'string') {
      return new ApiError(told, retryAfter);
    }
  } catch {
    // Something between here and the service answered in its own words.
  }
  const title = `Answered with ${answer.status}`;
  return new ApiError(
    { type: 'about:blank', title, status: answer.status, detail: title, code: 'unknown', trace_id: '' },
    retryAfter,
  );
}
