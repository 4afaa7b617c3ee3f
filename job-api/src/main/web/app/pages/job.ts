import { html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { get } from '../api/client';
import type { Attempt, AttemptPage, Job, LogLine } from '../api/types';
import { change } from '../dialogs/change';
import { confirm } from '../dialogs/confirm';
import { replay } from '../dialogs/replay';
import { copy } from '../parts/copy';
import { PageElement } from '../core/element';
import { duration, firstLine, plural } from '../core/format';
import { actOn, mayAct, type JobAction } from '../core/job-actions';
import { pretty } from '../core/json';
import { LiveController, type Source } from '../core/live';
import { Loader } from '../core/loader';
import { go } from '../core/router';
import { ago, lasting } from '../parts/age';
import { priorityMark, remarks, statusBadge } from '../parts/badge';
import { meter } from '../parts/chart';
import { icon } from '../parts/icon';
import { jobLink, jobPath, jobsPath } from '../parts/links';
import { logTable } from '../parts/log-table';
import { empty, failed, head, loading } from '../parts/states';
import { say } from '../parts/toast';
import '../parts/waterfall';

const LINES = 500;

@customElement('mr-job')
export class JobPage extends PageElement {
  @property() jobId = '';
  @state() private job: Job | null = null;
  @state() private lines: LogLine[] = [];
  @state() private skipped = 0;
  private readonly attempts = new Loader<Attempt[]>(this, (signal) => this.readAttempts(signal));
  private readonly first = new Loader<Job>(
    this,
    (signal) => get(`/jobs/${this.jobId}`, {}, signal),
    (job) => this.take(job),
  );
  private readonly live = new LiveController(
    this,
    () => this.source(),
    (name, data) => this.hear(name, data),
  );

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('jobId')) {
      this.job = null;
      this.lines = [];
      this.skipped = 0;
      this.attempts.value = null;
      void this.first.load();
      this.live.refresh();
    }
  }

  override render() {
    const { job } = this;
    if (!job) {
      const { error } = this.first;
      if (error?.status === 404) {
        return empty(
          'There is no such job',
          html`<span>${this.jobId} is not known. Finished jobs are forgotten after a while.</span>
            <a class="button" href="/dashboard/jobs">All jobs</a>`,
        );
      }
      return error ? failed(error, () => void this.first.load()) : loading();
    }
    return html`
      ${head(
        job.job_type,
        html`<span class="mono">${job.id}</span>
          <button class="plain small" aria-label="Copy the id" @click=${() => void copy(job.id)}>${icon('copy')}</button>`,
        this.actions(job),
      )}
      <section class="panel" aria-label="Status">
        <div class="chips" role="status">
          ${statusBadge(job.status)} ${remarks(job)} <span class="soft">${this.sentence(job)}</span>
        </div>
        ${job.progress && job.status === 'running'
          ? html`${meter(job.progress.percent, 100, 'Progress')}
              <p>${job.progress.percent} % ${job.progress.message ?? ''}</p>`
          : nothing}
        ${job.error && job.status !== 'completed'
          ? html`<div class="note bad">
              ${icon('error')}<span><strong>${job.error.type}</strong> ${firstLine(job.error.message ?? '')}</span>
            </div>`
          : nothing}
        ${this.facts(job)}
      </section>
      <section class="panel flush">
        <h2>Attempts</h2>
        ${this.attempts.value || job.attempts === 0
          ? html`<mr-waterfall .job=${job} .attempts=${this.attempts.value ?? []}></mr-waterfall>`
          : this.attempts.error
            ? failed(this.attempts.error, () => void this.attempts.load())
            : loading()}
      </section>
      <div class="columns">
        <section class="panel">
          <h2>Payload</h2>
          <pre tabindex="0">${pretty(job.payload)}</pre>
        </section>
        <section class="panel">${this.outcome(job)}</section>
      </div>
      <section class="panel flush">
        <h2>Log</h2>
        ${this.skipped ? html`<p class="note">${icon('warning')}${this.skipped} lines are missing here.</p>` : nothing}
        ${this.lines.length
          ? logTable(this.lines, false)
          : empty(job.attempts === 0 ? 'It has not run yet' : 'Its handler has said nothing', nothing, 'logs')}
      </section>
    `;
  }

  private sentence(job: Job) {
    switch (job.status) {
      case 'scheduled':
        return html`due ${ago(job.run_at)}`;
      case 'pending':
        return html`ready since ${ago(job.run_at)}, waits for a worker`;
      case 'running':
        return html`attempt ${job.attempts}, for ${lasting(job.started_at, null)}`;
      case 'retrying':
        return html`failed ${job.failures} of ${job.max_retries + 1} times, next attempt ${ago(job.run_at)}`;
      default:
        return html`${ago(job.finished_at)}, after ${job.attempts} ${job.attempts === 1 ? 'attempt' : 'attempts'}`;
    }
  }

  private facts(job: Job) {
    const fact = (name: string, value: unknown) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
    return html`<dl class="facts">
      ${fact('Queue', html`<a href=${jobsPath({ queue: job.queue })}>${job.queue}</a>`)}
      ${fact('Priority', priorityMark(job.priority))}
      ${fact('Attempts', `${job.attempts} begun, ${job.failures} failed, ${plural(job.max_retries, 'retry', 'retries')} allowed`)}
      ${fact('Created', ago(job.created_at))} ${fact('Due', ago(job.run_at))}
      ${job.started_at ? fact('Last started', ago(job.started_at)) : nothing}
      ${job.finished_at ? fact('Ended', ago(job.finished_at)) : nothing}
      ${job.status === 'running' ? fact('Worker heard', ago(job.last_heartbeat_at)) : nothing}
      ${fact('Timeout', duration(job.timeout_seconds))}
      ${fact('Backoff', `${duration(job.retry.base_seconds)}, doubling up to ${duration(job.retry.max_seconds)}`)}
      ${job.unique_key ? fact('Unique key', html`<code>${job.unique_key}</code>`) : nothing}
      ${job.tags.length
        ? fact('Tags', job.tags.map((tag) => html`<a class="tag" href=${jobsPath({ tag })}>${tag}</a> `))
        : nothing}
      ${job.schedule_id
        ? fact('Schedule', html`<a class="mono" href=${jobsPath({ schedule_id: job.schedule_id })}>its jobs</a>`)
        : nothing}
      ${job.replay_of ? fact('Replay of', jobLink(job.replay_of)) : nothing}
    </dl>`;
  }

  private outcome(job: Job) {
    if (job.error && job.status !== 'completed') {
      return html`<h2>Error</h2>
        <p><strong>${job.error.type}</strong></p>
        <pre tabindex="0">${job.error.stacktrace || job.error.message}</pre>
        ${job.error.fingerprint
          ? html`<p><a href="/dashboard/dead-letters?fingerprint=${job.error.fingerprint}">Dead letters like this</a></p>`
          : nothing}`;
    }
    return html`<h2>Result</h2>
      ${job.status === 'completed'
        ? html`<pre tabindex="0">${pretty(job.result)}</pre>`
        : html`<p class="soft">There is one when it has completed.</p>`}`;
  }

  private actions(job: Job) {
    const button = (action: JobAction, text: string, style = '') =>
      mayAct(job, action) ? html`<button class=${style} @click=${() => void this.act(action)}>${text}</button>` : nothing;
    const none = !['cancel', 'retry', 'discard', 'replay', 'change'].some((action) => mayAct(job, action as JobAction));
    return none
      ? nothing
      : html`${button('retry', 'Retry', 'primary')}
          ${mayAct(job, 'replay') ? html`<button @click=${() => void this.replay()}>Replay…</button>` : nothing}
          ${mayAct(job, 'change') ? html`<button @click=${() => void this.change()}>Change…</button>` : nothing}
          ${button('cancel', 'Cancel', 'danger')} ${button('discard', 'Discard', 'danger')}`;
  }

  private async act(action: JobAction): Promise<void> {
    const job = this.job!;
    const words = {
      cancel: [
        'Cancel the job?',
        job.status === 'running'
          ? 'Its handler is interrupted. It may still complete if it is quicker.'
          : 'It will not run any more.',
      ],
      retry: ['Retry the job?', 'It runs again at once, with its whole budget of retries; its history stays.'],
      discard: ['Discard the job?', 'It is given up for good. It can still be replayed.'],
    }[action];
    const text = { cancel: 'Cancel the job', retry: 'Retry', discard: 'Discard' }[action];
    const act = async () => this.take(await actOn(job, action));
    if (await confirm({ title: words[0], text: words[1], action: text, danger: action !== 'retry', act })) {
      this.live.refresh();
    }
  }

  private async replay(): Promise<void> {
    const made = await replay(this.job!);
    if (made) {
      say('This is the new job.');
      go(jobPath(made.id));
    }
  }

  private async change(): Promise<void> {
    const changed = await change(this.job!);
    if (changed) {
      this.take(changed);
      say('The job is changed.');
    }
  }

  private source(): Source | null {
    return this.jobId
      ? {
          path: `/jobs/${this.jobId}/events`,
          query: { logs: true },
          poll: async (heard) => heard('job', await get<Job>(`/jobs/${this.jobId}`)),
        }
      : null;
  }

  private hear(name: string, data: unknown): void {
    if (name === 'job') {
      this.take(data as Job);
    } else if (name === 'log') {
      this.note(data as LogLine);
    } else if (name === 'skipped') {
      this.skipped += (data as { lines: number }).lines;
    }
  }

  private take(job: Job): void {
    if (job.id !== this.jobId) {
      return;
    }
    const before = this.job;
    this.job = job;
    if (!before || before.attempts !== job.attempts || before.status !== job.status || !this.attempts.value) {
      void this.attempts.load();
    }
  }

  private note(line: LogLine): void {
    // After a break the stream tells everything again from the beginning.
    if (!this.lines.some((known) => known.id === line.id)) {
      this.lines = [...this.lines, line].slice(-LINES);
    }
  }

  private async readAttempts(signal: AbortSignal): Promise<Attempt[]> {
    return (await get<AttemptPage>(`/jobs/${this.jobId}/attempts`, { limit: 200 }, signal)).items;
  }
}
