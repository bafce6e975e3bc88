// Where one is: breadcrumbs, the path field and the scan that is looked at.

import { html, nothing } from 'lit';
import { day, visible } from '../lib/format.js';
import { ancestry } from '../lib/paths.js';
import { changed, link } from '../lib/router.js';
import { pick } from './controls.js';
import { failed } from './states.js';
import './path-input.js';

const crumbs = (route, path) => {
  const steps = ancestry(path);
  return html`<nav class="crumbs" aria-label="Path">
    <ol>
      ${steps.map(({ name, path: step }, index) =>
        html`<li>
          <a href=${changed(route, { path: step, at: undefined })} aria-current=${index === steps.length - 1 ? 'location' : nothing}><bdi>${visible(name)}</bdi></a>
        </li>`,
      )}
    </ol>
  </nav>`;
};

export const place = (route, path, generations) => html`
  <div class="place">
    ${crumbs(route, path)}
    <fs-path-input .filesystem=${route.name} .generation=${route.params.generation} .path=${path}
      .address=${(chosen) => changed(route, { path: chosen })}></fs-path-input>
    ${generations.length > 1
      ? pick(
          'Scan',
          generations.map(({ id, scanTime }, index) => [index === 0 ? '' : id, index === 0 ? `${day(scanTime)} (newest)` : day(scanTime)]),
          route.params.generation ?? '',
          (generation) => changed(route, { generation }),
        )
      : nothing}
  </div>`;

/** What a view shows of a directory that there is not, once for all that it would have asked about it. */
export const astray = (route, path, problem) => html`
  ${place(route, path, [])}
  ${failed(problem, undefined, html`<a class="button" href=${link(route.view, route.name)}>To the top of ${route.name}</a>`)}`;
