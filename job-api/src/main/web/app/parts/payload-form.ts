import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { PageElement } from '../core/element';
import { asNumber, parseJson, parseNumber, pretty } from '../core/json';
import { faults, MASK, resolve, typesOf, type Schema } from '../core/schema';
import { words } from '../core/format';
import type { Edited } from './json-editor';
import './json-editor';

type Payload = Record<string, unknown>;
type Kind = 'check' | 'choice' | 'number' | 'text' | 'lines' | 'json';

const LONG_TEXT = 300;

/**
 * A form made from a JSON Schema: a field for each property. What has no field of its own, and whoever likes it better, is
 * written as JSON. Tells of changes by the event `edited`.
 */
@customElement('mr-payload-form')
export class PayloadForm extends PageElement {
  @property({ attribute: false }) schema: Schema = {};
  /** What it begins with, and begins again with when it is another. */
  @property({ attribute: false }) start: Payload = {};
  /** What the service said of single fields, by their JSON Pointers below /payload. */
  @property({ attribute: false }) refusals: Record<string, string> = {};
  @state() private value: Payload = {};
  @state() private asJson = false;
  /** What is written as JSON, sound or not. */
  @state() private text = '';
  @state() private broken: Record<string, string> = {};

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('start')) {
      this.value = this.start;
      this.broken = {};
      this.text = pretty(this.value);
    }
    if (changed.has('schema')) {
      this.asJson = Object.keys(this.schema.properties ?? {}).length === 0;
    }
  }

  override render() {
    const names = Object.keys(this.schema.properties ?? {});
    return html`
      <div class="chips" role="group" aria-label="How to write the payload">
        <button
          type="button"
          class="chip"
          aria-pressed=${!this.asJson}
          ?disabled=${names.length === 0}
          @click=${() => this.switch(false)}
        >
          Form
        </button>
        <button type="button" class="chip" aria-pressed=${this.asJson} @click=${() => this.switch(true)}>JSON</button>
      </div>
      ${this.asJson
        ? html`<mr-json-editor .text=${this.text} .schema=${this.schema} @edited=${this.takeJson}></mr-json-editor>`
        : html`<div class="fields">${names.map((name) => this.field(name))}</div>`}
    `;
  }

  private field(name: string): TemplateResult {
    const schema = resolve(this.schema.properties![name], this.schema);
    const kind = kindOf(schema, this.schema);
    const required = this.schema.required?.includes(name) ?? false;
    const id = `payload-${name}`;
    const wrong = this.broken[name] ?? this.refusals[`/${name}`] ?? this.fault(name);
    const wide = kind === 'json' || kind === 'lines' || isLong(name, schema);
    const hint = [schema.description, kind === 'lines' ? 'One a line.' : '', kind === 'json' ? 'JSON.' : '']
      .filter(Boolean)
      .join(' ');
    return html`<div class="field ${wide ? 'wide' : ''}">
      <label for=${id}>${words(name)}${required ? html` <span class="soft">(required)</span>` : nothing}</label>
      ${this.input(name, id, kind, schema, wrong !== undefined)}
      ${wrong ? html`<span class="wrong" id="${id}-wrong">${wrong}</span>` : nothing}
      ${hint ? html`<span class="hint">${hint}</span>` : nothing}
    </div>`;
  }

  private input(name: string, id: string, kind: Kind, schema: Schema, wrong: boolean): TemplateResult {
    const held = this.value[name];
    const set = (value: unknown) => this.set(name, value);
    const text = (event: Event) => (event.target as HTMLInputElement).value;
    switch (kind) {
      case 'check':
        return html`<span
          ><input
            type="checkbox"
            id=${id}
            .checked=${held === true}
            @change=${(event: Event) => set((event.target as HTMLInputElement).checked || undefined)}
        /></span>`;
      case 'choice':
        return html`<select id=${id} aria-invalid=${wrong} @change=${(event: Event) => set(text(event) || undefined)}>
          <option value="" ?selected=${held === undefined}></option>
          ${schema.enum!.map((choice) => html`<option ?selected=${choice === held}>${choice}</option>`)}
        </select>`;
      case 'number':
        return html`<input
          type="number"
          step="any"
          id=${id}
          aria-invalid=${wrong}
          .value=${asNumber(held) === null ? '' : JSON.stringify(held)}
          placeholder=${held === MASK ? MASK : nothing}
          min=${schema.minimum ?? nothing}
          max=${schema.maximum ?? nothing}
          @input=${(event: Event) => this.setNumber(name, event.target as HTMLInputElement)}
        />`;
      case 'lines':
        return html`<textarea
          id=${id}
          rows="3"
          aria-invalid=${wrong}
          .value=${([held ?? []].flat() as unknown[]).join('\n')}
          @change=${(event: Event) => {
            const lines = text(event)
              .split('\n')
              .map((line) => line.trim())
              .filter(Boolean);
            set(lines.length ? lines : undefined);
          }}
        ></textarea>`;
      case 'json':
        return html`<textarea
          id=${id}
          rows="4"
          spellcheck="false"
          aria-invalid=${wrong}
          .value=${held === undefined ? '' : pretty(held)}
          @change=${(event: Event) => this.setJson(name, text(event))}
        ></textarea>`;
      case 'text':
        return isLong(name, schema)
          ? html`<textarea
              id=${id}
              rows="4"
              aria-invalid=${wrong}
              .value=${(held as string) ?? ''}
              @input=${(event: Event) => set(text(event) || undefined)}
            ></textarea>`
          : html`<input
              id=${id}
              autocomplete="off"
              aria-invalid=${wrong}
              .value=${(held as string) ?? ''}
              @input=${(event: Event) => set(text(event) || undefined)}
            />`;
    }
  }

  /** What is wrong with a field that says something; one that is only empty is told of when it is sent. */
  private fault(name: string): string | undefined {
    if (this.value[name] === undefined) {
      return undefined;
    }
    return faults(this.value, this.schema).find(
      (fault) => fault.pointer === `/${name}` || fault.pointer.startsWith(`/${name}/`),
    )?.detail;
  }

  private setNumber(name: string, input: HTMLInputElement): void {
    if (input.validity.badInput) {
      this.refuse(name, 'must be a number');
    } else {
      this.set(name, input.value === '' ? undefined : parseNumber(input.value));
    }
  }

  private setJson(name: string, text: string): void {
    try {
      this.set(name, text.trim() ? parseJson(text) : undefined);
    } catch (failure) {
      this.refuse(name, (failure as Error).message);
    }
  }

  private refuse(name: string, why: string): void {
    this.broken = { ...this.broken, [name]: why };
    this.tell();
  }

  private set(name: string, value: unknown): void {
    const { [name]: repaired, ...broken } = this.broken;
    this.broken = broken;
    const { [name]: _, ...others } = this.value;
    // In the order of the schema, so that the same form makes the same text.
    const given: Payload = value === undefined ? others : { ...others, [name]: value };
    const order = Object.keys(this.schema.properties ?? {});
    this.value = Object.fromEntries(
      Object.entries(given).sort(([one], [other]) => order.indexOf(one) - order.indexOf(other)),
    );
    this.tell();
  }

  private takeJson(event: CustomEvent<Edited>): void {
    event.stopPropagation();
    this.text = event.detail.text;
    this.value = event.detail.value ?? this.value;
    this.tell(event.detail.value);
  }

  /** From JSON that is broken one goes back to what last was sound. */
  private switch(asJson: boolean): void {
    this.asJson = asJson;
    this.text = pretty(this.value);
    this.tell();
  }

  private tell(value: Payload | null = Object.keys(this.broken).length ? null : this.value): void {
    const detail: Edited = { text: pretty(this.value), value };
    this.dispatchEvent(new CustomEvent<Edited>('edited', { detail, bubbles: true }));
  }
}

function kindOf(schema: Schema, root: Schema): Kind {
  if (schema.enum?.every((choice) => typeof choice === 'string')) {
    return 'choice';
  }
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) {
    const kinds = choices.map((choice) => kindOf(resolve(choice, root), root));
    return kinds.includes('lines') && kinds.every((kind) => kind === 'lines' || kind === 'text') ? 'lines' : 'json';
  }
  const types = typesOf(schema).filter((type) => type !== 'null');
  if (types.length === 2 && types.includes('string') && types.includes('array')) {
    return 'lines';
  }
  switch (types.length === 1 ? types[0] : '') {
    case 'boolean':
      return 'check';
    case 'integer':
    case 'number':
      return 'number';
    case 'string':
      return 'text';
    case 'array':
      return schema.items && typesOf(resolve(schema.items, root)).join() === 'string' ? 'lines' : 'json';
    default:
      return 'json';
  }
}

function isLong(name: string, schema: Schema): boolean {
  return /^(body|message|text|content)$/.test(name) || (schema.maxLength ?? 0) > LONG_TEXT * 10;
}
