import { Directive, directive } from 'lit/directive.js';
import { noChange } from 'lit';

class Vars extends Directive {
  render() {
    return noChange;
  }

  update(part, [values]) {
    for (const [name, value] of Object.entries(values)) {
      part.element.style.setProperty(name, value);
    }
    return noChange;
  }
}

/**
 * Sets custom properties of an element: html`<i ${vars({ '--share': 0.4 })}>`. Through the object model, since the
 * page's content security policy allows no style attributes, which styleMap would write.
 */
export const vars = directive(Vars);
