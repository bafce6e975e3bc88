import { html, nothing } from 'lit';
import { plural, visible } from '../lib/format.js';
import { number, source } from './figures.js';
import { table } from './table.js';

/** As many of the same reason show what is wrong with all of them. */
const SHOWN = 3;

/**
 * Lines that should have been an entry and could not be read, by reason. From a sample of them; whether they are of
 * several files; and, where it is known, how many there are of each reason: [{ reason, lines, first }].
 */
export const rejectedLines = (rows, several, reasons = []) => html`<div class="rejected">
  <h2>Rejected lines, a sample</h2>
  ${groups(rows, reasons).map((group) => drawn(group, several))}
</div>`;

/** The known reasons, of which the sample may lack some, then those of the sample. */
function groups(rows, reasons) {
  const known = new Map(reasons.map(({ reason, lines, first }) => [reason, { reason, lines, first, rows: [] }]));
  for (const row of rows) {
    if (!known.has(row.reason)) {
      known.set(row.reason, { reason: row.reason, rows: [] });
    }
    known.get(row.reason).rows.push(row);
  }
  return [...known.values()];
}

function drawn({ reason, lines, first, rows }, several) {
  const caption = visible(lines === undefined ? reason : `${plural(lines, 'line')}: ${reason}`);
  const columns = [
    ...(several ? [{ label: 'File', draw: ({ file }) => source(file) }] : []),
    { label: 'Line', num: true, draw: ({ lineNumber }) => number(lineNumber) },
    { label: 'Its text', mark: 'text', draw: ({ line }) => (line === undefined ? html`<span class="muted">not in the sample</span>` : html`<code>${visible(line)}</code>`) },
  ];
  const shown = rows.length || !first ? rows.slice(0, SHOWN) : [first];
  const more = rows.slice(SHOWN);
  return html`
    ${table({ caption, columns, rows: shown })}
    ${more.length
      ? html`<details>
          <summary>${more.length} more of them</summary>
          ${table({ caption: `More of ${caption}`, columns, rows: more, hidden: true })}
        </details>`
      : nothing}`;
}
