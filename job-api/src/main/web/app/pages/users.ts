import { html } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { get, patch, post, remove } from '../api/client';
import type { ApiError } from '../api/problem';
import type { User, UserPage } from '../api/types';
import { confirm } from '../dialogs/confirm';
import { PageElement } from '../core/element';
import { asApiError, Loader } from '../core/loader';
import { PlaceController } from '../core/router';
import { ROLES } from '../core/session';
import { ago } from '../parts/age';
import { choice, field } from '../parts/placement';
import { paging } from '../parts/paging';
import { empty, head, loaded, openMode, trouble } from '../parts/states';
import { say } from '../parts/toast';

@customElement('mr-users')
export class UsersPage extends PageElement {
  @state() private error: ApiError | null = null;
  private readonly place = new PlaceController(this, () => void this.users.load());
  private readonly users = new Loader<UserPage>(this, (signal) => get('/users', { cursor: this.place.query.get('cursor') }, signal));

  override render() {
    return html`
      ${head('Users')}
      ${openMode()}
      <section class="panel">
        <h2>New user</h2>
        <form class="filters" @submit=${this.create}>
          ${field('user-name', 'User name', html`<input id="user-name" name="username" required autocomplete="off" autocapitalize="none" />`)}
          ${field('user-password', 'Password', html`<input id="user-password" name="password" type="password" required minlength="12" maxlength="200" autocomplete="new-password" />`, { hint: '12 characters or more' })}
          ${field('user-role', 'Role', choice('user-role', ROLES, 'viewer'))}
          <button class="primary">Create</button>
        </form>
        ${trouble(this.error)}
      </section>
      <section class="panel flush">
        ${loaded(this.users, (page) => (page.items.length ? this.table(page) : empty('No users', 'Programs use API keys; people are users.', 'users')))}
      </section>
    `;
  }

  private table(page: UserPage) {
    return html`<div class="table" tabindex="0" role="region" aria-label="Users">
        <table data-rows>
          <thead>
            <tr>
              <th scope="col">User name</th>
              <th scope="col">Role</th>
              <th scope="col">Made</th>
              <th scope="col">By</th>
              <th scope="col">Password set</th>
              <th scope="col">Last sign-in</th>
              <th scope="col"><span class="unseen">Actions</span></th>
            </tr>
          </thead>
          <tbody>
            ${page.items.map(
              (user) => html`<tr tabindex="-1">
                <th scope="row">${user.username}</th>
                <td>
                  <select aria-label="Role of ${user.username}" @change=${(event: Event) => void this.setRole(user, event.target as HTMLSelectElement)}>
                    ${ROLES.map((role) => html`<option .selected=${role === user.role}>${role}</option>`)}
                  </select>
                </td>
                <td>${ago(user.created_at)}</td>
                <td>${user.created_by}</td>
                <td>${ago(user.password_changed_at)}</td>
                <td>${user.last_sign_in_at ? ago(user.last_sign_in_at) : 'never'}</td>
                <td class="actions-cell">
                  <button class="small danger" aria-label="Delete ${user.username}" @click=${() => void this.delete(user)}>Delete…</button>
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
    try {
      const user = await post<User>('/users', {
        username: data.get('username'),
        password: data.get('password'),
        role: data.get('user-role'),
      });
      this.error = null;
      form.reset();
      say(`${user.username} can sign in.`);
      void this.users.load();
    } catch (failure) {
      this.error = asApiError(failure);
    }
  }

  private async setRole(user: User, field: HTMLSelectElement): Promise<void> {
    try {
      await patch(`/users/${user.id}`, { role: field.value });
      say(`${user.username} is ${field.value} now.`);
    } catch (failure) {
      field.value = user.role;
      say(asApiError(failure).message, true);
    }
    void this.users.load();
  }

  private async delete(user: User): Promise<void> {
    const done = await confirm({
      title: `Delete ${user.username}?`,
      text: 'The user is signed out everywhere and cannot sign in any more.',
      action: 'Delete',
      danger: true,
      act: () => remove(`/users/${user.id}`),
    });
    if (done) {
      void this.users.load();
    }
  }
}
