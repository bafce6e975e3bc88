import { html, nothing } from 'lit';
import { get, post } from '../lib/api.js';
import { PageElement } from '../lib/element.js';
import { followJobs } from '../lib/events.js';
import { acceptingAgain } from '../lib/job-options.js';
import { visible } from '../lib/format.js';
import { Question } from '../lib/question.js';
import { go, link } from '../lib/router.js';
import { cancelButton, isCheck, isOver, phases, sourcesOf, stageOf, stateOf } from '../components/job-parts.js';
import { minuteOf, number, size } from '../components/figures.js';
import { rejectedLines } from '../components/rejected.js';
import { answered, failed, failure } from '../components/states.js';

/** One import: its phases, what it counted, what it could not read, and how it ended. */
class Job extends PageElement {
  static properties = { route: { attribute: false }, access: {}, problem: { state: true } };

  #job = new Question(this);
  #rejected = new Question(this);
  #heard;
  #stop;

  connectedCallback() {
    super.connectedCallback();
    this.#stop = followJobs(
      (jobs) => this.#take(jobs),
      () => {},
    );
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#stop();
  }

  /** Where a scan was held back since it has far less than the one before: it may be right. */
  #anyway(job) {
    if (this.access === 'viewer' || !job.error.hint.includes('acceptShrink')) {
      return nothing;
    }
    return job.source.upload
      ? html`<a class="button" href=${link('jobs', '', { import: 'upload', acceptShrink: 'true' })}>Send it again, to be published anyway</a>`
      : html`<button type="button" class="primary" @click=${(event) => this.#submitAgain(event, job)}>Import again and publish anyway</button>`;
  }

  async #submitAgain({ target }, job) {
    target.disabled = true;
    this.problem = undefined;
    try {
      const again = await post('jobs', acceptingAgain(job));
      go(link('job', again.id));
    } catch (problem) {
      this.problem = problem;
      target.disabled = false;
    }
  }

  #take(jobs) {
    const present = jobs.find(({ id }) => id === this.route.name);
    if (!present) {
      return;
    }
    this.#heard = present;
    if (this.#job.state === 'ready') {
      this.#job.value = furthest(this.#job.value, present);
      this.requestUpdate();
    }
  }

  render() {
    const id = this.route.name;
    // The answer may come after the events of a job that was quick.
    this.#job.ask(id, async (signal) => furthest(await get(`jobs/${encodeURIComponent(id)}`, {}, signal), this.#heard));
    return answered(this.#job, (job) => this.#draw(job));
  }

  #draw(job) {
    const { counters, warnings, error } = job;
    if (counters.rejectedLines > 0 && isOver(job)) {
      this.#rejected.ask([job.id, job.state], (signal) => get(`jobs/${job.id}/rejected`, {}, signal));
    }
    return html`
      <p><a href="#/jobs">All jobs</a></p>
      <div class="title">
        <h1>${isCheck(job) ? 'Check' : 'Import'} of ${job.filesystem}</h1>${stateOf(job)}
        <span class="spring"></span>
        ${this.access === 'viewer' || isOver(job) ? nothing : cancelButton(job)}
      </div>
      ${error ? failure(isCheck(job) ? 'The check failed' : 'The import failed', error, this.#anyway(job)) : nothing}
      ${this.problem ? failed(this.problem) : nothing}
      <section class="card" aria-label="Phases">${phases(job)}</section>
      <section class="card" aria-label="Figures">
        <dl class="stats">
          <div><dt>Lines</dt><dd>${number(counters.lines, 'lines')}</dd></div>
          <div><dt>Read</dt><dd>${size(counters.bytes)}</dd></div>
          <div><dt>Files</dt><dd>${number(counters.files, 'files')}</dd></div>
          <div><dt>Directories</dt><dd>${number(counters.directories, 'directories')}</dd></div>
          <div><dt>Without a line of their own</dt><dd>${number(counters.unlistedDirectories, 'directories')}</dd></div>
          <div><dt>Rejected lines</dt><dd>${number(counters.rejectedLines, 'lines')}</dd></div>
          <div><dt>Attempt</dt><dd>${job.attempt}</dd></div>
          <div><dt>Scan time</dt><dd>${minuteOf(job.scanTime)}</dd></div>
          <div><dt>Began</dt><dd>${minuteOf(job.startedAt)}</dd></div>
          <div><dt>Ended</dt><dd>${minuteOf(job.finishedAt)}</dd></div>
        </dl>
        <p class="muted">Source: <bdi>${visible(sourcesOf(job).join(', '))}</bdi></p>
        ${job.state === 'succeeded' ? html`<p><a class="button" href=${link('explore', job.filesystem)}>Explore ${job.filesystem}</a></p>` : nothing}
      </section>
      ${warnings.length
        ? html`<section class="card"><h2>Warnings</h2><ul class="warnings">${warnings.map((warning) => html`<li>${warning}</li>`)}</ul></section>`
        : nothing}
      ${counters.rejectedLines > 0 && isOver(job)
        ? html`<section class="card">${answered(this.#rejected, ({ items }) => (items.length ? rejectedLines(items, sourcesOf(job).length > 1, job.trust?.rejectedByReason) : nothing))}</section>`
        : nothing}`;
  }
}

/** Of a job and what was heard, which may be of another, what is later of the job. */
const furthest = (job, heard) => (heard?.id === job.id && stageOf(heard) >= stageOf(job) ? heard : job);

customElements.define('fs-job', Job);
