import { html, nothing } from 'lit';
import { post, upload } from '../lib/api.js';
import { PageElement } from '../lib/element.js';
import { bytes, percent } from '../lib/format.js';
import { failed } from './states.js';
import { dryRun } from './dry-run.js';

const KINDS = [
  ['path', 'A log on the server'],
  ['upload', 'A log on this computer'],
  ['directory', 'A directory on the server'],
];

const OPTIONS = [
  { name: 'scanTime', label: 'Scan time', hint: 'such as 2026-01-25; by default the date in the name', of: ['path', 'upload'] },
  { name: 'timeZone', label: 'Time zone', hint: 'such as Europe/Berlin; by default UTC', of: ['path', 'upload'] },
  { name: 'format', label: 'Format', hint: 'by default told from the content', of: ['path', 'upload'] },
  { name: 'maxRejected', label: 'Rejected lines allowed', hint: 'a count or a share; by default 1%', of: ['path', 'upload'] },
  { name: 'pathEscape', label: 'Escapes in paths', choices: ['', 'none', 'percent', 'backslash'], of: ['path', 'upload'] },
  { name: 'ageFrom', label: 'Age from', choices: ['', 'access', 'modify'], of: ['path', 'upload', 'directory'] },
  { name: 'hardLinks', label: 'Hard links', choices: ['', 'each', 'once'], of: ['path', 'upload', 'directory'] },
  { name: 'exclude', label: 'Leave out', hint: 'patterns of a gitignore file, separated by blanks', of: ['directory'] },
];

/** Asks for an import: first what it would come to, then for the import itself. Fires 'accepted' with the job. */
class JobForm extends PageElement {
  static properties = {
    kind: { state: true },
    checked: { state: true },
    problem: { state: true },
    busy: { state: true },
    sending: { state: true },
    file: { state: true },
    over: { state: true },
    accepted: { state: true },
  };

  constructor() {
    super();
    this.kind = 'path';
  }

  render() {
    return html`
      <details class="card job-form">
        <summary><h2>Import a scan</h2></summary>
        <form @submit=${this.#submit} @input=${() => this.#reset()}>
          <fieldset class="kinds">
            <legend class="unseen">What to import</legend>
            ${KINDS.map(([kind, text]) => html`<label><input type="radio" name="kind" value=${kind} .checked=${this.kind === kind}
              @change=${() => (this.kind = kind)}> ${text}</label>`)}
          </fieldset>
          ${this.#source()}
          <label class="field"><span>File system</span>
            <input name="filesystem" pattern="[A-Za-z0-9][A-Za-z0-9._\\-]{0,63}" autocomplete="off" ?required=${this.kind === 'directory'}
              placeholder=${this.kind === 'directory' ? 'a name for it' : 'by default the one in the file’s name'}></label>
          <details class="options"><summary>More options</summary>
            <div class="fields">${OPTIONS.filter((option) => option.of.includes(this.kind)).map(option)}</div>
          </details>
          ${this.#buttons()}
        </form>
        <div aria-live="polite">
          ${this.problem ? failed(this.problem) : nothing}
          ${this.checked ? dryRun(this.checked) : nothing}
          ${this.accepted ? html`<p class="accepted">Accepted: <a href="#/job/${this.accepted.id}">the import of ${this.accepted.filesystem}</a>.</p>` : nothing}
        </div>
      </details>`;
  }

  #source() {
    if (this.kind === 'upload') {
      return html`<div class="drop ${this.over ? 'over' : ''}" @dragover=${this.#drag} @dragleave=${() => (this.over = false)} @drop=${this.#drop}>
        <label class="field"><span>Log</span><input type="file" @change=${(event) => (this.file = event.target.files[0])}></label>
        <p class="muted">${this.file ? `${this.file.name}, ${bytes(this.file.size)}` : 'Or drop it here. It may be compressed (gzip, zstd, xz, bzip2, lz4).'}</p>
        ${this.sending ? this.#progress() : nothing}
      </div>`;
    }
    return this.kind === 'path'
      ? html`<label class="field"><span>Path</span><input name="path" required autocomplete="off" spellcheck="false" placeholder="20260125_csfs1_asp.list.list_all.log.zst"></label>`
      : html`<label class="field"><span>Directory</span><input name="directory" required autocomplete="off" spellcheck="false" placeholder="/gpfs/csfs1"></label>`;
  }

  #progress() {
    const { loaded, total } = this.sending;
    return html`<div class="sending">
      <progress max=${total || 1} value=${loaded} aria-label="Upload"></progress>
      <span class="num">${bytes(loaded)} of ${bytes(total)} (${percent(total ? loaded / total : 0)})</span>
      <button type="button" class="danger" @click=${() => this.sending.abort()}>Stop</button>
    </div>`;
  }

  #buttons() {
    if (this.kind === 'upload') {
      return html`<p><button type="submit" class="primary" ?disabled=${!this.file || this.busy}>Upload and import</button></p>`;
    }
    const good = this.checked && !this.checked.error;
    return html`<p>
      <button type="submit" value="check" class=${good ? '' : 'primary'} ?disabled=${this.busy}>Check first</button>
      <button type="submit" value="import" class=${good ? 'primary' : ''} ?disabled=${this.busy || !good}>Import</button>
      ${this.busy ? html`<span class="muted" role="status">Reading the beginning …</span>` : nothing}
    </p>`;
  }

  #reset() {
    this.checked = undefined;
    this.problem = undefined;
    this.accepted = undefined;
  }

  #drag(event) {
    event.preventDefault();
    this.over = true;
  }

  #drop(event) {
    event.preventDefault();
    this.over = false;
    this.file = event.dataTransfer.files[0] ?? this.file;
    this.#reset();
  }

  #values() {
    const values = {};
    for (const [name, value] of new FormData(this.querySelector('form'))) {
      const text = typeof value === 'string' ? value.trim() : '';
      if (text && name !== 'kind') {
        values[name] = text;
      }
    }
    return values;
  }

  async #submit(event) {
    event.preventDefault();
    const dry = event.submitter?.value === 'check' || (!this.checked && this.kind !== 'upload');
    this.#resetUnless(dry);
    this.busy = true;
    try {
      if (this.kind === 'upload') {
        this.#accept(await this.#send());
      } else if (dry) {
        this.checked = await post('jobs', { ...this.#job(), dryRun: true });
      } else {
        this.#accept(await post('jobs', this.#job()));
      }
    } catch (problem) {
      this.problem = problem;
    } finally {
      this.busy = false;
      this.sending = undefined;
    }
  }

  #resetUnless(dry) {
    this.problem = undefined;
    if (dry) {
      this.checked = undefined;
    }
  }

  #accept(job) {
    this.#reset();
    this.accepted = job;
    this.dispatchEvent(new CustomEvent('accepted', { detail: job }));
  }

  #job() {
    const { path, directory, exclude, ...options } = this.#values();
    const source = this.kind === 'path' ? { path } : { directory };
    return { source, ...options, ...(exclude ? { exclude: exclude.split(/\s+/) } : {}) };
  }

  #send() {
    const sending = upload(this.file, this.#values(), (loaded, total) => {
      this.sending = { loaded, total, abort: sending.abort };
    });
    return sending.done;
  }
}

function option({ name, label, hint, choices }) {
  return choices
    ? html`<label class="field"><span>${label}</span>
        <select name=${name}>${choices.map((choice) => html`<option value=${choice}>${choice || 'by default'}</option>`)}</select></label>`
    : html`<label class="field"><span>${label}</span><input name=${name} placeholder=${hint} autocomplete="off"></label>`;
}

customElements.define('fs-job-form', JobForm);
