// Parts of a job that several views show.

import { html, nothing } from 'lit';
import { remove } from '../lib/api.js';
import { bytes, count, duration, percent } from '../lib/format.js';
import { source } from './figures.js';

const OVER = new Set(['succeeded', 'failed', 'cancelled']);

export const isOver = (job) => OVER.has(job.state);

/** How far a job is, to be compared: a job only goes forth, or begins another attempt. */
export const stageOf = (job) => 3 * job.attempt + (isOver(job) ? 2 : job.state === 'running' ? 1 : 0);

export const stateOf = (job) => html`<span class="badge ${job.state}">${job.state}</span>`;

/** Whether it checks a finished scan, and imports none. */
export const isCheck = ({ source }) => Boolean(source.generation);

/** What it reads, in full: one, or the logs that are one scan. */
export const sourcesOf = ({ source: { upload, directory, path, paths, generation } }) =>
  paths ?? [upload ?? directory ?? path ?? `generation ${generation}`];

export function sourceOf(job) {
  const [first, ...more] = sourcesOf(job);
  return html`${source(first, [first, ...more].join('\n'))}${more.length ? html` <span class="muted">+${more.length} more</span>` : nothing}`;
}

const inUnit = (value, unit) => (unit === 'bytes' ? bytes(value) : `${count(value)} ${unit}`);

/** Every phase with how far it is, how fast, and how long it still takes. */
export function phases(job) {
  if (job.phases.length === 0) {
    return html`<p class="muted">${job.state === 'queued' ? 'Waiting for its turn.' : 'How its phases went is not known any more.'}</p>`;
  }
  return html`<ol class="phases">${job.phases.map(phase)}</ol>`;
}

function phase({ name, state, done, total, unit, seconds, ratePerSecond, secondsLeft }) {
  const share = state === 'done' ? 1 : total ? Math.min(1, done / total) : 0;
  const known = state !== 'running' || total;
  const tells = [
    state === 'pending' ? '' : inUnit(done, unit) + (total && state !== 'done' ? ` of ${inUnit(total, unit)}` : ''),
    ratePerSecond && state === 'running' ? `${inUnit(ratePerSecond, unit)}/s` : '',
    secondsLeft !== null && secondsLeft !== undefined && state === 'running' ? `${duration(secondsLeft)} left` : '',
    state === 'done' || state === 'failed' || state === 'cancelled' ? `in ${duration(seconds)}` : '',
  ];
  return html`<li class=${state}>
    <span class="name">${name}</span>
    <progress max="1" value=${known ? share : nothing} aria-label="Phase ${name}"></progress>
    <span class="num part">${state === 'pending' ? '' : percent(share)}</span>
    <span class="tells num">${tells.filter(Boolean).join(' · ')}</span>
  </li>`;
}

/** Cancels a job; a job that has ended meanwhile is no error. */
export function cancelButton(job) {
  const cancel = async (event) => {
    event.target.disabled = true;
    try {
      await remove(`jobs/${job.id}`);
    } catch (problem) {
      if (problem.status !== 409) {
        event.target.disabled = false;
        throw problem;
      }
    }
  };
  return html`<button type="button" class="danger" @click=${cancel} aria-label="Cancel the import of ${job.filesystem}">Cancel</button>`;
}
