import { html, nothing, type TemplateResult } from 'lit';
import type { ApiError } from '../api/problem';
import type { Loader } from '../core/loader';
import { session } from '../core/session';
import { icon, type IconName } from './icon';

/** What a page says when it has nothing to show yet, nothing at all, or only trouble. */

export type Drawn = TemplateResult | TemplateResult[] | string | typeof nothing;

/** The head of a page. */
export function head(title: string, about: Drawn = nothing, actions: Drawn = nothing): TemplateResult {
  return html`<header class="head">
    <h1>${title}</h1>
    ${actions === nothing ? nothing : html`<div class="actions">${actions}</div>`}
    ${about === nothing ? nothing : html`<p>${about}</p>`}
  </header>`;
}

export function loading(): TemplateResult {
  return html`<div class="state" role="status">Loading…</div>`;
}

export function empty(title: string, more: Drawn = nothing, picture: IconName = 'empty'): TemplateResult {
  return html`<div class="state">${icon(picture)}<strong>${title}</strong>${more}</div>`;
}

const ADVICE: Record<string, string> = {
  range_too_wide: 'Narrow the time range, or add a filter.',
  range_required: 'Choose a time range of a day at most.',
  cursor_refused: 'The link to this page of the list is out of date. Begin at the first page.',
  overloaded: 'Trying again by itself.',
  unavailable: 'Trying again by itself.',
  unreachable: 'Trying again by itself.',
  rate_limited: 'Trying again by itself.',
};

/** What went wrong in the service's own words, and what can be done. */
export function failed(error: ApiError, again?: () => void, more: Drawn = nothing): TemplateResult {
  const advice = ADVICE[error.code];
  return html`<div class="state error" role="alert">
    ${icon('error')}<strong>${error.problem.title}</strong>
    <span>${error.message}</span>
    ${advice ? html`<span>${advice}</span>` : nothing} ${more}
    ${again ? html`<button @click=${again}>Try again</button>` : nothing}
    ${error.problem.trace_id && error.status >= 500
      ? html`<span class="small">For the service's log: <code>${error.problem.trace_id}</code></span>`
      : nothing}
  </div>`;
}

/** The same in a line, beside what is shown nevertheless or where an action was asked for. */
export function trouble(error: ApiError | null): Drawn {
  return error
    ? html`<div class="note bad" role="alert">${icon('error')}<span>${error.message}</span></div>`
    : nothing;
}

/** What a loader has: its value drawn, its error, or that it loads. An old value is better than none. */
export function loaded<T>(loader: Loader<T>, draw: (value: T) => Drawn, more: Drawn = nothing): Drawn {
  if (loader.value !== null) {
    return html`${trouble(loader.error)}${draw(loader.value)}`;
  }
  return loader.error ? failed(loader.error, () => void loader.load(), more) : loading();
}

/** Says, where keys and users are kept, that nobody is asked for them now. */
export function openMode(): Drawn {
  return session.who?.signed_in_by === 'open'
    ? html`<div class="note plain-note">
        ${icon('warning')}<span>Open mode: nobody is asked for a key or a password, and everyone on this machine is an admin.</span>
      </div>`
    : nothing;
}
