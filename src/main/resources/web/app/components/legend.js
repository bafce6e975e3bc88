import { html, nothing } from 'lit';
import { AGE_BOUNDS, AGE_LABELS } from '../lib/scales.js';

export const legend = (label, entries) => html`
  <ul class="legend" aria-label=${label}>
    ${entries.map(({ mark, label: text }) => html`<li><i class="swatch ${mark}" aria-hidden="true"></i><bdi>${text}</bdi></li>`)}
  </ul>`;

/** With what a colour says, unless that is plain. */
export const ageLegend = (says) =>
  html`<ul class="legend ages" aria-label="Colours by age" data-bounds=${AGE_BOUNDS.join(',')}>
    ${says ? html`<li>${says}</li>` : nothing}
    ${AGE_LABELS.map((text, bucket) => html`<li><i class="swatch age-${bucket}" aria-hidden="true"></i>${text}</li>`)}
  </ul>`;
