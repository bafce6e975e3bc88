import { html, nothing } from 'lit';
import { go } from '../lib/router.js';

/** Links that look like a switch: choices are [value, label], address makes the view of a value. */
export const choice = (label, choices, present, address) => html`
  <nav class="choice" aria-label=${label}>
    <span class="label" aria-hidden="true">${label}</span>
    ${choices.map(
      ([value, text]) => html`<a href=${address(value)} aria-current=${value === present ? 'true' : nothing}>${text}</a>`,
    )}
  </nav>`;

/** A list to choose from; choosing goes there. */
export const pick = (label, choices, present, address) => html`
  <label class="pick">
    <span>${label}</span>
    <select @change=${(event) => go(address(event.target.value))}>
      ${choices.map(([value, text]) => html`<option value=${value} ?selected=${value === present}>${text}</option>`)}
    </select>
  </label>`;
