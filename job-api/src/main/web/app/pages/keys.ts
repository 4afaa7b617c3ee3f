import { html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { get, post, remove } from '../api/client';
import type { ApiError } from '../api/problem';
import type { ApiKey, ApiKeyPage, CreatedApiKey } from '../api/types';
import { confirm } from '../dialogs/confirm';
import { copy } from '../parts/copy';
import { PageElement } from '../core/element';
import { fromField } from '../core/format';
import { asApiError, Loader } from '../core/loader';
import { PlaceController, withQuery } from '../core/router';
import { ROLES } from '../core/session';
import { ago } from '../parts/age';
import { badge } from '../parts/badge';
import { icon } from '../parts/icon';
import { choice, field } from '../parts/placement';
import { paging } from '../parts/paging';
import { empty, head, loaded, openMode, trouble } from '../parts/states';
import { say } from '../parts/toast';

@customElement('mr-keys')
export class KeysPage extends PageElement {
  @state() private made: CreatedApiKey | null = null;
  @state() private error: ApiError | null = null;
  private readonly place = new PlaceController(this, () => void this.keys.load());
  private readonly keys = new Loader<ApiKeyPage>(this, (signal) =>
    get('/api-keys', { revoked: this.place.query.get('revoked'), cursor: this.place.query.get('cursor') }, signal),
  );

  override render() {
    const revoked = this.place.query.get('revoked') === 'true';
    return html`
      ${head('API keys', 'To rotate a key, make another of the same name, move the client, and revoke the old one.')}
      ${openMode()}
      <section class="panel">
        <h2>New key</h2>
        <form class="filters" @submit=${this.create}>
          ${field('key-name', 'Name', html`<input id="key-name" name="name" required maxlength="200" autocomplete="off" />`)}
          ${field('key-role', 'Role', choice('key-role', ROLES, 'submitter'))}
          ${field('key-expires', 'Expires', html`<input id="key-expires" name="expires" type="datetime-local" />`)}
          <button class="primary">Create</button>
        </form>
        ${trouble(this.error)}
        ${this.made
          ? html`<div class="note" role="status">
              ${icon('key')}
              <span
                >This is the key <strong>${this.made.name}</strong>. It is shown now and never again: <code data-test="key">${this.made.key}</code>
                <button class="small" @click=${() => void copy(this.made!.key)}>${icon('copy')}Copy</button></span
              >
            </div>`
          : nothing}
      </section>
      <div class="chips">
        <a class="button chip" aria-current=${revoked ? 'false' : 'true'} href=${withQuery({ revoked: null })}>in force</a>
        <a class="button chip" aria-current=${revoked ? 'true' : 'false'} href=${withQuery({ revoked: 'true' })}>revoked ones, too</a>
      </div>
      <section class="panel flush">
        ${loaded(this.keys, (page) => (page.items.length ? this.table(page) : empty('No API keys', 'Programs need one to use the API.', 'key')))}
      </section>
    `;
  }

  private table(page: ApiKeyPage) {
    return html`<div class="table" tabindex="0" role="region" aria-label="API keys">
        <table data-rows>
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">Key</th>
              <th scope="col">Role</th>
              <th scope="col">Made</th>
              <th scope="col">By</th>
              <th scope="col">Expires</th>
              <th scope="col">Last used</th>
              <th scope="col"><span class="unseen">Actions</span></th>
            </tr>
          </thead>
          <tbody>
            ${page.items.map(
              (key) => html`<tr tabindex="-1">
                <th scope="row">${key.name}</th>
                <td><code>mr_${key.prefix}_…</code></td>
                <td>${badge(key.role)}</td>
                <td>${ago(key.created_at)}</td>
                <td>${key.created_by}</td>
                <td>${key.expires_at ? ago(key.expires_at) : 'never'}</td>
                <td>${key.last_used_at ? ago(key.last_used_at) : 'never'}</td>
                <td class="actions-cell">
                  ${key.revoked_at
                    ? html`<span class="soft">revoked ${ago(key.revoked_at)}</span>`
                    : html`<button class="small danger" aria-label="Revoke ${key.name}" @click=${() => void this.revoke(key)}>Revoke…</button>`}
                </td>
              </tr>`,
            )}
          </tbody>
        </table>
      </div>
      ${paging(page.next_cursor)}`;
  }

  private async create(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const data = new FormData(form);
    const expires = fromField(String(data.get('expires')));
    try {
      this.made = await post<CreatedApiKey>('/api-keys', {
        name: data.get('name'),
        role: data.get('key-role'),
        ...(expires ? { expires_at: expires } : {}),
      });
      this.error = null;
      form.reset();
      void this.keys.load();
    } catch (failure) {
      this.error = asApiError(failure);
    }
  }

  private async revoke(key: ApiKey): Promise<void> {
    const done = await confirm({
      title: `Revoke ${key.name}?`,
      text: 'Whoever uses it is refused from now on. This cannot be taken back.',
      action: 'Revoke',
      danger: true,
      act: () => remove(`/api-keys/${key.id}`),
    });
    if (done) {
      say(`${key.name} is revoked.`);
      void this.keys.load();
    }
  }
}
