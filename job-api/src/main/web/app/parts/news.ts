import { html, nothing } from 'lit';
import { count } from '../core/format';
import type { RowKeeper } from '../core/rows';
import { icon } from './icon';

/** Leads to rows that wait to be shown. */
export function newsBar<T extends { id: string }>(rows: RowKeeper<T>) {
  if (rows.news === 0) {
    return nothing;
  }
  return html`<button class="news" @click=${() => rows.showNews()}>${icon('up')}${count(rows.news)} new</button>`;
}
