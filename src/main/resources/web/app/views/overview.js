import { html, nothing } from 'lit';
import { get, of } from '../lib/api.js';
import { PageElement } from '../lib/element.js';
import { account, accountKey, bytes, percent, plural } from '../lib/format.js';
import { Question } from '../lib/question.js';
import { link } from '../lib/router.js';
import { YEAR_BUCKET } from '../lib/scales.js';
import { stacked } from '../components/bars.js';
import { bar, date, number, size } from '../components/figures.js';
import { ageLegend } from '../components/legend.js';
import { answered, empty } from '../components/states.js';
import '../components/trust.js';

const OWNERS = 5;

/** Every file system at a glance. */
class Overview extends PageElement {
  static properties = { filesystems: { attribute: false } };

  render() {
    if (this.filesystems.length === 0) {
      return empty(
        'Nothing has been imported yet.',
        html`<a class="button primary" href="#/jobs">Import a scan</a>`,
      );
    }
    return html`
      <h1>${this.filesystems.length === 1 ? 'The file system' : `${this.filesystems.length} file systems`}</h1>
      <div class="cards">
        ${this.filesystems.map((filesystem) => html`<fs-overview-card .filesystem=${filesystem}></fs-overview-card>`)}
      </div>`;
  }
}

/** One file system: how much, how old, and whose the oldest are. */
class OverviewCard extends PageElement {
  static properties = { filesystem: { attribute: false } };

  #ages = new Question(this);
  #owners = new Question(this);

  render() {
    const { name, generation } = this.filesystem;
    this.#ages.ask([name, generation], (signal) => get(of(name, 'histograms/age'), { generation, top: 1 }, signal));
    this.#owners.ask([name, generation], (signal) =>
      get(of(name, 'usage'), { generation, groupBy: 'owner', age: '1y-', limit: OWNERS }, signal),
    );
    return html`
      <section class="card" aria-labelledby="fs-${name}">
        <header>
          <h2 id="fs-${name}"><a href=${link('explore', name)}>${name}</a></h2>
          <span class="muted">scanned ${date(this.filesystem.scanTime)}</span>
          <fs-trust .filesystem=${name} .generation=${generation}></fs-trust>
        </header>
        <dl class="stats">
          <div><dt>Size</dt><dd>${size(this.filesystem.allocatedBytes)}</dd></div>
          <div><dt>Files</dt><dd>${number(this.filesystem.files, 'files')}</dd></div>
          <div><dt>Directories</dt><dd>${number(this.filesystem.directories, 'directories')}</dd></div>
        </dl>
        ${answered(this.#ages, (answer) => this.#drawAges(answer))}
        ${answered(this.#owners, (answer) => this.#drawOwners(answer))}
        <p class="actions">
          <a class="button" href=${link('explore', name)}>Explore</a>
          <a class="button" href=${link('usage', name)}>Who and how old</a>
          <a class="button" href=${link('growth', name)}>Growth</a>
        </p>
      </section>`;
  }

  #drawAges({ items, total }) {
    const parts = items.map((item) => ({
      value: item.allocatedBytes,
      mark: `age-${item.bucket}`,
      text: `${item.label}\n${bytes(item.allocatedBytes)} (${percent(item.shareOfBytes)})\n${plural(item.files, 'file')}`,
      href: link('where', this.filesystem.name, { age: String(item.bucket) }),
    }));
    return html`<h3>Time since the last access</h3>
      ${total.files ? html`${stacked('Bytes by age; each part leads to its directories', parts)}${ageLegend()}` : html`<p class="muted">No files.</p>`}`;
  }

  #drawOwners({ rows, total }) {
    const { name } = this.filesystem;
    const all = this.filesystem.allocatedBytes;
    if (rows.length === 0) {
      return html`<h3>Untouched for a year or more</h3><p class="muted">Nothing: every file was read within the last year.</p>`;
    }
    return html`
      <h3>Untouched for a year or more: <a href=${link('where', name, { age: '1y-' })}>${size(total.allocatedBytes)}</a>
        <span class="muted">(${percent(all ? total.allocatedBytes / all : 0)})</span></h3>
      <ol class="ranking" aria-label="Owners of the most untouched bytes in ${name}">
        ${rows.map(
          (row) => html`<li><a class="owner" href=${link('where', name, { owner: accountKey(row.owner), age: '1y-' })}
              aria-label="${account(row.owner)}, ${bytes(row.allocatedBytes)}: show the directories">
            <bdi>${account(row.owner)}</bdi>
            ${bar(row.allocatedBytes / rows[0].allocatedBytes, `age-${YEAR_BUCKET + 4}`)}
            ${size(row.allocatedBytes)}
          </a></li>`,
        )}
      </ol>
      ${rows.length === OWNERS ? html`<a class="more" href=${link('usage', name)}>All owners</a>` : nothing}`;
  }
}

customElements.define('fs-overview', Overview);
customElements.define('fs-overview-card', OverviewCard);
