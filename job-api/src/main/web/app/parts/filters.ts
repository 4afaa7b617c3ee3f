import { html } from 'lit';
import { toField } from '../core/format';
import { place } from '../core/router';

/** A filter of a list by one of the names there are, as the address has it; one that is not known is kept. */
export function filterChoice(name: string, label: string, known: string[]) {
  const value = chosen(name);
  const all = value && !known.includes(value) ? [value, ...known] : known;
  return html`<div class="field">
    <label for=${name}>${label}</label>
    <select id=${name} name=${name}>
      <option value="">any</option>
      ${all.map((one) => html`<option value=${one} .selected=${one === value}>${one}</option>`)}
    </select>
  </div>`;
}

/** A filter by what somebody writes. */
export function filterText(name: string, label: string) {
  return html`<div class="field">
    <label for=${name}>${label}</label>
    <input id=${name} name=${name} autocomplete="off" spellcheck="false" .value=${chosen(name)} />
  </div>`;
}

/** A filter by a time. */
export function filterTime(name: string, label: string) {
  return html`<div class="field wider">
    <label for=${name}>${label}</label>
    <input id=${name} name=${name} type="datetime-local" step="1" .value=${toField(place().query.get(name))} />
  </div>`;
}

function chosen(name: string): string {
  return place().query.get(name) ?? '';
}
