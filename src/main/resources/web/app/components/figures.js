// Small pieces of figures: humanised, with the exact value in the title.

import { html, nothing } from 'lit';
import { account, age, bytes, count, day, minute, percent, signed, visible, whole } from '../lib/format.js';
import { vars } from '../lib/vars.js';

export const size = (value) => html`<span class="num" title="${whole(value)} bytes">${bytes(value)}</span>`;

export const number = (value, unit = '') =>
  html`<span class="num" title=${unit ? `${whole(value)} ${unit}` : whole(value)}>${count(value)}</span>`;

/** Bytes or files, as by= says. */
export const amount = (value, by) => (by === 'files' ? number(value, 'files') : size(value));

export const amountText = (value, by) => (by === 'files' ? `${count(value)} files` : bytes(value));

export const amountOf = (figures, by) => (by === 'files' ? figures.files : figures.allocatedBytes);

export const change = (value, by) => {
  const text = by === 'files' ? signed(value, count) : signed(value, bytes);
  const unit = by === 'files' ? 'files' : 'bytes';
  const direction = value > 0 ? 'more' : value < 0 ? 'less' : 'same';
  return html`<span class="num change ${direction}" title="${signed(value, whole)} ${unit}">${text}</span>`;
};

export const ago = (instant, scanTime) =>
  html`<span class="num" title=${instant ? `last read ${minute(instant)}` : 'no file'}>${age(instant, scanTime)}</span>`;

export const date = (instant) => html`<time class="num" datetime=${instant ?? nothing} title=${minute(instant)}>${day(instant)}</time>`;

export const share = (value) => html`<span class="num" title="${(value * 100).toFixed(4)} %">${percent(value)}</span>`;

/** A name from a file system: always text, and isolated, so that it cannot turn its neighbours around; lines break at slashes. */
export const name = (text) => html`<bdi>${visible(text).split(/(?<=\/)/).map((part) => html`${part}<wbr>`)}</bdi>`;

/** A log or directory by its name, with the whole path in the title. */
export const source = (path, title = path) =>
  html`<bdi class="source" title=${visible(title)}>${visible(path.split('/').at(-1) || path)}</bdi>`;

export const holder = (value, unknown) => {
  if (!value || value.kind === 'none') {
    return html`<span class="muted">–</span>`;
  }
  if (value.kind === 'several') {
    return html`<span class="muted">several</span>`;
  }
  return html`<bdi title="${unknown} ${value.id}">${account(value, unknown)}</bdi>`;
};

/** A bar behind or beside a figure that says the same; of nothing there is none. */
export const bar = (part, mark = '') =>
  part > 0
    ? html`<span class="bar" aria-hidden="true"><i class=${mark} ${vars({ '--share': Math.min(1, part) })}></i></span>`
    : nothing;

export const minuteOf = (instant) => html`<time class="num" datetime=${instant ?? nothing}>${minute(instant)}</time>`;
