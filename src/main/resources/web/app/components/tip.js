// The page's one tooltip: shows the data-tip of what the pointer is on or the focus in, as text.

import { LitElement } from 'lit';

const AWAY = 14;

class Tip extends LitElement {
  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    this.setAttribute('aria-hidden', 'true');
    this.hidden = true;
    document.addEventListener('pointermove', (event) => this.#show(event.target, event.clientX, event.clientY));
    document.addEventListener('pointerleave', () => this.#hide());
    document.addEventListener('focusin', (event) => this.#showAt(event.target));
    document.addEventListener('keydown', (event) => event.key === 'Escape' && this.#hide());
    window.addEventListener('scroll', () => this.#hide(), { passive: true });
    window.addEventListener('hashchange', () => this.#hide());
  }

  #showAt(element) {
    if (!element.matches?.(':focus-visible')) {
      return;
    }
    const box = element.getBoundingClientRect();
    this.#show(element, box.left + box.width / 2, box.bottom);
  }

  #show(element, x, y) {
    const text = element.closest?.('[data-tip]')?.dataset.tip;
    if (!text) {
      this.#hide();
      return;
    }
    this.textContent = text;
    this.hidden = false;
    const { width, height } = this.getBoundingClientRect();
    const left = Math.min(x + AWAY, innerWidth - width - AWAY);
    const top = y + AWAY + height > innerHeight ? y - height - AWAY : y + AWAY;
    this.style.setProperty('left', `${Math.max(4, left)}px`);
    this.style.setProperty('top', `${Math.max(4, top)}px`);
  }

  #hide() {
    this.hidden = true;
  }
}

customElements.define('fs-tip', Tip);
