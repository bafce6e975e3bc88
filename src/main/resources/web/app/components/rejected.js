import { html } from 'lit';
import { visible } from '../lib/format.js';
import { number } from './figures.js';
import { table } from './table.js';

/** Lines that should have been an entry and could not be read. */
export const rejectedTable = (rows) =>
  table({
    caption: 'Rejected lines, a sample',
    columns: [
      { label: 'Line', num: true, draw: (row) => number(row.lineNumber) },
      { label: 'Reason', draw: (row) => visible(row.reason) },
      { label: 'Its text', draw: (row) => html`<code>${visible(row.line)}</code>` },
    ],
    rows,
  });
