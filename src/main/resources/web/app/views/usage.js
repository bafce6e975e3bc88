import { html, nothing } from 'lit';
import { get, of, url } from '../lib/api.js';
import { PageElement } from '../lib/element.js';
import { filesystem } from '../lib/filesystem.js';
import { account, accountKey, plural, whole } from '../lib/format.js';
import { Question } from '../lib/question.js';
import { changed, link } from '../lib/router.js';
import { saveAnswer, saveTable } from '../lib/save.js';
import { heat, YEAR_BUCKET } from '../lib/scales.js';
import { choice } from '../components/controls.js';
import { amount, amountOf, amountText } from '../components/figures.js';
import { astray, place } from '../components/place.js';
import { answered, empty, missing } from '../components/states.js';
import { table } from '../components/table.js';
import '../components/composition.js';

const ROWS = [['owner', 'Owners'], ['group', 'Groups']];
const COLUMNS = [['age', 'Age'], ['size', 'Size']];
const MEASURES = [['bytes', 'Bytes'], ['files', 'Files']];
const FEW = 25;

/** Owners or groups by age or size of their files; every figure leads to the directories behind it. */
class Usage extends PageElement {
  static properties = { route: { attribute: false } };

  #about = new Question(this);
  #cross = new Question(this);

  render() {
    const { name: fs, params } = this.route;
    this.#about.ask([fs, params.generation, params.path === undefined], (signal) => filesystem(fs, params, signal));
    return answered(this.#about, (about) => this.#draw(about, params.path ?? about.path));
  }

  #draw(about, path) {
    const { name: fs, params } = this.route;
    const { generation, rows = 'owner', columns = 'age', by = 'bytes' } = params;
    this.#cross.ask([fs, generation, path, rows, columns, by], (signal) => this.#askCross({ path, generation, rows, columns, by }, signal));
    const problem = missing(this.#cross);
    if (problem) {
      return astray(this.route, path, problem);
    }
    return html`
      ${place(this.route, path, about.generations)}
      <h1>Who and how old</h1>
      <section class="card">
        <div class="toolbar">
          ${choice('Rows', ROWS, rows, (value) => changed(this.route, { rows: value }))}
          ${choice('Columns', COLUMNS, columns, (value) => changed(this.route, { columns: value }))}
          ${choice('Figures', MEASURES, by, (value) => changed(this.route, { by: value }))}
          <span class="spring"></span>
          <button type="button" @click=${() => this.#saveCsv({ path, generation, rows, columns })}>Save as CSV</button>
          <button type="button" @click=${() => saveTable(this.querySelector('table.heat'), `${fs}-${rows}-${columns}.png`)}>Save image</button>
        </div>
        ${answered(this.#cross, (cross) => this.#map(cross, { path, generation, rows, columns, by }))}
      </section>
      <fs-composition .filesystem=${fs} .generation=${generation} .path=${path} .by=${by}></fs-composition>`;
  }

  /** The accounts with the most, every cell of theirs, and the buckets' names and totals. */
  async #askCross({ path, generation, rows, columns, by }, signal) {
    const { name: fs } = this.route;
    const [accounts, buckets] = await Promise.all([
      get(of(fs, 'usage'), { path, generation, groupBy: rows }, signal),
      get(of(fs, `histograms/${columns}`), { path, generation, top: 1 }, signal),
    ]);
    const ranked = accounts.rows.sort((a, b) => amountOf(b, by) - amountOf(a, by));
    const shown = ranked.slice(0, FEW);
    const chosen = shown.length === ranked.length ? {} : { [rows]: shown.map((row) => accountKey(row[rows])) };
    const cells = shown.length
      ? await get(of(fs, 'usage'), { path, generation, groupBy: `${rows},${columns}`, ...chosen }, signal)
      : { rows: [] };
    const byAccount = new Map(shown.map((row) => [row[rows].id, []]));
    cells.rows.forEach((cell) => (byAccount.get(cell[rows].id)[cell[columns].bucket] = cell));
    return { ranked, shown, byAccount, buckets: buckets.items, total: buckets.total };
  }

