import { asNumber } from './json';

/** What the dashboard understands of JSON Schema; the service checks everything. */
export interface Schema {
  type?: string | string[];
  title?: string;
  description?: string;
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  pattern?: string;
  format?: string;
  $ref?: string;
  $defs?: Record<string, Schema>;
}

/** What the service shows in the place of a value that is masked, and takes for the value as it was. */
export const MASK = '[redacted]';

export interface Fault {
  pointer: string;
  detail: string;
}

/** What breaks the schema, as far as can be told here. What is not understood is left to the service. */
export function faults(value: unknown, schema: Schema, root: Schema = schema, pointer = ''): Fault[] {
  if (value === MASK) {
    return [];
  }
  const wanted = resolve(schema, root);
  const found: Fault[] = [];
  const wrong = (detail: string, at = pointer) => found.push({ pointer: at, detail });
  const types = typesOf(wanted);
  if (types.length && !types.some((type) => isOf(value, type))) {
    return [{ pointer, detail: `must be ${types.join(' or ')}` }];
  }
  if (wanted.enum && !wanted.enum.some((allowed) => same(allowed, value))) {
    wrong(`must be one of ${wanted.enum.map((allowed) => JSON.stringify(allowed)).join(', ')}`);
  }
  const choices = wanted.anyOf ?? wanted.oneOf;
  if (choices && choices.every((choice) => faults(value, choice, root, pointer).length > 0)) {
    wrong('is of no kind that is allowed here');
  }
  wanted.allOf?.forEach((part) => found.push(...faults(value, part, root, pointer)));
  const number = asNumber(value);
  if (number !== null) {
    checkNumber(number, wanted, wrong);
  } else if (typeof value === 'string') {
    checkText(value, wanted, wrong);
  } else if (Array.isArray(value)) {
    checkArray(value, wanted, wrong);
    value.forEach((item, i) => wanted.items && found.push(...faults(item, wanted.items, root, `${pointer}/${i}`)));
  } else if (typeof value === 'object' && value !== null) {
    found.push(...checkObject(value as Record<string, unknown>, wanted, root, pointer));
  }
  return found;
}

/** The schema that is meant, through references within the document. */
export function resolve(schema: Schema, root: Schema): Schema {
  if (!schema.$ref?.startsWith('#')) {
    return schema;
  }
  const target = schema.$ref
    .slice(1)
    .split('/')
    .filter(Boolean)
    .reduce<unknown>((at, name) => (at as Record<string, unknown> | undefined)?.[name], root);
  return target ? { ...(target as Schema), ...schema, $ref: undefined } : {};
}

export function typesOf(schema: Schema): string[] {
  return schema.type === undefined ? [] : [schema.type].flat();
}

function checkNumber(value: number, schema: Schema, wrong: (detail: string) => void): void {
  if (schema.minimum !== undefined && value < schema.minimum) {
    wrong(`must be at least ${schema.minimum}`);
  }
  if (schema.maximum !== undefined && value > schema.maximum) {
    wrong(`must be at most ${schema.maximum}`);
  }
  if (schema.exclusiveMinimum !== undefined && value <= schema.exclusiveMinimum) {
    wrong(`must be more than ${schema.exclusiveMinimum}`);
  }
  if (schema.exclusiveMaximum !== undefined && value >= schema.exclusiveMaximum) {
    wrong(`must be less than ${schema.exclusiveMaximum}`);
  }
}

function checkText(value: string, schema: Schema, wrong: (detail: string) => void): void {
  const length = [...value].length;
  if (schema.minLength !== undefined && length < schema.minLength) {
    wrong(schema.minLength === 1 ? 'must not be empty' : `must have at least ${schema.minLength} characters`);
  }
  if (schema.maxLength !== undefined && length > schema.maxLength) {
    wrong(`must have at most ${schema.maxLength} characters`);
  }
  const pattern = schema.pattern === undefined ? null : understood(schema.pattern);
  if (pattern && !pattern.test(value)) {
    wrong(`must fit ${schema.pattern}`);
  }
}

function checkArray(value: unknown[], schema: Schema, wrong: (detail: string) => void): void {
  if (schema.minItems !== undefined && value.length < schema.minItems) {
    wrong(`must have at least ${schema.minItems}`);
  }
  if (schema.maxItems !== undefined && value.length > schema.maxItems) {
    wrong(`must have at most ${schema.maxItems}`);
  }
}

function checkObject(value: Record<string, unknown>, schema: Schema, root: Schema, pointer: string): Fault[] {
  const found: Fault[] = [];
  for (const name of schema.required ?? []) {
    if (!(name in value)) {
      found.push({ pointer: child(pointer, name), detail: 'is required but missing' });
    }
  }
  for (const [name, held] of Object.entries(value)) {
    const property = schema.properties?.[name];
    const others = schema.additionalProperties;
    if (property) {
      found.push(...faults(held, property, root, child(pointer, name)));
    } else if (others === false) {
      found.push({ pointer: child(pointer, name), detail: 'is unknown' });
    } else if (typeof others === 'object') {
      found.push(...faults(held, others, root, child(pointer, name)));
    }
  }
  return found;
}

function child(pointer: string, name: string): string {
  return `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

function understood(pattern: string): RegExp | null {
  try {
    return new RegExp(pattern, 'u');
  } catch {
    return null;
  }
}

function isOf(value: unknown, type: string): boolean {
  switch (type) {
    case 'null':
      return value === null;
    case 'array':
      return Array.isArray(value);
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value) && asNumber(value) === null;
    case 'number':
      return asNumber(value) !== null;
    case 'integer':
      return Number.isInteger(asNumber(value));
    default:
      return typeof value === type;
  }
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
