import { html, nothing } from 'lit';
import { ApiProblem, get, me, token } from './lib/api.js';
import { PageElement } from './lib/element.js';
import { go, link, onRoute, route } from './lib/router.js';
import { applyTheme, switchTheme, theme } from './lib/theme.js';

import { empty, failed, gaps, loading } from './components/states.js';
import './views/login.js';
import './views/overview.js';
import './views/explore.js';
import './views/usage.js';
import './views/where.js';
import './views/growth.js';
import './views/jobs.js';
import './views/job.js';

const TITLES = {
  overview: 'Overview',
  explore: 'Explore',
  usage: 'Who and how old',
  where: 'Where it lies',
  growth: 'Growth',
  jobs: 'Jobs',
  job: 'Job',
};

const OF_FILESYSTEM = new Set(['explore', 'usage', 'where', 'growth']);

/** What of an address makes it another place, and not the same one seen in another way. */
const PLACE = [({ view }) => view, ({ name }) => name, ({ params }) => params.path];

/** The frame of the page: knows who asks and which file systems there are, and shows the view of the address. */
class App extends PageElement {
  static properties = {
    present: { state: true },
    who: { state: true },
    filesystems: { state: true },
    problems: { state: true },
    problem: { state: true },
    locked: { state: true },
    mishap: { state: true },
  };

  connectedCallback() {
    super.connectedCallback();
    applyTheme();
    this.present = route();
    onRoute(() => this.#arrive());
    window.addEventListener('fscensus-unauthorized', () => (this.locked = true));
    window.addEventListener('fscensus-imported', () => this.#load());
    window.addEventListener('unhandledrejection', (event) => this.#tell(event));
    this.#load();
  }

  async #load() {
    this.problem = undefined;
    try {
      const [who, answer] = await Promise.all([me(), get('filesystems')]);
      this.who = who;
      this.filesystems = answer.items;
      this.problems = answer.problems;
      this.locked = false;
    } catch (problem) {
      if (problem.status !== 401) {
        this.problem = problem;
      }
    }
  }

  /** Something that was asked for by a button, a download or the end of a job, did not go well. */
  #tell(event) {
    if (event.reason instanceof ApiProblem) {
      event.preventDefault();
      this.mishap = event.reason;
    }
  }

  #arrive() {
    const left = this.present;
    this.mishap = undefined;
    this.present = route();
    // Elsewhere: begin at its top, with the eyes as well as with the keyboard.
    if (PLACE.some((part) => part(left) !== part(this.present))) {
      window.scrollTo(0, 0);
      this.querySelector('main')?.focus({ preventScroll: true });
    }
    if (this.present.view === 'overview' && left.view !== 'overview') {
      // What was imported meanwhile, here or by somebody else, is looked for here.
      this.#load();
    }
  }

  updated() {
    const title = TITLES[this.present.view] ?? 'Not found';
    const name = OF_FILESYSTEM.has(this.present.view) ? ` · ${this.present.name}` : '';
    document.title = `${title}${name} · fs-census`;
    this.dataset.shows = location.hash;
  }

  render() {
    return html`
      <a class="skip" href="#content" @click=${this.#skip}>Skip to the content</a>
      ${this.#header()}
      <main id="content" tabindex="-1">${this.#content()}</main>
      <fs-tip></fs-tip>`;
  }

