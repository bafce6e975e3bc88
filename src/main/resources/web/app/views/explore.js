import { html, nothing } from 'lit';
import { get, of, url } from '../lib/api.js';
import { PageElement } from '../lib/element.js';
import { filesystem } from '../lib/filesystem.js';
import { plural, visible } from '../lib/format.js';
import { baseName, depth } from '../lib/paths.js';
import { Question } from '../lib/question.js';
import { changed } from '../lib/router.js';
import { saveAnswer, saveSvg } from '../lib/save.js';
import { accountScale, ageBucket, medianAge, topOf } from '../lib/scales.js';
import { choice } from '../components/controls.js';
import { ago, amountOf, bar, date, holder, name, number, size } from '../components/figures.js';
import { ageLegend, legend } from '../components/legend.js';
import { astray, place } from '../components/place.js';
import { answered, empty, missing } from '../components/states.js';
import { table } from '../components/table.js';
import '../components/composition.js';
import '../components/treemap.js';
import '../components/trust.js';

const TREEMAP = { depth: 2, top: 24 };
const ICICLE = { depth: 4, top: 12 };
const PAGE = 50;
const SHAPES = [['treemap', 'Treemap'], ['icicle', 'Icicle']];
const MEASURES = [['bytes', 'Bytes'], ['files', 'Files']];
const COLOURS = [['age', 'Age'], ['owner', 'Owner'], ['group', 'Group']];

/** One directory: a map of what is in it, its subdirectories as a table, and whose and how old its files are. */
class Explore extends PageElement {
  static properties = { route: { attribute: false } };

  #about = new Question(this);
  #tree = new Question(this);
  #detail = new Question(this);
  #children = new Question(this);

