import { html, nothing } from 'lit';

/**
 * A table. Columns: { label, draw(row), num, sort, mark, head }, of which sort is the address that sorts by it, sorted
 * 'ascending' or 'descending' where it does now, and head makes the cells row headers.
 */
export function table({ caption, columns, rows, mark = '', foot = nothing, hidden = false }) {
  return html`
    <div class="scroll" tabindex="0" role="region" aria-label=${caption}>
      <table class="data ${mark}">
        <caption class=${hidden ? 'unseen' : ''}>${caption}</caption>
        <thead>
          <tr>${columns.map(heading)}</tr>
        </thead>
        <tbody>
          ${rows.map((row) => html`<tr>${columns.map((column) => cell(column, row))}</tr>`)}
        </tbody>
        ${foot}
      </table>
    </div>`;
}

function heading(column) {
  const style = `${column.num ? 'number' : ''} ${column.mark ?? ''}`;
  if (!column.sort) {
    return html`<th scope="col" class=${style} title=${column.title ?? nothing}>${column.label}</th>`;
  }
  const arrow = column.sorted === 'ascending' ? '▲' : column.sorted === 'descending' ? '▼' : '';
  return html`<th scope="col" class=${style} aria-sort=${column.sorted ?? 'none'}>
    <a href=${column.sort}>${column.label}<span class="arrow" aria-hidden="true">${arrow}</span></a>
  </th>`;
}

function cell(column, row) {
  const style = `${column.num ? 'number' : ''} ${column.mark ?? ''}`;
  return column.head
    ? html`<th scope="row" class=${style}>${column.draw(row)}</th>`
    : html`<td class=${style}>${column.draw(row)}</td>`;
}
