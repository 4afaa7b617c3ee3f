import { html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { get, type Query } from '../api/client';
import type { AuditEvent, AuditPage as Page } from '../api/types';
import { PageElement } from '../core/element';
import { fromField, moment } from '../core/format';
import { Loader } from '../core/loader';
import { go, PlaceController, withQuery } from '../core/router';
import { filterText, filterTime } from '../parts/filters';
import { jobPath } from '../parts/links';
import { paging } from '../parts/paging';
import { empty, head, loaded } from '../parts/states';

const FILTERS = ['actor', 'action', 'target', 'after', 'before'];
const ID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/;

@customElement('mr-audit')
export class AuditPage extends PageElement {
  private readonly place = new PlaceController(this, () => void this.events.load());
  private readonly events = new Loader<Page>(this, (signal) =>
    get('/audit-events', { ...this.filter(), cursor: this.place.query.get('cursor') }, signal),
  );

  override render() {
    const filtered = Object.keys(this.filter()).length > 0;
    const clear = html`<a class="button" href="/dashboard/audit">Clear the filters</a>`;
    return html`
      ${head('Audit', 'Who did what to which, when, from where and why. Nothing here can be changed.')}
      <section class="panel" aria-label="Filters">
        <form class="filters" @submit=${this.apply} @change=${this.apply}>
          ${filterText('actor', 'Who')} ${filterText('action', 'Action')} ${filterText('target', 'To what')}
          ${filterTime('after', 'After')} ${filterTime('before', 'Before')}
          <button class="unseen" tabindex="-1">Apply</button>
          ${filtered ? html`<a class="button chip" href="/dashboard/audit">Clear</a>` : nothing}
        </form>
      </section>
      <section class="panel flush">
        ${loaded(this.events, (page) =>
          page.items.length
            ? this.table(page)
            : filtered
              ? empty('Nothing matches', clear)
              : empty('Nothing has been done yet', nothing, 'audit'),
        )}
      </section>
    `;
  }

  private table(page: Page) {
    return html`<div class="table" tabindex="0" role="region" aria-label="Audit trail">
        <table data-rows>
          <thead>
            <tr>
              <th scope="col">When</th>
              <th scope="col">Who</th>
              <th scope="col">As</th>
              <th scope="col">From</th>
              <th scope="col">Action</th>
              <th scope="col">To what</th>
              <th scope="col">Why</th>
              <th scope="col">More</th>
            </tr>
          </thead>
          <tbody>
            ${page.items.map((event) => this.row(event))}
          </tbody>
        </table>
      </div>
      ${paging(page.next_cursor)}`;
  }

  private row(event: AuditEvent) {
    const aboutJob = /^(job|dead_letter)\./.test(event.action) && ID.test(event.target);
    return html`<tr tabindex="-1">
      <td class="nowrap">${moment(event.happened_at)}</td>
      <td><a href=${withQuery({ actor: event.actor })} title=${event.actor}>${event.actor_name ?? event.actor}</a></td>
      <td>${event.role}</td>
      <td class="nowrap">${event.address ?? '–'}</td>
      <td class="nowrap"><a href=${withQuery({ action: event.action })}>${event.action}</a></td>
      <td class="mono">${aboutJob ? html`<a href=${jobPath(event.target)}>${event.target}</a>` : event.target}</td>
      <td>${event.reason ?? ''}</td>
      <td class="small">
        ${event.detail ? html`<code>${JSON.stringify(event.detail)}</code>` : ''}
      </td>
    </tr>`;
  }

  private apply(event: Event): void {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const change: Query = {};
    for (const [name, value] of form) {
      change[name] = name === 'after' || name === 'before' ? fromField(String(value)) : String(value).trim();
    }
    go(withQuery(change));
  }

  private filter(): Query {
    return Object.fromEntries([...this.place.query].filter(([name]) => FILTERS.includes(name)));
  }
}
