import { html, nothing } from 'lit';
import { checkUpload, post, upload } from '../lib/api.js';
import { PageElement } from '../lib/element.js';
import { bytes, percent } from '../lib/format.js';
import { failed } from './states.js';
import { dryRun } from './dry-run.js';
import { formValues, isSeveral, jobOf, OPTIONS } from '../lib/job-options.js';

const KINDS = [
  ['path', 'Logs on the server'],
  ['upload', 'A log on this computer'],
  ['directory', 'A directory on the server'],
];

/**
 * Asks for an import: first what it would come to, then for the import itself. Fires 'accepted' with the job. Properties:
 * preset, the parameters of the view: import (a kind) opens the form, acceptShrink is ticked with true.
 */
class JobForm extends PageElement {
  static properties = {
    preset: { attribute: false },
    kind: { state: true },
    checked: { state: true },
    problem: { state: true },
    busy: { state: true },
    sending: { state: true },
    file: { state: true },
    over: { state: true },
    accepted: { state: true },
  };

  /** Whether what was checked may be more logs than one. */
  #several = false;

  constructor() {
    super();
    this.kind = 'path';
    this.preset = {};
  }

  willUpdate(changes) {
    const asked = this.preset.import;
    if (changes.has('preset') && KINDS.some(([kind]) => kind === asked)) {
      this.kind = asked;
    }
  }

  render() {
    return html`
      <details class="card job-form" ?open=${Boolean(this.preset.import)}>
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
          <details class="options" ?open=${this.preset.acceptShrink === 'true'}><summary>More options</summary>
            <div class="fields">${OPTIONS.filter((option) => option.of.includes(this.kind)).map((option) => this.#option(option))}</div>
          </details>
          ${this.#buttons()}
        </form>
        <div aria-live="polite">
          ${this.problem ? failed(this.problem) : nothing}
          ${this.checked ? dryRun(this.checked, this.#several) : nothing}
          ${this.accepted ? html`<p class="accepted">Accepted: <a href="#/job/${this.accepted.id}">the import of ${this.accepted.filesystem}</a>.</p>` : nothing}
        </div>
      </details>`;
  }

  #source() {
    if (this.kind === 'upload') {
      return html`<div class="drop ${this.over ? 'over' : ''}" @dragover=${this.#drag} @dragleave=${() => (this.over = false)} @drop=${this.#drop}>
        <label class="field"><span>Log</span><input type="file" @change=${(event) => (this.file = event.target.files[0])}></label>
        <p class="muted">${this.file ? `${this.file.name}, ${bytes(this.file.size)}` : 'Or drop it here. It may be compressed (gzip, zstd, xz, bzip2).'}</p>
        ${this.sending ? this.#progress() : nothing}
      </div>`;
    }
    return this.kind === 'path'
      ? html`<label class="field"><span>Path</span>
          <textarea name="path" rows="2" required autocomplete="off" spellcheck="false" placeholder="20260125_csfs1_asp.list.list_all.log.zst"
            aria-describedby="path-hint"></textarea></label>
          <p id="path-hint" class="hint">Several logs of one scan: one to a line, or a pattern such as 20260129_mds1_desc1.lfs-scan.*</p>`
      : html`<label class="field"><span>Directory</span><input name="directory" required autocomplete="off" spellcheck="false" placeholder="/gpfs/csfs1"></label>`;
  }

  #option({ name, label, hint, choices, check, lines, type }) {
    if (check) {
      return html`<label class="check"><input type="checkbox" name=${name} value="true" ?checked=${this.preset[name] === 'true'}> ${label}</label>`;
    }
    if (choices) {
      return html`<label class="field"><span>${label}</span>
        <select name=${name}>${choices.map((choice) => html`<option value=${choice}>${choice || hint || 'by default'}</option>`)}</select></label>`;
    }
    return html`<label class="field"><span>${label}</span>
      ${lines
        ? html`<textarea name=${name} rows="2" placeholder=${hint} autocomplete="off" spellcheck="false"></textarea>`
        : html`<input name=${name} type=${type ?? 'text'} min=${type ? 1 : nothing} placeholder=${hint} autocomplete="off">`}</label>`;
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
    const good = this.checked && !this.checked.error;
    const ready = !this.busy && (this.kind !== 'upload' || this.file);
    return html`<p>
      <button type="submit" value="check" class=${good ? '' : 'primary'} ?disabled=${!ready}>Check first</button>
      <button type="submit" value="import" class=${good ? 'primary' : ''} ?disabled=${!ready || !good}>${this.kind === 'upload' ? 'Upload and import' : 'Import'}</button>
      ${this.busy && !this.sending ? html`<span class="muted" role="status">Looking at it …</span>` : nothing}
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

  async #submit(event) {
    event.preventDefault();
    const dry = event.submitter?.value === 'check' || !this.checked;
    this.problem = undefined;
    this.accepted = undefined;
    this.busy = true;
    try {
      if (dry) {
        this.checked = undefined;
        this.checked = await this.#check();
      } else {
        this.#accept(await this.#import());
      }
    } catch (problem) {
      this.problem = problem;
    } finally {
      this.busy = false;
      this.sending = undefined;
    }
  }

  get #values() {
    return formValues(this.querySelector('form'));
  }

  #check() {
    const values = this.#values;
    this.#several = this.kind === 'path' && isSeveral(values.path);
    return this.kind === 'upload' ? checkUpload(this.file, values) : post('jobs', { ...jobOf(this.kind, values), dryRun: true });
  }

  #import() {
    if (this.kind !== 'upload') {
      return post('jobs', jobOf(this.kind, this.#values));
    }
    const sending = upload(this.file, this.#values, (loaded, total) => {
      this.sending = { loaded, total, abort: sending.abort };
    });
    return sending.done;
  }

  #accept(job) {
    this.#reset();
    this.accepted = job;
    this.dispatchEvent(new CustomEvent('accepted', { detail: job }));
  }
}

customElements.define('fs-job-form', JobForm);
