import { html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { PageElement } from '../core/element';
import { parseObject } from '../core/json';
import { faults, type Fault, type Schema } from '../core/schema';

/** What an editor holds: the object, or null while it is none or breaks the schema. */
export interface Edited {
  text: string;
  value: Record<string, unknown> | null;
}

/** An editor of a JSON object that says at each change what is wrong with it. Tells of changes by the event `edited`. */
@customElement('mr-json-editor')
export class JsonEditor extends PageElement {
  @property() label = 'Payload';
  @property() text = '{}';
  @property({ attribute: false }) schema: Schema | null = null;
  @property({ attribute: false }) rows = 12;
  @state() private wrong: Fault[] = [];

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('text') || changed.has('schema')) {
      this.wrong = check(this.text, this.schema).wrong;
    }
  }

  override render() {
    return html`<div class="field">
      <label for="json-text">${this.label}</label>
      <textarea
        id="json-text"
        rows=${this.rows}
        spellcheck="false"
        aria-invalid=${this.wrong.length > 0}
        aria-describedby="json-wrong"
        .value=${this.text}
        @input=${this.edit}
        @keydown=${indent}
      ></textarea>
      <ul id="json-wrong" aria-live="polite">
        ${this.wrong.length
          ? this.wrong.map(
              (fault) => html`<li class="wrong">${fault.pointer ? html`<code>${fault.pointer}</code> ` : nothing}${fault.detail}</li>`,
            )
          : html`<li class="hint">${this.schema ? 'Fits the schema.' : 'Is sound JSON.'}</li>`}
      </ul>
    </div>`;
  }

  private edit(event: Event): void {
    this.text = (event.target as HTMLTextAreaElement).value;
    const detail: Edited = { text: this.text, value: check(this.text, this.schema).value };
    this.dispatchEvent(new CustomEvent<Edited>('edited', { detail, bubbles: true }));
  }
}

function check(text: string, schema: Schema | null): { wrong: Fault[]; value: Record<string, unknown> | null } {
  const parsed = parseObject(text);
  if ('error' in parsed) {
    return { wrong: [{ pointer: '', detail: parsed.error }], value: null };
  }
  const wrong = schema ? faults(parsed.value, schema) : [];
  return { wrong, value: wrong.length ? null : parsed.value };
}

/** Tab keeps leading out of the field; a new line begins where the one before did. */
function indent(event: KeyboardEvent): void {
  if (event.key !== 'Enter' || event.ctrlKey || event.metaKey) {
    return;
  }
  const area = event.target as HTMLTextAreaElement;
  const line = area.value.slice(0, area.selectionStart).split('\n').at(-1)!;
  const begin = /^\s*/.exec(line)![0];
  if (begin) {
    event.preventDefault();
    area.setRangeText(`\n${begin}`, area.selectionStart, area.selectionEnd, 'end');
    area.dispatchEvent(new Event('input', { bubbles: true }));
  }
}
