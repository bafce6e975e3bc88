import { html, nothing } from 'lit';
import { get, of } from '../lib/api.js';
import { PageElement } from '../lib/element.js';
import { plural } from '../lib/format.js';
import { Question } from '../lib/question.js';
import { link } from '../lib/router.js';

/** What a trust report counts that is odd: [field, one, several, what of them]. */
const ODD = [
  ['rejected', 'line', 'lines', 'could not be read'],
  ['reportedErrors', 'error', 'errors', 'reported by the listing itself'],
  ['unlistedDirectories', 'directory', 'directories', 'without a line of their own'],
  ['duplicateDirectories', 'line', 'lines', 'of directories listed before'],
  ['futureTimes', 'file', 'files', 'with a time after the scan'],
  ['overallocatedFiles', 'file', 'files', 'with far more bytes on disk than they are long'],
  ['underallocatedFiles', 'file', 'files', 'with far fewer bytes on disk than they are long'],
];

/**
 * Where the import of a scan found something odd, a mark that opens to what it was, and leads to the import. Properties:
 * filesystem, generation.
 */
class Trust extends PageElement {
  static properties = { filesystem: {}, generation: {} };

  #report = new Question(this);

  render() {
    const { filesystem, generation } = this;
    this.#report.ask([filesystem, generation], (signal) => reportOf(filesystem, generation, signal));
    // What matters are the figures beside it: where there is no report, nothing is said.
    const { trust, job } = this.#report.value ?? {};
    if (this.#report.state !== 'ready' || !trust || trust.verdict === 'complete') {
      return nothing;
    }
    const odd = ODD.filter(([field]) => trust[field] > 0);
    return html`<details class="trust">
      <summary title="The scan was read, but not all about it is as it should be">with warnings</summary>
      <ul class="warnings">
        ${odd.map(([field, one, several, what]) => html`<li>${plural(trust[field], one, several)} ${what}</li>`)}
        ${trust.endSeen ? nothing : html`<li>the last line has no end: the log was probably cut off</li>`}
        ${job ? html`<li><a href=${link('job', job.id)}>What its import tells</a></li>` : nothing}
        ${!job && !odd.length && trust.endSeen ? html`<li>what its import told is not kept any more, or not for you to see</li>` : nothing}
      </ul>
    </details>`;
  }
}

/** As many of the last imports of a file system as are looked through for the one of a scan. */
const IMPORTS = 100;

/** The trust report of a scan, and where it has something to tell, the import: unless that is forgotten, or not to be seen. */
async function reportOf(filesystem, generation, signal) {
  const { trust } = await get(of(filesystem, `generations/${encodeURIComponent(generation)}`), {}, signal);
  if (!trust || trust.verdict === 'complete') {
    return { trust };
  }
  const jobs = await get('jobs', { filesystem, state: 'succeeded', limit: IMPORTS }, signal).catch(() => ({ items: [] }));
  return { trust, job: jobs.items.find((job) => job.generation === generation && !job.source.generation) };
}

customElements.define('fs-trust', Trust);
