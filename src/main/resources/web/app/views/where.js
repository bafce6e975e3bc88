import { html, nothing } from 'lit';
import { get, of, url } from '../lib/api.js';
import { PageElement } from '../lib/element.js';
import { filesystem } from '../lib/filesystem.js';
import { account, accountKey, percent, visible } from '../lib/format.js';
import { below } from '../lib/paths.js';
import { Question } from '../lib/question.js';
import { changed, link } from '../lib/router.js';
import { saveAnswer } from '../lib/save.js';
import { AGE_CHOICES, SIZE_CHOICES } from '../lib/scales.js';
import { choice, pick } from '../components/controls.js';
import { amount, amountOf, bar, name, number, share, size } from '../components/figures.js';
import { astray, place } from '../components/place.js';
import { answered, empty, missing } from '../components/states.js';
import { table } from '../components/table.js';

const MEASURES = [['bytes', 'Bytes'], ['files', 'Files']];
const SHOWN = 100;
const ACCOUNTS = 200;

/** The directories in which the files of a condition lie: of an owner or group, of an age, of a size. */
class Where extends PageElement {
  static properties = { route: { attribute: false } };

  #about = new Question(this);
  #places = new Question(this);
  #labels = new Question(this);

  get #condition() {
    const { owner, group, age, size: sizes, generation } = this.route.params;
    return { owner, group, age, size: sizes, generation };
  }

  render() {
    const { name: fs, params } = this.route;
    this.#about.ask([fs, params.generation, params.path === undefined], (signal) => filesystem(fs, params, signal));
    return answered(this.#about, (about) => this.#draw(about, params.path ?? about.path));
  }

  #draw(about, path) {
    const { name: fs } = this.route;
    const { by = 'bytes' } = this.route.params;
    const condition = this.#condition;
    this.#labels.ask([fs, condition.generation, path], (signal) => this.#askLabels({ path, generation: condition.generation }, signal));
    this.#places.ask([fs, path, by, condition], (signal) => get(of(fs, 'where'), { ...condition, path, by, limit: SHOWN }, signal));
    const problem = missing(this.#labels);
    if (problem) {
      return astray(this.route, path, problem);
    }
    return html`
      ${place(this.route, path, about.generations)}
      ${answered(this.#labels, (labels) => html`
        <h1>${this.#title(labels)}</h1>
        <section class="card" aria-label="Directories">
          ${this.#toolbar(labels, by)}
          ${answered(this.#places, (answer) => this.#table(answer, path, by))}
        </section>`)}`;
  }

  /** Names of owners, groups and buckets, to choose from and for the title. */
  async #askLabels(common, signal) {
    const ask = (question, more) => get(of(this.route.name, question), { ...common, ...more }, signal);
    const [owners, groups, ages, sizes] = await Promise.all([
      ask('usage', { groupBy: 'owner', limit: ACCOUNTS }),
      ask('usage', { groupBy: 'group', limit: ACCOUNTS }),
      ask('histograms/age', { top: 1 }),
      ask('histograms/size', { top: 1 }),
    ]);
    const bucket = ({ bucket: number_, label }) => [String(number_), label];
    return {
      owner: owners.rows.map(({ owner }) => [accountKey(owner), account(owner, 'uid')]),
      group: groups.rows.map(({ group }) => [accountKey(group), account(group, 'gid')]),
      age: [...AGE_CHOICES, ...ages.items.map(bucket)],
      size: [...SIZE_CHOICES, ...sizes.items.map(bucket)],
    };
  }

  #choices(labels, key, any) {
    const present = this.route.params[key];
    const known = labels[key];
    const chosen = present && !known.some(([value]) => value === present) ? [[present, present]] : [];
    return [...(any ? [['', any]] : []), ...chosen, ...known];
  }

  #text(labels, key) {
    const present = this.route.params[key];
    return present ? (labels[key].find(([value]) => value === present)?.[1] ?? visible(present)) : '';
  }

  #title(labels) {
    const owner = this.#text(labels, 'owner');
    const group = this.#text(labels, 'group');
    const age = this.#text(labels, 'age');
    const sizes = this.#text(labels, 'size');
    return html`Files${owner ? html` of <bdi>${owner}</bdi>` : nothing}${group ? html` of group <bdi>${group}</bdi>` : nothing}${age
      ? ` untouched for ${age}`
      : ''}${sizes ? `, each ${sizes}` : ''}`;
  }

  #toolbar(labels, by) {
    const { params } = this.route;
    const field = (label, key, any) => pick(label, this.#choices(labels, key, any), params[key] ?? '', (value) => changed(this.route, { [key]: value }));
    return html`<div class="toolbar">
      ${field('Owner', 'owner', 'anybody')}
      ${field('Group', 'group', 'any group')}
      ${field('Untouched for', 'age')}
      ${field('File size', 'size')}
      ${choice('Figures', MEASURES, by, (value) => changed(this.route, { by: value }))}
      <span class="spring"></span>
      <button type="button" @click=${() => this.#save(by)}>Save as CSV</button>
    </div>`;
  }

  #table(answer, path, by) {
    if (answer.items.length === 0) {
      return empty('No such files here.', 'Choose another condition, or go up.');
    }
    const greatest = amountOf(answer.items[0].here, by);
    const other = by === 'files'
      ? { label: 'Size', num: true, draw: (row) => size(row.here.allocatedBytes) }
      : { label: 'Files', num: true, draw: (row) => number(row.here.files, 'files') };
    const columns = [
      { label: 'Directory', head: true, draw: (row) => html`<a href=${link('explore', row.filesystem, { path: row.path, generation: this.route.params.generation })}>${name(below(row.path, path))}</a>` },
      { label: '', mark: 'bar-cell', draw: (row) => bar(amountOf(row.here, by) / greatest) },
      { label: by === 'files' ? 'Files here' : 'Size here', num: true, title: 'Without directories below that have a line of their own', draw: (row) => amount(amountOf(row.here, by), by) },
      { label: 'Share', num: true, draw: (row) => share(row.share) },
      other,
      { label: 'With all below', num: true, mark: 'wide', draw: (row) => amount(amountOf(row.subtree, by), by) },
    ];
    const total = amountOf(answer.total, by);
    const elsewhere = amountOf(answer.elsewhere, by);
    return html`
      <p class="lead">${amount(total, by)} in ${number(answer.total.files)} files. The largest holdings first:</p>
      ${table({ caption: 'Directories, the largest first', columns, rows: answer.items })}
      ${elsewhere ? html`<p class="muted">${amount(elsewhere, by)} (${percent(elsewhere / total)}) lie scattered in directories with little of it each.</p>` : nothing}`;
  }

  #save(by) {
    const { name: fs, params } = this.route;
    const path = params.path ?? this.#about.value.path;
    return saveAnswer(url(of(fs, 'where'), { ...this.#condition, path, by, limit: SHOWN, format: 'csv' }), `${fs}-where.csv`);
  }
}

customElements.define('fs-where', Where);
