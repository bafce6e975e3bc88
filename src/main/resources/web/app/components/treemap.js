import { html, nothing, svg } from 'lit';
import { SizedElement } from '../lib/element.js';
import { account, age, bytes, count, percent, plural, visible } from '../lib/format.js';
import { slice, squarify } from '../lib/layouts.js';
import { AGE_LABELS, medianAge, shareOfOld, topOf } from '../lib/scales.js';
import { fitted, textWidth } from '../lib/text.js';

const HEADER = 19;
const GAP = 2;
const LINE = 15;
/** Between a label and the edge. */
const MARGIN = 5;
/** Between a name and the amount behind it. */
const SPACE = 12;
const ICICLE_DEPTH = 4;

/**
 * Draws a node of the API's tree: nested squares, or an icicle. Every directory of the first level is a link that the
 * keyboard reaches; deeper ones are for the pointer, and reached by going down.
 *
 * Properties: node, by ('bytes', 'files'), shape ('treemap', 'icicle'), scanTime, colour (node to class), mixed (node to
 * whether the colour is that of a part of it), address (path to href).
 */
class Treemap extends SizedElement {
  static properties = {
    node: { attribute: false },
    by: {},
    shape: {},
    scanTime: { attribute: false },
    colour: { attribute: false },
    mixed: { attribute: false },
    address: { attribute: false },
  };

  render() {
    if (!this.width || !this.height) {
      return nothing;
    }
    const area = { x: 0, y: 0, w: this.width, h: this.height };
    const cells = this.shape === 'icicle' ? this.#icicle(this.node, area) : this.#squares(this.node, area, 1);
    return html`<svg viewBox="0 0 ${this.width} ${this.height}" role="group" aria-label="Map of ${visible(this.node.path)}; the table has the same figures">
      <defs>
        <pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <line class="hatch" x1="0" y1="0" x2="0" y2="7"></line>
        </pattern>
      </defs>
      ${cells.map((cell) => this.#draw(cell))}
    </svg>`;
  }

