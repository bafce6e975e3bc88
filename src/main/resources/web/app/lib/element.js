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

/** One that draws for the room that it has: properties width and height, 0 before it has any. */
export class SizedElement extends PageElement {
  static properties = { width: { state: true }, height: { state: true } };

  #watch = new ResizeObserver(([{ contentRect }]) => {
    this.width = Math.floor(contentRect.width);
    this.height = Math.floor(contentRect.height);
  });

  constructor() {
    super();
    this.width = 0;
    this.height = 0;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#watch.observe(this);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#watch.disconnect();
  }
}
