import { html, nothing } from 'lit';
import type { ApiError } from '../api/problem';

/** One field of a form with its name, what it takes, and what the service said of it. */
export function field(
  id: string,
  label: string,
  input: unknown,
  { hint, error, pointer }: { hint?: unknown; error?: ApiError | null; pointer?: string } = {},
) {
  const wrong = pointer ? error?.at(pointer) : null;
  return html`<div class="field">
    <label for=${id}>${label}</label>
    ${input} ${wrong ? html`<span class="wrong" role="alert">${wrong}</span>` : nothing}
    ${hint ? html`<span class="hint">${hint}</span>` : nothing}
  </div>`;
}

/** A choice among names; the empty one is what happens when nothing is said. */
export function choice(id: string, names: string[], chosen: string, none?: string) {
  return html`<select id=${id} name=${id}>
    ${none === undefined ? nothing : html`<option value="">${none}</option>`}
    ${names.map((name) => html`<option value=${name} .selected=${name === chosen}>${name.replaceAll('_', ' ')}</option>`)}
  </select>`;
}

/** What the service said of the payload, by pointers within it. */
export function payloadRefusals(error: ApiError | null): Record<string, string> {
  const refused = error?.problem.errors?.filter((violation) => violation.pointer.startsWith('/payload/')) ?? [];
  return Object.fromEntries(refused.map((violation) => [violation.pointer.slice('/payload'.length), violation.detail]));
}
