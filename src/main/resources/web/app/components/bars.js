import { html, nothing } from 'lit';
import { percent } from '../lib/format.js';
import { vars } from '../lib/vars.js';
import { amount, amountOf, bar, number, size } from './figures.js';
import { table } from './table.js';

/**
 * A bar for each row, and its figures, as one table. Rows: { label, files, allocatedBytes, mark, href }. With few
 * columns the other measure is left out.
 */
export function bars({ caption, rows, by, head = '', total, hidden = false, narrow = false, labelOf }) {
  const greatest = Math.max(1, ...rows.map((row) => amountOf(row, by)));
  const all = total ? amountOf(total, by) : 0;
  const columns = [
    { label: head, head: true, draw: (row) => labelled(row, labelOf) },
    { label: '', mark: 'bar-cell', draw: (row) => bar(amountOf(row, by) / greatest, row.mark ?? '') },
    { label: by === 'files' ? 'Files' : 'Size', num: true, draw: (row) => amount(amountOf(row, by), by) },
    { label: 'Share', num: true, draw: (row) => html`<span class="num">${percent(all ? amountOf(row, by) / all : 0)}</span>` },
  ];
  if (!narrow) {
    columns.push(
      by === 'files'
        ? { label: 'Size', num: true, draw: (row) => size(row.allocatedBytes) }
        : { label: 'Files', num: true, draw: (row) => number(row.files, 'files') },
    );
  }
  return table({ caption, columns, rows, mark: 'bars', hidden });
}

function labelled(row, labelOf) {
  const text = labelOf ? labelOf(row) : row.label;
  return row.href ? html`<a href=${row.href}>${text}</a>` : html`${text ?? nothing}`;
}

/** One bar made of parts: { value, mark, text, href }. */
export function stacked(label, parts) {
  const total = parts.reduce((sum, { value }) => sum + value, 0);
  return html`<div class="stacked" role="group" aria-label=${label}>
    ${parts.map((part) => (part.value > 0 ? stackedPart(part, total) : nothing))}
  </div>`;
}

function stackedPart({ value, mark, text, href }, total) {
  return html`<a href=${href} class=${mark} data-tip=${text} aria-label=${text.replaceAll('\n', ', ')} ${vars({ '--part': value / total })}></a>`;
}
