// How much text fits.

const SIZES = { normal: '12px', small: '11px' };

/** The fewest letters, the ellipsis among them, that still tell something. */
const FEWEST = 5;

/** How a canvas draws letter by letter, as the style sheet has it: 48x48 is not 48×48. It has no setting for just that. */
export const PLAIN = 'optimizeSpeed';

let context;

/** How wide text is drawn in the page's font, in pixels; size is 'normal' or 'small', as the labels of charts have it. */
export function textWidth(text, size) {
  context ??= document.createElement('canvas').getContext('2d');
  context.textRendering = PLAIN;
  context.font = `${SIZES[size]} ${getComputedStyle(document.body).fontFamily}`;
  return context.measureText(text).width;
}

/**
 * As much of a text as fits, or nothing. It is cut in its middle: names that differ often do so at their end, run-001
 * from run-002.
 */
export function fitted(text, size, room) {
  if (textWidth(text, size) <= room) {
    return text;
  }
  const all = [...text];
  let fits = 0;
  let tooMany = all.length;
  while (tooMany - fits > 1) {
    const letters = (fits + tooMany) >> 1;
    if (textWidth(shortened(all, letters), size) <= room) {
      fits = letters;
    } else {
      tooMany = letters;
    }
  }
  return fits < FEWEST ? '' : shortened(all, fits);
}

function shortened(all, letters) {
  const end = (letters - 1) >> 1;
  return `${all.slice(0, letters - 1 - end).join('')}…${end ? all.slice(-end).join('') : ''}`;
}
