import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { LogLine } from '../api/types';
import { moment } from '../core/format';
import { jobLink } from './links';

/** Log lines, oldest first; those of many jobs say whose they are. */
export function logTable(lines: LogLine[], ofMany: boolean) {
  return html`<div class="log ${ofMany ? 'tall' : ''}" tabindex="0" role="log" aria-live="off" aria-label="Log lines">
    <table>
      <thead>
        <tr>
          <th scope="col">Time</th>
          <th scope="col">Level</th>
          ${ofMany ? html`<th scope="col">Job</th><th scope="col">Type</th>` : html`<th scope="col">Attempt</th>`}
          <th scope="col">Message</th>
        </tr>
      </thead>
      <tbody>
        ${repeat(
          lines,
          (line) => line.id,
          (line) => html`<tr>
            <td class="soft">${moment(line.time, true).slice(ofMany ? 11 : 0)}</td>
            <td class=${line.level}>${line.level}</td>
            ${ofMany ? html`<td>${jobLink(line.job_id)}</td><td>${line.job_type}</td>` : html`<td>${line.attempt}</td>`}
            <td class="message">${line.message}${line.fields ? html` <span class="soft">${JSON.stringify(line.fields)}</span>` : nothing}</td>
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
