import { html } from 'lit';
import { queryText } from '../api/client';
import { shortId } from '../core/format';

/** Links between pages. */

export const jobPath = (id: string) => `/dashboard/jobs/${id}`;

export const jobLink = (id: string) => html`<a class="mono nowrap" href=${jobPath(id)} title=${id}>${shortId(id)}</a>`;

export const jobsPath = (filter: Record<string, string>) => `/dashboard/jobs${queryText(filter)}`;

/** To something that is told by its id on another page. */
export const shortLink = (path: string, id: string) =>
  html`<a class="mono nowrap" href="${path}#w-${id}" title=${id}>${shortId(id)}</a>`;
