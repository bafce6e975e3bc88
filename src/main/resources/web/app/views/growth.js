import { html, nothing } from 'lit';
import { get, of, url } from '../lib/api.js';
import { PageElement } from '../lib/element.js';
import { filesystem } from '../lib/filesystem.js';
import { account, bytes, count, day } from '../lib/format.js';
import { below } from '../lib/paths.js';
import { Question } from '../lib/question.js';
import { changed, link } from '../lib/router.js';
import { saveAnswer, saveSvg } from '../lib/save.js';
import { choice, pick } from '../components/controls.js';
import { amount, amountOf, bar, change, date, name, number, size } from '../components/figures.js';
import { astray, place } from '../components/place.js';
import { answered, empty, missing } from '../components/states.js';
import { table } from '../components/table.js';
import '../components/line-chart.js';

const MEASURES = [['bytes', 'Bytes'], ['files', 'Files']];
const SHOWN = 50;
const ACCOUNTS = 15;
const KINDS = { grown: 'grown', shrunk: 'shrunk', new: 'new', vanished: 'gone' };

/** One directory over all scans that are kept, and what changed below it between two of them. */
class Growth extends PageElement {
  static properties = { route: { attribute: false } };

  #about = new Question(this);
  #history = new Question(this);
  #growth = new Question(this);

  render() {
    const { name: fs, params } = this.route;
    this.#about.ask([fs, params.path === undefined], (signal) => filesystem(fs, { path: params.path }, signal));
    return answered(this.#about, (about) => this.#draw(about, params.path ?? about.path));
  }

  #draw(about, path) {
    const { name: fs, params } = this.route;
    const { by = 'bytes', from, to } = params;
    this.#history.ask([fs, path], (signal) => get(of(fs, 'history'), { path }, signal));
    const comparable = about.generations.length > 1;
    if (comparable) {
      this.#growth.ask([fs, path, by, from, to], (signal) => get(of(fs, 'growth'), { path, by, from, to, limit: SHOWN, top: ACCOUNTS }, signal));
    }
    const problem = missing(this.#history);
    if (problem) {
      return astray(this.route, path, problem);
    }
    return html`
      ${place(this.route, path, [])}
      <h1>Growth</h1>
      <section class="card">
        <div class="toolbar">
          ${choice('Figures', MEASURES, by, (value) => changed(this.route, { by: value }))}
          <span class="spring"></span>
          <button type="button" @click=${() => saveSvg(this.querySelector('fs-line-chart svg'), `${fs}-growth.png`)}>Save image</button>
        </div>
        ${answered(this.#history, (history) => this.#curve(history, by))}
      </section>
      ${comparable
        ? answered(this.#growth, (growth) => this.#changes(growth, about, path, by))
        : empty('There is one scan so far.', 'With the next one, this page tells what grew and what shrank.')}`;
  }

  #curve({ items }, by) {
    const points = items.map(({ scanTime, recursive }) => ({ time: scanTime, value: recursive ? amountOf(recursive, by) : null }));
    const columns = [
      { label: 'Scan', head: true, draw: (row) => date(row.scanTime) },
      { label: 'Size', num: true, draw: (row) => (row.exists ? size(row.recursive.allocatedBytes) : 'not there') },
      { label: 'Change', num: true, draw: (row) => (row.change ? change(row.change.allocatedBytes, 'bytes') : '') },
      { label: 'Files', num: true, draw: (row) => (row.exists ? number(row.recursive.files, 'files') : '') },
      { label: 'Change', num: true, mark: 'wide', draw: (row) => (row.change ? change(row.change.files, 'files') : '') },
    ];
    return html`<div class="beside">
      <fs-line-chart .points=${points} .format=${by === 'files' ? count : bytes} .unit=${by} label=${by === 'files' ? 'Files over time' : 'Size over time'}></fs-line-chart>
      ${table({ caption: 'Every scan', columns, rows: [...items].reverse() })}
    </div>`;
  }

  #changes(growth, about, path, by) {
    const generations = about.generations.map(({ id, scanTime }) => [id, day(scanTime)]);
    return html`
      <section class="card" aria-labelledby="changes">
        <h2 id="changes">What changed: ${change(amountOf(growth.total.change, by), by)}</h2>
        <div class="toolbar">
          ${pick('From', generations, growth.from.generation, (from) => changed(this.route, { from, to: growth.to.generation }))}
          ${pick('to', generations, growth.to.generation, (to) => changed(this.route, { from: growth.from.generation, to }))}
          <span class="spring"></span>
          <button type="button" @click=${() => this.#save(growth, path, by)}>Save as CSV</button>
        </div>
        ${growth.items.length ? this.#items(growth, path, by) : empty('Nothing changed here between these scans.')}
      </section>
      ${growth.owners?.length ? this.#owners(growth, by) : nothing}`;
  }

  #items({ items, found }, path, by) {
    const greatest = Math.max(1, ...items.map(({ changeHere }) => Math.abs(amountOf(changeHere, by))));
    const columns = [
      { label: 'Directory', head: true, draw: (row) => html`<a href=${changed(this.route, { path: row.path })}>${name(below(row.path, path))}</a>` },
      { label: '', draw: (row) => html`<span class="kind ${row.kind}">${KINDS[row.kind]}</span>` },
      { label: '', mark: 'bar-cell', draw: (row) => bar(Math.abs(amountOf(row.changeHere, by)) / greatest, amountOf(row.changeHere, by) < 0 ? 'less' : 'more') },
      { label: 'Change here', num: true, draw: (row) => change(amountOf(row.changeHere, by), by) },
      { label: 'Before', num: true, draw: (row) => amount(amountOf(row.before, by), by) },
      { label: 'After', num: true, draw: (row) => amount(amountOf(row.after, by), by) },
      { label: '', draw: (row) => (row.kind === 'vanished' ? nothing : html`<a href=${link('explore', this.route.name, { path: row.path })} aria-label="Explore ${row.path}">Explore</a>`) },
    ];
    return html`${table({ caption: 'Directories that changed most', columns, rows: items })}
      ${found > items.length ? html`<p class="muted">The ${items.length} greatest of ${number(found)} changes.</p>` : nothing}`;
  }

  #owners({ owners }, by) {
    const columns = [
      { label: 'Owner', head: true, draw: (row) => html`<bdi>${account(row)}</bdi>` },
      { label: 'Change', num: true, draw: (row) => change(amountOf(row.change, by), by) },
      { label: 'Before', num: true, draw: (row) => amount(amountOf(row.before, by), by) },
      { label: 'After', num: true, draw: (row) => amount(amountOf(row.after, by), by) },
    ];
    return html`<section class="card">${table({ caption: 'Owners with more or less than before', columns, rows: owners })}</section>`;
  }

  #save(growth, path, by) {
    const { name: fs } = this.route;
    return saveAnswer(
      url(of(fs, 'growth'), { path, by, from: growth.from.generation, to: growth.to.generation, limit: SHOWN, format: 'csv' }),
      `${fs}-growth.csv`,
    );
  }
}

customElements.define('fs-growth', Growth);
