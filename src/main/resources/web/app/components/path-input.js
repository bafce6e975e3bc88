import { html, nothing } from 'lit';
import { get, of } from '../lib/api.js';
import { PageElement } from '../lib/element.js';
import { bytes, visible } from '../lib/format.js';
import { depth, literally } from '../lib/paths.js';
import { go } from '../lib/router.js';

const AFTER_TYPING = 150;
const SHOWN = 12;

/**
 * A field for a path that offers the directories below what was typed, the largest first; what does not begin with a
 * slash is looked for in all names. Properties: filesystem, generation, path, address (path to href).
 */
class PathInput extends PageElement {
  static properties = {
    filesystem: {},
    generation: {},
    path: {},
    address: { attribute: false },
    options: { state: true },
    active: { state: true },
  };

  #timer;
  #running;

  constructor() {
    super();
    this.options = [];
    this.active = -1;
  }

  render() {
    const open = this.options.length > 0;
    return html`
      <form class="path-input" role="search" @submit=${this.#submit}>
        <label for="path-field" class="unseen">Path, or part of a directory's name</label>
        <input id="path-field" type="text" autocomplete="off" autocapitalize="off" spellcheck="false" placeholder="/path or part of a name"
          role="combobox" aria-autocomplete="list" aria-expanded=${open} aria-controls="path-options"
          aria-activedescendant=${this.active >= 0 ? `path-option-${this.active}` : nothing}
          .value=${this.path ?? ''} @input=${this.#typed} @keydown=${this.#key} @blur=${() => setTimeout(() => this.#left(), 150)}>
        <button type="submit">Go</button>
        <ul id="path-options" role="listbox" aria-label="Directories" ?hidden=${!open}>
          ${this.options.map(
            (option, index) => html`<li id="path-option-${index}" role="option" aria-selected=${index === this.active}
              @pointerdown=${() => this.#take(option.path)}>
              <bdi>${visible(option.path)}</bdi><span class="num">${bytes(option.recursive.allocatedBytes)}</span>
            </li>`,
          )}
        </ul>
      </form>`;
  }

  get #field() {
    return this.querySelector('input');
  }

  #typed() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#complete(this.#field.value), AFTER_TYPING);
  }

  async #complete(text) {
    this.#running?.abort();
    this.#running = new AbortController();
    try {
      const answer = await this.#find(text, this.#running.signal);
      this.options = answer.items;
      this.active = -1;
    } catch (problem) {
      // A path that is not there yet, while it is being typed: there is nothing to offer.
      if (problem.name !== 'AbortError') {
        this.#close();
      }
    }
  }

  #find(text, signal) {
    const common = { generation: this.generation, limit: SHOWN };
    if (!text.startsWith('/')) {
      return text ? get(of(this.filesystem, 'search'), { ...common, q: literally(text) }, signal) : { items: [] };
    }
    const cut = text.lastIndexOf('/');
    const directory = text.slice(0, cut) || '/';
    const below = depth(directory) + 1;
    const begin = text.slice(cut + 1);
    return get(
      of(this.filesystem, 'directories'),
      { ...common, path: directory, minDepth: below, maxDepth: below, name: begin ? `${literally(begin)}*` : '', ignoreCase: begin ? true : '' },
      signal,
    );
  }

  #key(event) {
    const { key } = event;
    if (key === 'Escape') {
      this.#close();
    } else if ((key === 'ArrowDown' || key === 'ArrowUp') && this.options.length > 0) {
      event.preventDefault();
      const step = key === 'ArrowDown' ? 1 : -1;
      this.active = (this.active + step + this.options.length) % this.options.length;
    } else if (key === 'Tab' && this.active >= 0) {
      event.preventDefault();
      this.#field.value = `${this.options[this.active].path}/`;
      this.#complete(this.#field.value);
    }
  }

  #submit(event) {
    event.preventDefault();
    const chosen = this.options[this.active]?.path;
    const typed = this.#field.value.trim();
    const found = typed.startsWith('/') ? typed.replace(/(.)\/+$/, '$1') : this.options[0]?.path;
    this.#take(chosen ?? found);
  }

  #take(path) {
    if (path) {
      this.#close();
      this.#field.value = path;
      go(this.address(path));
    }
  }

  /** Unless somebody has come back to it meanwhile, and types. */
  #left() {
    if (document.activeElement !== this.#field) {
      this.#close();
    }
  }

  #close() {
    clearTimeout(this.#timer);
    this.#running?.abort();
    this.options = [];
    this.active = -1;
  }
}

customElements.define('fs-path-input', PathInput);
