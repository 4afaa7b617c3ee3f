/** A JSON value as people read it. */
export function pretty(value: unknown): string {
  return JSON.stringify(value, null, 2);
}

/** An object written by hand, or why it is none. */
export function parseObject(text: string): { value: Record<string, unknown> } | { error: string } {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? { value: value as Record<string, unknown> }
      : { error: 'must be a JSON object: { … }' };
  } catch (failure) {
    return { error: (failure as Error).message };
  }
}
