import { LitElement } from 'lit';

/**
 * An element that draws into the page itself, not into a shadow tree: the page is one application with one style sheet,
 * and labels reach their fields.
 */
export class PageElement extends LitElement {
  createRenderRoot() {
    return this;
  }
}
