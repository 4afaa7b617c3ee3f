import { html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { KEYS } from '../core/keyboard';
import { Modal } from './modal';

/** What keys do. */
@customElement('mr-help')
export class Help extends Modal<never> {
  protected override content() {
    return html`<div class="inner">
      ${this.heading('Keys')}
      <table>
        <thead class="unseen">
          <tr>
            <th scope="col">Keys</th>
            <th scope="col">What they do</th>
          </tr>
        </thead>
        <tbody>
          ${KEYS.map(
            ([keys, does]) => html`<tr>
              <td>${keys.map((key) => html`<kbd>${key}</kbd> `)}</td>
              <td>${does}</td>
            </tr>`,
          )}
        </tbody>
      </table>
      <div class="actions">${this.cancelButton('Close')}</div>
    </div>`;
  }
}

export function help(): void {
  void (document.createElement('mr-help') as Help).show();
}
