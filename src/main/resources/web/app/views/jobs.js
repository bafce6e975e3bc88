import { html, nothing } from 'lit';
import { PageElement } from '../lib/element.js';
import { followJobs } from '../lib/events.js';
import { duration } from '../lib/format.js';
import { link } from '../lib/router.js';
import { cancelButton, isOver, phases, sourceOf, stageOf, stateOf } from '../components/job-parts.js';
import { date, minuteOf, number } from '../components/figures.js';
import { empty, loading } from '../components/states.js';
import { table } from '../components/table.js';
import '../components/job-form.js';

const CONNECTION = {
  connecting: 'Connecting …',
  live: 'Live',
  polling: 'Asking every few seconds',
  offline: 'The service does not answer; trying again',
};

/** Imports: those that run, with every phase; those that wait; those that are over; and a form for the next. */
class Jobs extends PageElement {
  static properties = { route: { attribute: false }, access: {}, jobs: { state: true }, connection: { state: true } };

  #stop;

  constructor() {
    super();
    this.jobs = undefined;
    this.connection = 'connecting';
  }

  connectedCallback() {
    super.connectedCallback();
    this.#stop = followJobs(
      (jobs) => this.#take(jobs),
      (state) => (this.connection = state),
    );
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#stop();
  }

  #take(jobs) {
    const known = new Map(this.jobs);
    for (const job of jobs) {
      const before = known.get(job.id);
      if (before && stageOf(job) < stageOf(before)) {
        // The answer to a submission may come after the events of a job that was quick.
        continue;
      }
      if (before && !isOver(before) && job.state === 'succeeded') {
        window.dispatchEvent(new CustomEvent('fscensus-imported'));
      }
      known.set(job.id, job);
    }
    this.jobs = known;
  }

  render() {
    const all = [...(this.jobs?.values() ?? [])].sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
    const running = all.filter(({ state }) => state === 'running');
    const queued = all.filter(({ state }) => state === 'queued').reverse();
    return html`
      <div class="title"><h1>Jobs</h1><span class="connection ${this.connection}" role="status">${CONNECTION[this.connection]}</span></div>
      ${this.access === 'viewer' ? nothing : html`<fs-job-form .preset=${this.route.params} @accepted=${(event) => this.#take([event.detail])}></fs-job-form>`}
      ${running.map((job) => this.#running(job))}
      ${queued.length ? this.#queue(queued) : nothing}
      ${this.jobs === undefined ? loading() : this.#history(all.filter(isOver))}`;
  }

  #running(job) {
    return html`<section class="card" aria-label="Import of ${job.filesystem}">
      <header>
        <h2><a href=${link('job', job.id)}>${job.filesystem}</a></h2>
        <span class="muted">${sourceOf(job)}</span>
        <span class="spring"></span>
        ${this.access === 'viewer' ? nothing : cancelButton(job)}
      </header>
      ${phases(job)}
    </section>`;
  }

  #queue(jobs) {
    const columns = [
      { label: 'File system', head: true, draw: (job) => html`<a href=${link('job', job.id)}>${job.filesystem}</a>` },
      { label: 'Source', mark: 'wide', draw: sourceOf },
      { label: 'Waiting since', draw: (job) => minuteOf(job.createdAt) },
      { label: '', num: true, draw: (job) => (this.access === 'viewer' ? nothing : cancelButton(job)) },
    ];
    return html`<section class="card">${table({ caption: 'Waiting', columns, rows: jobs })}</section>`;
  }

  #history(jobs) {
    if (jobs.length === 0) {
      return empty('No import has finished yet.', 'What was imported is listed here, with its warnings and rejected lines.');
    }
    const columns = [
      { label: 'File system', head: true, draw: (job) => html`<a href=${link('job', job.id)}>${job.filesystem}</a>` },
      { label: 'State', draw: stateOf },
      { label: 'Scan', draw: (job) => date(job.scanTime) },
      { label: 'Finished', mark: 'wide', draw: (job) => minuteOf(job.finishedAt) },
      { label: 'Took', num: true, mark: 'wide', draw: (job) => (job.startedAt ? duration((new Date(job.finishedAt) - new Date(job.startedAt)) / 1000) : '–') },
      { label: 'Files', num: true, mark: 'wide', draw: (job) => number(job.counters.files, 'files') },
      { label: 'Directories', num: true, mark: 'wide', draw: (job) => number(job.counters.directories, 'directories') },
      { label: 'Rejected', num: true, mark: 'wide', draw: (job) => number(job.counters.rejectedLines, 'lines') },
      { label: 'Warnings', num: true, draw: (job) => job.warnings.length },
      { label: 'Source', mark: 'wide', draw: sourceOf },
    ];
    return html`<section class="card">${table({ caption: 'Finished', columns, rows: jobs })}</section>`;
  }
}

customElements.define('fs-jobs', Jobs);