  #map(cross, view) {
    const { rows, columns, by } = view;
    if (cross.shown.length === 0) {
      return empty('No files in here.', 'There is nobody to show.');
    }
    const cellsOf = (row) => cross.byAccount.get(row[rows].id);
    const greatest = Math.max(...cross.shown.flatMap((row) => cellsOf(row).map((cell) => amountOf(cell, by))).filter(Boolean));
    const old = columns === 'age';
    const tableColumns = [
      { label: rows === 'owner' ? 'Owner' : 'Group', head: true, draw: (row) => this.#link(view, { [rows]: accountKey(row[rows]) }, html`<bdi>${account(row[rows], rows === 'owner' ? 'uid' : 'gid')}</bdi>`) },
      { label: 'All', num: true, draw: (row) => amount(amountOf(row, by), by) },
      ...(old ? [{ label: '1 year and more', num: true, mark: 'old', draw: (row) => this.#old(view, row, cellsOf(row)) }] : []),
      ...cross.buckets.map(({ label, bucket }) => ({
        label,
        num: true,
        mark: 'cell',
        draw: (row) => this.#cell(view, row, cellsOf(row)[bucket], bucket, greatest, label),
      })),
    ];
    return html`
      ${table({ caption: `${rows === 'owner' ? 'Owners' : 'Groups'} by ${columns}`, columns: tableColumns, rows: cross.shown, mark: 'heat', foot: this.#totals(cross, view) })}
      ${cross.shown.length < cross.ranked.length
        ? html`<p class="muted">The ${FEW} with the most, of ${plural(cross.ranked.length, rows)}. The CSV has all of them.</p>`
        : nothing}`;
  }

  #link(view, condition, text, mark = '', title = '') {
    const { path, generation, by } = view;
    const address = link('where', this.route.name, { path, generation, by: by === 'files' ? by : undefined, ...condition });
    return html`<a href=${address} class=${mark} data-tip=${title || nothing} aria-label=${title ? `${text}: ${title.replace('\n', ', ')}` : nothing}>${text}</a>`;
  }

  #cell(view, row, cell, bucket, greatest, label) {
    const { rows, columns, by } = view;
    if (!cell) {
      return html`<span class="heat-0 none" data-paint>·</span>`;
    }
    const value = amountOf(cell, by);
    const tell = `${account(row[rows], rows === 'owner' ? 'uid' : 'gid')}, ${label}\n${whole(cell.allocatedBytes)} bytes in ${whole(cell.files)} files`;
    return html`<span data-paint class=${heat(value, greatest)}>${this.#link(
      view,
      { [rows]: accountKey(row[rows]), [columns]: String(bucket) },
      amountText(value, by).replace(' files', ''),
      '',
      tell,
    )}</span>`;
  }

  #old(view, row, cells) {
    const { rows, by } = view;
    const value = cells.reduce((sum, cell, bucket) => sum + (bucket >= YEAR_BUCKET ? amountOf(cell, by) : 0), 0);
    return value ? this.#link(view, { [rows]: accountKey(row[rows]), age: '1y-' }, amount(value, by)) : html`<span class="muted">·</span>`;
  }

  #totals({ buckets, total }, view) {
    const { columns, by } = view;
    const old = buckets.reduce((sum, item) => sum + (item.bucket >= YEAR_BUCKET ? amountOf(item, by) : 0), 0);
    return html`<tfoot>
      <tr>
        <th scope="row">Everybody</th>
        <td class="number">${amount(amountOf(total, by), by)}</td>
        ${columns === 'age' ? html`<td class="number old">${this.#link(view, { age: '1y-' }, amount(old, by))}</td>` : nothing}
        ${buckets.map((item) => html`<td class="number cell">${this.#link(view, { [columns]: String(item.bucket) }, amount(amountOf(item, by), by))}</td>`)}
      </tr>
    </tfoot>`;
  }

  #saveCsv({ path, generation, rows, columns }) {
    const { name: fs } = this.route;
    return saveAnswer(url(of(fs, 'usage'), { path, generation, groupBy: `${rows},${columns}`, format: 'csv' }), `${fs}-${rows}-${columns}.csv`);
  }
}

customElements.define('fs-usage', Usage);