  /** The address is the view's, so that the usual way of skipping would leave it. */
  #skip(event) {
    event.preventDefault();
    event.target.closest('fs-app').querySelector('main').focus();
  }

  #header() {
    const { view, params } = this.present;
    const filesystem = this.#filesystem();
    const kept = this.#shown() ? { path: params.path } : {};
    const item = (target, text, address, more = []) => html`<a href=${address}
      aria-current=${view === target || more.includes(view) ? 'page' : nothing}>${text}</a>`;
    return html`
      <header class="top">
        <a class="logo" href="#/"><img src="static/icon.svg" alt="" width="24" height="24">fs-census</a>
        <nav aria-label="Views">
          ${item('overview', 'Overview', '#/')}
          ${filesystem
            ? html`${item('explore', 'Explore', link('explore', filesystem, kept))}
                ${item('usage', 'Who and how old', link('usage', filesystem, kept), ['where'])}
                ${item('growth', 'Growth', link('growth', filesystem, kept))}`
            : nothing}
          ${this.#isLimited() ? nothing : item('jobs', 'Jobs', '#/jobs', ['job'])}
        </nav>
        <div class="tools">${this.#chooser()} ${this.#switch()} ${this.#account()}</div>
      </header>`;
  }

  /** Whether who asks may see only a part: jobs tell of all. */
  #isLimited() {
    return Boolean(this.who?.filesystems || this.who?.paths);
  }

  /** The file system of the view by the name it is listed with, for case does not matter; none where there is no such. */
  #shown() {
    const { view, name } = this.present;
    if (!OF_FILESYSTEM.has(view) || !this.filesystems) {
      return undefined;
    }
    return this.filesystems.find((filesystem) => filesystem.name.toLowerCase() === name.toLowerCase())?.name;
  }

  /** The one that the links of the header lead to. */
  #filesystem() {
    this.last = this.#shown() ?? this.last;
    return this.last ?? this.filesystems?.[0]?.name;
  }

  #chooser() {
    if (!OF_FILESYSTEM.has(this.present.view) || !(this.filesystems?.length > 1)) {
      return nothing;
    }
    const view = this.present.view === 'where' ? 'usage' : this.present.view;
    const shown = this.#shown();
    return html`<label class="pick"><span class="unseen">File system</span>
      <select @change=${(event) => go(link(view, event.target.value))}>
        ${shown ? nothing : html`<option disabled .selected=${true}>Choose one</option>`}
        ${this.filesystems.map(({ name }) => html`<option .selected=${name === shown}>${name}</option>`)}
      </select>
    </label>`;
  }

  #switch() {
    return html`<button type="button" class="plain" @click=${() => (switchTheme(), this.requestUpdate())}>
      ${theme() === 'dark' ? 'Light' : 'Dark'}<span class="unseen"> colours</span>
    </button>`;
  }

  #account() {
    if (!this.who?.tokens || this.locked) {
      return nothing;
    }
    return html`<span class="who" title=${this.who.role}>${this.who.name}</span>
      <button type="button" class="plain" @click=${this.#leave}>Sign out</button>`;
  }

  #leave() {
    token.clear();
    this.who = undefined;
    this.filesystems = undefined;
    this.locked = true;
  }

  #content() {
    if (this.locked) {
      return html`<fs-login @signed-in=${() => this.#load()}></fs-login>`;
    }
    if (this.problem) {
      return failed(this.problem, () => this.#load());
    }
    if (!this.filesystems) {
      return loading();
    }
    return html`${this.mishap ? failed(this.mishap) : nothing}${gaps(this.problems)}${this.#view()}`;
  }

  #view() {
    const { present, filesystems } = this;
    const access = this.who.role;
    if (this.#isLimited() && (present.view === 'jobs' || present.view === 'job')) {
      return empty('Jobs tell of all file systems and paths.', 'Your token is limited to some of them.');
    }
    switch (present.view) {
      case 'overview':
        return html`<fs-overview .filesystems=${filesystems}></fs-overview>`;
      case 'explore':
        return html`<fs-explore .route=${present}></fs-explore>`;
      case 'usage':
        return html`<fs-usage .route=${present}></fs-usage>`;
      case 'where':
        return html`<fs-where .route=${present}></fs-where>`;
      case 'growth':
        return html`<fs-growth .route=${present}></fs-growth>`;
      case 'jobs':
        return html`<fs-jobs .route=${present} .access=${access}></fs-jobs>`;
      case 'job':
        return html`<fs-job .route=${present} .access=${access}></fs-job>`;
      default:
        return empty('There is no such view.', html`<a href="#/">Back to the overview</a>`);
    }
  }
}

customElements.define('fs-app', App);