  render() {
    const { name: fs, params } = this.route;
    this.#about.ask([fs, params.generation, params.path === undefined], (signal) => filesystem(fs, params, signal));
    return answered(this.#about, (about) => this.#draw(about, params.path ?? about.path));
  }

  #draw(about, path) {
    const { name: fs, params } = this.route;
    const { generation, by = 'bytes', shape = 'treemap' } = params;
    const extent = shape === 'icicle' ? ICICLE : TREEMAP;
    const groupBy = this.#colour;
    this.#tree.ask([fs, generation, path, by, shape, groupBy], async (signal) => ({
      ...(await treeOf(fs, { path, by, generation, ...extent }, groupBy, signal)),
      colour: groupBy,
      shape,
    }));
    this.#detail.ask([fs, generation, path], (signal) => get(of(fs, 'directory'), { path, generation }, signal));
    this.#askChildren(path);
    const problem = missing(this.#detail, this.#tree, this.#children);
    if (problem) {
      return astray(this.route, path, problem);
    }
    return html`
      ${place(this.route, path, about.generations)}
      ${answered(this.#detail, (detail) => this.#head(detail, about))}
      <div class="explore">
        <section class="card map" aria-label="Map">
          ${this.#toolbar()}
          ${answered(this.#tree, (map) => this.#map(map, about))}
        </section>
        <section class="card" aria-label="Subdirectories">
          ${answered(this.#children, (answer) => this.#table(answer, about, path))}
        </section>
      </div>
      <fs-composition .filesystem=${fs} .generation=${generation} .path=${path} .by=${by}></fs-composition>`;
  }

  #head(detail, about) {
    const { recursive, direct } = detail;
    return html`
      <h1><bdi>${visible(baseName(detail.path))}</bdi></h1>
      <dl class="stats">
        <div><dt>Size</dt><dd>${size(recursive.allocatedBytes)}</dd></div>
        <div><dt>Files</dt><dd>${number(recursive.files, 'files')}</dd></div>
        <div><dt>Directories</dt><dd>${number(recursive.directories, 'directories')}</dd></div>
        <div><dt>Files right here</dt><dd>${number(direct.files, 'files')}</dd></div>
        <div><dt>Last read</dt><dd>${date(recursive.lastAccess)}</dd></div>
        <div><dt>Owner</dt><dd>${holder(detail.owner, 'uid')}</dd></div>
        <div><dt>Group</dt><dd>${holder(detail.group, 'gid')}</dd></div>
        <div><dt>Scan</dt><dd>${date(about.scanTime)} <fs-trust .filesystem=${this.route.name} .generation=${about.generation}></fs-trust></dd></div>
      </dl>`;
  }

  /** The default too where the address has one that there is not. */
  get #colour() {
    const { colour } = this.route.params;
    return COLOURS.some(([value]) => value === colour) ? colour : 'age';
  }

  #toolbar() {
    const { by = 'bytes', shape = 'treemap' } = this.route.params;
    return html`<div class="toolbar">
      ${choice('Area', MEASURES, by, (value) => changed(this.route, { by: value }))}
      ${choice('Colour', COLOURS, this.#colour, (value) => changed(this.route, { colour: value }))}
      ${choice('Shape', SHAPES, shape, (value) => changed(this.route, { shape: value }))}
    </div>`;
  }

  /** As it was asked for, also while the next one is awaited. */
  #map({ tree, told, colour, shape }, about) {
    const { by } = tree;
    if (tree.root.files === 0) {
      return empty('No files in here.', `${plural(tree.root.directories, 'directory', 'directories')} below, all of them empty.`);
    }
    const scale = colour === 'age' ? ageScale(by, told, about.scanTime) : holderScale(tree.root, colour, by, told);
    return html`
      <fs-treemap .node=${tree.root} .by=${by} .shape=${shape} .scanTime=${about.scanTime} .colour=${scale.mark} .mixed=${scale.mixed}
        .address=${(path) => changed(this.route, { path })}></fs-treemap>
      <div class="foot">
        ${colour === 'age' ? ageLegend(scale.says) : legend(`Colours by ${colour}`, scale.entries)}
        <button type="button" @click=${() => saveSvg(this.querySelector('fs-treemap svg'), `${this.route.name}-map.png`)}>Save image</button>
      </div>
      ${tree.complete ? nothing : html`<p class="muted">Only the largest directories are drawn one by one.</p>`}`;
  }

  #childrenParams(path) {
    const below = depth(path) + 1;
    const { by = 'bytes', generation } = this.route.params;
    const sort = this.route.params.sort ?? (by === 'files' ? 'files' : 'size');
    return { path, minDepth: below, maxDepth: below, sort, generation };
  }

  #askChildren(path) {
    const { name: fs } = this.route;
    const params = this.#childrenParams(path);
    this.#children.ask([fs, params], (signal) => get(of(fs, 'directories'), { ...params, limit: PAGE }, signal));
  }

  #table(answer, about, path) {
    const greatest = Math.max(1, ...answer.items.map(({ recursive }) => recursive.allocatedBytes));
    const columns = [
      { ...this.#sorted('path', 'ascending'), label: 'Name', head: true, draw: (row) => html`<a href=${changed(this.route, { path: row.path })}>${name(baseName(row.path))}</a>` },
      { label: '', mark: 'bar-cell', draw: (row) => bar(row.recursive.allocatedBytes / greatest) },
      { ...this.#sorted('size', 'descending'), label: 'Size', num: true, draw: (row) => size(row.recursive.allocatedBytes) },
      { ...this.#sorted('files', 'descending'), label: 'Files', num: true, draw: (row) => number(row.recursive.files, 'files') },
      { ...this.#sorted('directories', 'descending'), label: 'Directories', num: true, mark: 'wide', draw: (row) => number(row.recursive.directories, 'directories') },
      { ...this.#sorted('accessed', 'descending'), label: 'Untouched', num: true, title: 'Since the last access to any file in it', draw: (row) => ago(row.recursive.lastAccess, about.scanTime) },
      { label: 'Owner', draw: (row) => holder(row.owner, 'uid') },
      { label: 'Group', mark: 'wide', draw: (row) => holder(row.group, 'gid') },
    ];
    if (answer.items.length === 0) {
      return empty('No directories in here.', 'Its files are counted above.');
    }
    return html`${table({ caption: 'Subdirectories', columns, rows: answer.items })}
      <div class="toolbar">
        ${answer.next ? html`<button type="button" @click=${() => this.#more(answer, path)}>Show more</button>` : nothing}
        <span class="spring"></span>
        <button type="button" @click=${() => this.#save(path)}>Save as CSV</button>
      </div>`;
  }

  #sorted(key, first) {
    const { by = 'bytes', sort = by === 'files' ? 'files' : 'size' } = this.route.params;
    const present = sort.replace(/^-/, '') === key;
    const turned = sort.startsWith('-');
    const opposite = first === 'ascending' ? 'descending' : 'ascending';
    return {
      sort: changed(this.route, { sort: present && !turned ? `-${key}` : key }),
      sorted: present ? (turned ? opposite : first) : undefined,
    };
  }

  async #more(answer, path) {
    const next = await get(of(this.route.name, 'directories'), { ...this.#childrenParams(path), limit: PAGE, cursor: answer.next });
    this.#children.value = { items: [...answer.items, ...next.items], next: next.next };
    this.requestUpdate();
  }

  #save(path) {
    return saveAnswer(url(of(this.route.name, 'directories'), { ...this.#childrenParams(path), limit: 0, format: 'csv' }), `${this.route.name}-directories.csv`);
  }
}

/** A tree, and whether its directories are told by what they are made of: databases of older versions do not hold that. */
async function treeOf(fs, params, groupBy, signal) {
  try {
    return { tree: await get(of(fs, 'tree'), { ...params, groupBy }, signal), told: true };
  } catch (problem) {
    if (problem.status !== 409) {
      throw problem;
    }
    return { tree: await get(of(fs, 'tree'), params, signal), told: false };
  }
}

/** A directory's colour is the age that half of its files or bytes have; where that is not told, the last access. */
function ageScale(by, told, scanTime) {
  const bucket = told ? (node) => medianAge(node.ages) : (node) => (node.files ? ageBucket(node.lastAccess, scanTime) : undefined);
  const mark = (reached) => (reached === undefined ? 'cat-none' : `age-${reached}`);
  return {
    mark: (node) => mark(bucket(node)),
    mixed: () => false,
    says: told ? `Half of the ${by} are so old, or older:` : 'The last access to any file in it is so long ago:',
  };
}

/**
 * A directory's colour is that of who has most of it; where there are others, it is hatched. Where it is not told who has
 * most, only those that are all of one have a colour.
 */
function holderScale(root, who, by, told) {
  const most = told ? (node) => topOf(node, who) : (node) => (node[who].kind === 'single' ? node[who] : undefined);
  const below = (node) => node.children.flatMap((child) => [child, ...below(child)]);
  const nodes = [root, ...below(root)];
  const holdings = nodes.map((node) => ({ account: most(node), amount: node.children.length ? 0 : amountOf(node, by) }));
  const scale = accountScale(holdings, who === 'owner' ? 'uid' : 'gid');
  const mixed = (node) => node[who].kind === 'several';
  const several = nodes.some(mixed) ? [{ mark: 'several', label: told ? 'several, the one with the most' : 'several' }] : [];
  return { mark: (node) => scale(most(node)), mixed, entries: [...scale.entries, ...several] };
}

customElements.define('fs-explore', Explore);