  /** What a directory consists of: its subdirectories, those that are not shown, and its own files. */
  #parts(node) {
    const parts = node.children.map((child) => ({ kind: 'directory', node: child, value: this.#value(child) }));
    if (node.rest) {
      parts.push({ kind: 'rest', node: node.rest, value: this.#value(node.rest), in: node });
    }
    parts.push({ kind: 'files', node: node.direct, value: this.#value(node.direct), in: node });
    return parts;
  }

  #value(figures) {
    return this.by === 'files' ? figures.files : figures.allocatedBytes;
  }

  #squares(node, area, level) {
    const cells = [];
    for (const { entry, x, y, w, h } of squarify(this.#parts(node), area)) {
      const cell = { ...entry, x, y, w: Math.max(0, w - GAP), h: Math.max(0, h - GAP), level };
      const opens = entry.kind === 'directory' && level < 2 && w > 64 && h > 52 && this.#isParent(entry.node);
      cells.push({ ...cell, frame: opens });
      if (opens) {
        const inside = { x: x + GAP, y: y + HEADER, w: cell.w - 2 * GAP, h: cell.h - HEADER - GAP };
        cells.push(...this.#squares(entry.node, inside, level + 1));
      }
    }
    return cells;
  }

  #isParent(node) {
    return node.children.length > 0;
  }

  #icicle(root, area) {
    const h = area.h / ICICLE_DEPTH;
    const cells = [];
    const row = (node, { x, w }, level) => {
      if (level > ICICLE_DEPTH || w < 3) {
        return;
      }
      for (const part of slice(this.#parts(node), { x, y: (level - 1) * h, w, h }, this.#value(node))) {
        cells.push({ ...part.entry, ...part, w: Math.max(0, part.w - 1), h: h - 1, level });
        if (part.entry.kind === 'directory') {
          row(part.entry.node, part, level + 1);
        }
      }
    };
    row(root, area, 1);
    return cells;
  }

  #draw(cell) {
    if (cell.w < 1 || cell.h < 1) {
      return nothing;
    }
    const mark = cell.kind === 'directory' ? (cell.frame ? 'frame' : this.colour(cell.node)) : cell.kind;
    const hatched = cell.kind === 'directory' && !cell.frame && this.mixed(cell.node);
    const drawn = svg`
      <rect class="cell ${mark}" x=${cell.x} y=${cell.y} width=${cell.w} height=${cell.h} rx="2"></rect>
      ${hatched ? svg`<rect class="hatched" x=${cell.x} y=${cell.y} width=${cell.w} height=${cell.h} rx="2"></rect>` : nothing}
      ${this.#labels(cell, mark)}`;
    const text = this.#tell(cell);
    if (cell.kind !== 'directory') {
      return svg`<g data-tip=${text}>${drawn}</g>`;
    }
    return svg`<a href=${this.address(cell.node.path)} data-tip=${text} data-path=${cell.node.path} tabindex=${cell.level === 1 ? 0 : -1}
      aria-label=${text.replaceAll('\n', ', ')}>${drawn}</a>`;
  }

  #labels(cell, mark) {
    const room = cell.w - 2 * MARGIN;
    const title = cell.h < LINE + 2 ? '' : fitted(this.#title(cell), 'normal', room);
    if (!title) {
      return nothing;
    }
    const amount = this.by === 'files' ? count(cell.value) : bytes(cell.value);
    const width = textWidth(amount, 'small');
    const under = !cell.frame && cell.h >= 2 * LINE + 4 && width <= room;
    const behind = !under && textWidth(title, 'normal') + SPACE + width <= room;
    return svg`
      <text class="label on-${mark}" x=${cell.x + MARGIN} y=${cell.y + 14}>${title}</text>
      ${under ? svg`<text class="label small on-${mark}" x=${cell.x + MARGIN} y=${cell.y + 14 + LINE}>${amount}</text>` : nothing}
      ${behind ? svg`<text class="label small end on-${mark}" x=${cell.x + cell.w - MARGIN} y=${cell.y + 14}>${amount}</text>` : nothing}`;
  }

  #title(cell) {
    if (cell.kind === 'directory') {
      return visible(cell.node.name);
    }
    return cell.kind === 'files' ? 'files here' : plural(cell.node.count, 'more directory', 'more directories');
  }

  #tell(cell) {
    const { node } = cell;
    const whole = this.#value(this.node);
    return [
      cell.kind === 'directory' ? visible(node.path) : `${this.#title(cell)} in ${visible(cell.in.path)}`,
      `${bytes(node.allocatedBytes)} in ${plural(node.files, 'file')}, ${percent(whole ? cell.value / whole : 0)} of this view`,
      node.lastAccess ? `last read ${age(node.lastAccess, this.scanTime)} before the scan` : '',
      node.ages ? agesText(node.ages) : '',
      cell.kind === 'directory' ? `owner: ${this.#holder(node, 'owner', 'uid')}, group: ${this.#holder(node, 'group', 'gid')}` : '',
    ]
      .filter(Boolean)
      .join('\n');
  }

  #holder(node, who, unknown) {
    const holder = node[who];
    if (holder.kind === 'single') {
      return account(holder, unknown);
    }
    const most = topOf(node, who);
    return holder.kind === 'several' ? `several${most ? `, most of it ${account(most, unknown)} (${percent(this.#value(most) / (this.#value(node) || 1))})` : ''}` : 'none';
  }
}

/** The last bucket has no bound above. */
const andOlder = (bucket) => (bucket === AGE_LABELS.length - 1 ? AGE_LABELS[bucket] : `${AGE_LABELS[bucket]} or older`);

/** How old half of it is; nothing where there is no half, as of files without bytes. */
function agesText(ages) {
  const median = medianAge(ages);
  if (median === undefined) {
    return '';
  }
  const half = median === 0 ? 'more than half is younger than 30 days' : `half of it ${andOlder(median)}`;
  return `${half}, ${percent(shareOfOld(ages))} untouched for a year`;
}

customElements.define('fs-treemap', Treemap);
