// What stands where there is no answer: yet, at all, or because of an error.

import { html, nothing } from 'lit';

export const loading = (what = 'Loading') =>
  html`<div class="state" role="status"><span class="spinner" aria-hidden="true"></span>${what} …</div>`;

export const empty = (title, hint = nothing) => html`<div class="state empty"><strong>${title}</strong><p>${hint}</p></div>`;

export const failed = (problem, again, more = nothing) => html`
  <div class="state failed" role="alert">
    <strong>${problem.title ?? 'Something went wrong'}</strong>
    <p class="says">${problem.message}</p>
    ${again ? html`<button type="button" @click=${again}>Try again</button>` : nothing}
    ${more}
  </div>`;

/** Why a job failed, or would: { message, hint }, and what can be done right here. */
export const failure = (title, { message, hint }, more = nothing) => html`
  <div class="state failed">
    <strong>${title}</strong>
    <p class="says">${message}</p>
    <p>${hint}</p>
    ${more}
  </div>`;

const NOT_FOUND = 404;
/** A scan of an older version of the service lacks what was not kept then. */
const OUTDATED = 409;

/** The problem of the first of the questions that asked for something that there is not. */
export const missing = (...questions) =>
  questions.find(({ state, problem }) => state === 'failed' && problem.status === NOT_FOUND)?.problem;

/** Draws the answer of a question, or what stands in its place; an older answer stays, dimmed, while the next comes. */
export function answered(question, draw, what) {
  if (question.state === 'failed' && question.problem.status === OUTDATED) {
    return empty('This scan does not have these figures.', question.problem.message);
  }
  if (question.state === 'failed') {
    // Asked again, it is not there again.
    return failed(question.problem, question.problem.status === NOT_FOUND ? undefined : () => question.again());
  }
  if (question.value === undefined) {
    return loading(what);
  }
  return html`<div class="answer" aria-busy=${question.state === 'loading'}>${draw(question.value)}</div>`;
}

/** Databases that an answer had to do without. */
export const gaps = (problems) =>
  problems?.length
    ? html`<div class="notice" role="status">
        <strong>Some figures are missing.</strong>
        <ul>
          ${problems.map(({ filesystem, detail }) => html`<li>${filesystem ? `${filesystem}: ` : ''}${detail}</li>`)}
        </ul>
      </div>`
    : nothing;
