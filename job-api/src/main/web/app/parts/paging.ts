import { html, nothing } from 'lit';
import { place, withQuery } from '../core/router';
import type { Drawn } from './states';

/** The way to the next page of a list, and back to the first; nothing while one page holds all. */
export function paging(next: string | null | undefined): Drawn {
  return next || place().query.has('cursor')
    ? html`<div class="table-foot"><span class="end chips">${pageLinks(next)}</span></div>`
    : nothing;
}

/** The same without a line of its own. */
export function pageLinks(next: string | null | undefined): Drawn {
  return html`${place().query.has('cursor') ? html`<a class="button small" href=${withQuery({ cursor: null })}>First page</a>` : nothing}
  ${next ? html`<a class="button small" rel="next" href=${withQuery({ cursor: next })}>Next page</a>` : nothing}`;
}
