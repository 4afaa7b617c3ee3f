/** A number that has more digits than a JavaScript number can hold; JSON.stringify writes it as it was. */
interface RawNumber {
  rawJSON: string;
}

/** What browsers of 2025 and later can do, and older ones cannot. */
interface ExactJson {
  rawJSON?(text: string): RawNumber;
  isRawJSON?(value: unknown): value is RawNumber;
  parse(text: string, reviver: (key: string, value: unknown, context?: { source?: string }) => unknown): unknown;
}

const EXACT = JSON as unknown as ExactJson;
/** Fifteen digits always survive, so most texts need not be looked at number by number. */
const LONG_NUMBER = /\d[\d.]{15,}/;

/** Whether this browser keeps every digit of long numbers. */
export const keepsDigits = EXACT.rawJSON !== undefined;

/** A JSON value; numbers that are too long for JavaScript keep their digits where the browser can. */
export function parseJson(text: string): unknown {
  if (!keepsDigits || !LONG_NUMBER.test(text)) {
    return JSON.parse(text);
  }
  return EXACT.parse(text, (_, value, context) =>
    typeof value === 'number' && context?.source && digits(context.source) !== digits(String(value))
      ? EXACT.rawJSON!(context.source)
      : value,
  );
}

/** A number as a field of a form has it, which allows more ways to write one than JSON. */
export function parseNumber(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return Number(text);
  }
}

/** The number that a JSON value is, as near as JavaScript comes to it; null when it is none. */
export function asNumber(value: unknown): number | null {
  return typeof value === 'number' ? value : EXACT.isRawJSON?.(value) ? Number(value.rawJSON) : null;
}

/** Whether a text holds a number whose last digits are not shown here as they are. */
export function losesDigits(text: string): boolean {
  return !keepsDigits && LONG_NUMBER.test(text);
}

/** A JSON value as people read it. */
export function pretty(value: unknown): string {
  return JSON.stringify(value, null, 2);
}

/** An object written by hand, or why it is none. */
export function parseObject(text: string): { value: Record<string, unknown> } | { error: string } {
  try {
    const value = parseJson(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) && asNumber(value) === null
      ? { value: value as Record<string, unknown> }
      : { error: 'must be a JSON object: { … }' };
  } catch (failure) {
    return { error: (failure as Error).message };
  }
}

/** The digits that count, without sign, point, exponent, and zeros around them. */
function digits(number: string): string {
  return number
    .replace(/e.*$/i, '')
    .replace(/[-.]/g, '')
    .replace(/^0+|0+$/g, '');
}
