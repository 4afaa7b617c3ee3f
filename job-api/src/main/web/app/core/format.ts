import { now } from './clock';

/** The one place that says how things are written. */

const NUMBER = new Intl.NumberFormat('en');
const COMPACT = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
const NOTHING = '–';

/** 12,345 */
export function count(value: number | null | undefined): string {
  return value === null || value === undefined ? NOTHING : NUMBER.format(value);
}

/** 12.3K, for places where there is no room */
export function shortCount(value: number): string {
  return Math.abs(value) < 10_000 ? NUMBER.format(Math.round(value * 100) / 100) : COMPACT.format(value);
}

/** 10,000 or more, when counting was given up there */
export function cappedCount(value: number, capped: boolean): string {
  return capped ? `${count(value)} or more` : count(value);
}

/** 0.42/s, 17/s */
export function rate(perSecond: number | null | undefined): string {
  if (perSecond === null || perSecond === undefined) {
    return NOTHING;
  }
  const digits = perSecond === 0 || perSecond >= 100 ? 0 : perSecond >= 10 ? 1 : 2;
  return `${NUMBER.format(Number(perSecond.toFixed(digits)))}/s`;
}

/** 3.2 % */
export function percent(ratio: number | null | undefined): string {
  if (ratio === null || ratio === undefined) {
    return NOTHING;
  }
  const value = ratio * 100;
  return `${value > 0 && value < 0.1 ? '<0.1' : Number(value.toFixed(value < 10 ? 1 : 0))} %`;
}

/** <1 ms, 340 ms, 2.1 s, 3 m 20 s, 4 h 5 m, 12 d 3 h */
export function duration(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined || Number.isNaN(seconds)) {
    return NOTHING;
  }
  const long = Math.max(0, seconds);
  if (long > 0 && long < 0.001) {
    return '<1 ms';
  }
  if (long < 1) {
    return `${Math.round(long * 1000)} ms`;
  }
  if (long < 60) {
    return `${long < 10 ? Number(long.toFixed(1)) : Math.round(long)} s`;
  }
  const steps: [string, number, string, number][] = [
    ['d', 86_400, 'h', 3_600],
    ['h', 3_600, 'm', 60],
    ['m', 60, 's', 1],
  ];
  const [large, largeSeconds, small, smallSeconds] = steps.find(([, length]) => long >= length)!;
  const whole = Math.floor(long / largeSeconds);
  const rest = Math.floor((long % largeSeconds) / smallSeconds);
  return rest ? `${whole} ${large} ${rest} ${small}` : `${whole} ${large}`;
}

/** Seconds from one moment to another, or to now. */
export function between(from: string | null, to: string | null = null): number | null {
  return from === null ? null : ((to === null ? now() : Date.parse(to)) - Date.parse(from)) / 1000;
}

/** just now, 12 s ago, in 3 m 20 s */
export function relative(time: string | null): string {
  if (time === null) {
    return NOTHING;
  }
  const age = (now() - Date.parse(time)) / 1000;
  if (Math.abs(age) < 1) {
    return 'just now';
  }
  const length = duration(Math.floor(Math.abs(age)));
  return age > 0 ? `${length} ago` : `in ${length}`;
}

/** 2026-03-29 14:05:09.123, by the clock of whoever looks */
export function moment(time: string | null, milliseconds = false): string {
  if (time === null) {
    return NOTHING;
  }
  const at = new Date(time);
  const text = `${day(at)} ${clockTime(at)}`;
  return milliseconds ? `${text}.${pad(at.getMilliseconds(), 3)}` : text;
}

/** 14:05:09 */
export function clockTime(at: Date): string {
  return `${pad(at.getHours())}:${pad(at.getMinutes())}:${pad(at.getSeconds())}`;
}

/** 14:05, or 29 Mar where days are meant */
export function axisTime(time: string, daily: boolean): string {
  const at = new Date(time);
  return daily
    ? at.toLocaleDateString('en', { day: 'numeric', month: 'short' })
    : `${pad(at.getHours())}:${pad(at.getMinutes())}`;
}

/** A moment as a field of a form takes it, and back. */
export function toField(time: string | null): string {
  if (!time) {
    return '';
  }
  const at = new Date(time);
  return `${day(at)}T${clockTime(at)}`;
}

export function fromField(text: string): string | null {
  const at = text ? new Date(text) : null;
  return at && !Number.isNaN(at.getTime()) ? at.toISOString() : null;
}

/** The end of an id, which tells jobs made together apart; its beginning is their time. */
export function shortId(id: string): string {
  return id.length === 36 ? `…${id.slice(-8)}` : id;
}

/** cancel_running → cancel running */
export function words(name: string): string {
  return name.replaceAll('_', ' ');
}

/** 1 job, 12 jobs */
export function plural(number: number, one: string, many = `${one}s`): string {
  return `${count(number)} ${number === 1 ? one : many}`;
}

/** The first line of a longer text. */
export function firstLine(text: string): string {
  return text.split('\n', 1)[0];
}

/** A value of the charts in its own unit. */
export function inUnit(value: number | null, unit: string): string {
  if (value === null) {
    return NOTHING;
  }
  switch (unit) {
    case 'seconds':
      return duration(value);
    case 'ratio':
      return percent(value);
    case 'jobs per second':
      return rate(value);
    default:
      return shortCount(value);
  }
}

function day(at: Date): string {
  return `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`;
}

function pad(value: number, digits = 2): string {
  return String(value).padStart(digits, '0');
}
