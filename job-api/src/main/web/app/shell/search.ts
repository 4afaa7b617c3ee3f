import { html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { queryText } from '../api/client';
import { PageElement } from '../core/element';
import { go } from '../core/router';
import { jobPath } from '../parts/links';

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const NAMES = ['status', 'type', 'queue', 'priority', 'tag', 'worker', 'schedule', 'fingerprint'];
const PARAMETERS: Record<string, string> = { type: 'job_type', worker: 'worker_id', schedule: 'schedule_id' };

/** A bare id leads to its job; words such as `status:dead type:send_email payload.user=7` to the jobs that fit. */
@customElement('mr-search')
export class Search extends PageElement {
  override render() {
    return html`<form role="search" @submit=${this.search}>
      <label class="unseen" for="search">Search jobs</label>
      <input
        id="search"
        type="search"
        autocomplete="off"
        spellcheck="false"
        placeholder="Job id, or status:dead type:send_email"
        title="A job id, or any of ${NAMES.join(':, ')}:, payload.path=value"
        @keydown=${(event: KeyboardEvent) => event.key === 'Escape' && (event.target as HTMLElement).blur()}
      /><kbd aria-hidden="true">/</kbd>
    </form>`;
  }

  private search(event: SubmitEvent): void {
    event.preventDefault();
    const field = this.querySelector('input')!;
    const text = field.value.trim();
    if (!text) {
      return;
    }
    field.value = '';
    field.blur();
    go(ID.test(text) ? jobPath(text.toLowerCase()) : `/dashboard/jobs${queryText(read(text))}`);
  }
}

/** Words without a name are taken for a job type. */
function read(text: string): Record<string, string> {
  const query: Record<string, string> = {};
  for (const word of text.split(/\s+/)) {
    const [, name, value] = /^([a-z_]+):(.+)$/.exec(word) ?? [];
    const payload = /^(payload\.[^=]+)=(.*)$/.exec(word);
    if (payload) {
      query[payload[1]] = payload[2];
    } else if (name && NAMES.includes(name)) {
      query[PARAMETERS[name] ?? name] = value;
    } else {
      query.job_type = word;
    }
  }
  return query;
}
