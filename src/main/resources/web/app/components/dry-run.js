import { html, nothing } from 'lit';
import { bytes } from '../lib/format.js';
import { minuteOf, number, size } from './figures.js';
import { rejectedLines } from './rejected.js';

/** What an import would come to; several tells whether it may be of more logs than one. */
export function dryRun(answer, several) {
  const { filesystem, format, scanTime, whole, counters, warnings, error, rejected } = answer;
  const expected = answer.estimate ?? counters;
  return html`<section class="dry-run" aria-label="Result of the check">
    <h3 class=${error ? 'wrong' : ''}>${error ? 'The import would fail' : 'The import would go well, as far as can be told'}</h3>
    ${error ? html`<p>${error.message}</p><p class="muted">${error.hint}</p>` : nothing}
    <dl class="stats">
      <div><dt>File system</dt><dd>${filesystem}</dd></div>
      <div><dt>Format</dt><dd>${format ?? 'unknown'}</dd></div>
      <div><dt>Scan time</dt><dd>${minuteOf(scanTime)}</dd></div>
      <div><dt>${whole ? 'Files' : 'Files, about'}</dt><dd>${number(expected.files, 'files')}</dd></div>
      <div><dt>${whole ? 'Directories' : 'Directories, about'}</dt><dd>${number(expected.directories, 'directories')}</dd></div>
      ${answer.estimate ? estimate(answer.estimate) : nothing}
      <div><dt>Rejected lines</dt><dd>${number(counters.rejectedLines, 'lines')}</dd></div>
    </dl>
    ${warnings.length ? html`<ul class="warnings">${warnings.map((warning) => html`<li>${warning}</li>`)}</ul>` : nothing}
    ${rejected.length ? rejectedLines(rejected, several) : nothing}
  </section>`;
}

const estimate = ({ memoryBytes, memoryLimit, databaseBytes, scratchBytes, scratchFree }) => html`
  <div><dt>Memory</dt><dd>${size(memoryBytes)} <span class="muted">of ${bytes(memoryLimit)}</span></dd></div>
  <div><dt>Database</dt><dd>${size(databaseBytes)}</dd></div>
  <div><dt>Scratch space</dt><dd>${size(scratchBytes)} <span class="muted">of ${bytes(scratchFree)}</span></dd></div>`;
