import { html, nothing, svg } from 'lit';
import { SizedElement } from '../lib/element.js';
import { day } from '../lib/format.js';

const HEIGHT = 240;
const LEFT = 76;
const RIGHT = 16;
const TOP = 14;
const BOTTOM = 30;
/** Room for a day's text. */
const LETTERS = 84;
const TICKS = 4;

/** A curve over time. Properties: points ([{ time, value }]; value null where there is none), format, label. */
class LineChart extends SizedElement {
  static properties = {
    points: { attribute: false },
    format: { attribute: false },
    label: {},
    unit: {},
  };

  render() {
    if (!this.width) {
      return nothing;
    }
    const known = this.points.filter(({ value }) => value !== null);
    const top = roundUp(Math.max(1, ...known.map(({ value }) => value)), this.unit);
    const times = this.points.map(({ time }) => Date.parse(time));
    const first = Math.min(...times);
    const span = Math.max(...times) - first || 1;
    const x = (time) => LEFT + ((Date.parse(time) - first) / span) * (this.width - LEFT - RIGHT);
    const y = (value) => HEIGHT - BOTTOM - (value / top) * (HEIGHT - TOP - BOTTOM);
    const line = known.map(({ time, value }) => `${x(time).toFixed(1)},${y(value).toFixed(1)}`);
    return html`<svg viewBox="0 0 ${this.width} ${HEIGHT}" height=${HEIGHT} role="img" aria-label="${this.label}; the table has the same figures">
      ${Array.from({ length: TICKS + 1 }, (_, tick) => this.#level((top * tick) / TICKS, y))}
      ${this.#days(x)}
      ${known.length > 1 ? svg`<path class="area" d="M${line[0].split(',')[0]},${y(0)} L${line.join(' L')} L${line.at(-1).split(',')[0]},${y(0)} Z"></path>` : nothing}
      ${known.length > 1 ? svg`<polyline class="curve" points=${line.join(' ')}></polyline>` : nothing}
      ${known.map(
        ({ time, value }) => svg`<g data-tip="${day(time)}\n${this.format(value)}">
          <circle class="aim" cx=${x(time)} cy=${y(value)} r="14"></circle>
          <circle class="dot" cx=${x(time)} cy=${y(value)} r="4"></circle>
        </g>`,
      )}
    </svg>`;
  }

  #level(value, y) {
    return svg`
      <line class="grid" x1=${LEFT} x2=${this.width - RIGHT} y1=${y(value)} y2=${y(value)}></line>
      <text class="axis end" x=${LEFT - 8} y=${y(value) + 4}>${this.format(value)}</text>`;
  }

  /** The days below: the first; and the last, and as many between them as have room. */
  #days(x) {
    const at = (time) => Math.min(this.width - LETTERS / 2, Math.max(LETTERS / 2, x(time)));
    const [first, ...later] = this.points.map(({ time }) => time);
    const begin = at(first) + LETTERS / 2;
    let free = Infinity;
    const shown = [first];
    for (const time of later.reverse()) {
      if (at(time) - LETTERS / 2 >= begin && at(time) + LETTERS / 2 <= free) {
        shown.push(time);
        free = at(time) - LETTERS / 2;
      }
    }
    return shown.map((time) => svg`<text class="axis middle" x=${at(time)} y=${HEIGHT - 8}>${day(time)}</text>`);
  }
}

/** The next value whose quarters are round, in units of 1024 for bytes. */
function roundUp(value, unit) {
  const base = unit === 'bytes' ? 1024 ** Math.floor(Math.log(value) / Math.log(1024)) : 1;
  const amount = value / base;
  const power = 10 ** Math.floor(Math.log10(amount));
  const step = [1, 2, 4, 6, 8, 10].find((candidate) => candidate * power >= amount);
  return step * power * base;
}

customElements.define('fs-line-chart', LineChart);
