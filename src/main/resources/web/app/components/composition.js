import { html } from 'lit';
import { get, of } from '../lib/api.js';
import { PageElement } from '../lib/element.js';
import { account, accountKey } from '../lib/format.js';
import { Question } from '../lib/question.js';
import { link } from '../lib/router.js';
import { bars } from './bars.js';
import { answered } from './states.js';

const OWNERS = 10;

/** Whose, how old and how large the files below a directory are. Properties: filesystem, generation, path, by. */
class Composition extends PageElement {
  static properties = { filesystem: {}, generation: {}, path: {}, by: {} };

  #owners = new Question(this);
  #ages = new Question(this);
  #sizes = new Question(this);

  render() {
    const { filesystem: fs, generation, path, by } = this;
    const key = [fs, generation, path];
    const params = { path, generation };
    this.#owners.ask(key, (signal) => get(of(fs, 'usage'), { ...params, groupBy: 'owner', limit: OWNERS }, signal));
    this.#ages.ask(key, (signal) => get(of(fs, 'histograms/age'), { ...params, top: 1 }, signal));
    this.#sizes.ask(key, (signal) => get(of(fs, 'histograms/size'), { ...params, top: 1 }, signal));
    const where = (condition) => link('where', fs, { path, generation, by: by === 'files' ? by : undefined, ...condition });
    return html`<div class="columns">
      <section class="card">
        ${answered(this.#owners, ({ rows, total }) =>
          bars({
            caption: 'Owners',
            head: 'Owner',
            by,
            total,
            narrow: true,
            rows: rows.map((row) => ({ ...row, label: account(row.owner), href: where({ owner: accountKey(row.owner) }) })),
            labelOf: ({ label }) => html`<bdi>${label}</bdi>`,
          }),
        )}
      </section>
      <section class="card">
        ${answered(this.#ages, ({ items, total }) =>
          bars({
            caption: 'Time since the last access',
            head: 'Age',
            by,
            total,
            narrow: true,
            rows: items.map((item) => ({ ...item, mark: `age-${item.bucket}`, href: where({ age: String(item.bucket) }) })),
          }),
        )}
      </section>
      <section class="card">
        ${answered(this.#sizes, ({ items, total }) =>
          bars({
            caption: 'Size of the files',
            head: 'Size',
            by,
            total,
            narrow: true,
            rows: items.map((item) => ({ ...item, href: where({ size: String(item.bucket) }) })),
          }),
        )}
      </section>
    </div>`;
  }
}

customElements.define('fs-composition', Composition);
