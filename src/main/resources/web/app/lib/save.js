// Saves what is seen: tables as CSV straight from the service, charts and tables as PNG.

import { request } from './api.js';
import { PLAIN } from './text.js';

const SCALE = 2;
const PAINTED = ['fill', 'stroke', 'stroke-width', 'stroke-opacity', 'stroke-dasharray', 'font-family', 'font-size', 'font-weight', 'font-variant', 'opacity', 'text-anchor'];

function save(blob, name) {
  const address = URL.createObjectURL(blob);
  const anchor = document.createElement('a');
  anchor.href = address;
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** Fetches with the token in a header, which a plain link could not send. */
export async function saveAnswer(address, name) {
  const response = await request(address, { headers: { Accept: '*/*' } });
  save(await response.blob(), name);
}

/** A PNG of an SVG as it is drawn now. */
export async function saveSvg(svg, name) {
  const { width, height } = svg.getBoundingClientRect();
  const copy = svg.cloneNode(true);
  const drawn = svg.querySelectorAll('*');
  copy.querySelectorAll('*').forEach((element, index) => paintAs(element, drawn[index]));
  copy.setAttribute('width', width);
  copy.setAttribute('height', height);
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  const address = URL.createObjectURL(new Blob([new XMLSerializer().serializeToString(copy)], { type: 'image/svg+xml' }));
  try {
    const image = new Image(width, height);
    image.src = address;
    await image.decode();
    const [canvas, context] = paper(width, height);
    context.drawImage(image, 0, 0, width, height);
    saveCanvas(canvas, name);
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** Style sheets do not reach into an image, so what they say becomes attributes. */
function paintAs(element, drawn) {
  const style = getComputedStyle(drawn);
  for (const property of PAINTED) {
    element.setAttribute(property, style.getPropertyValue(property));
  }
}

/** A PNG of a table: every cell's background and text, where they are. */
export function saveTable(table, name) {
  const { width, height, left, top } = table.getBoundingClientRect();
  const [canvas, context] = paper(width, height);
  context.textBaseline = 'middle';
  context.textRendering = PLAIN;
  for (const cell of table.querySelectorAll('th, td')) {
    const box = cell.getBoundingClientRect();
    const style = getComputedStyle(cell.querySelector('[data-paint]') ?? cell);
    const right = style.textAlign === 'right' || style.textAlign === 'end';
    context.fillStyle = style.backgroundColor;
    context.fillRect(box.left - left, box.top - top, box.width, box.height);
    context.fillStyle = style.color;
    context.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    context.textAlign = right ? 'right' : 'left';
    context.fillText(cell.innerText.trim(), (right ? box.right - 8 : box.left + 8) - left, (box.top + box.bottom) / 2 - top, box.width);
  }
  saveCanvas(canvas, name);
}

function paper(width, height) {
  const canvas = document.createElement('canvas');
  canvas.width = Math.ceil(width * SCALE);
  canvas.height = Math.ceil(height * SCALE);
  const context = canvas.getContext('2d');
  context.scale(SCALE, SCALE);
  context.fillStyle = getComputedStyle(document.body).backgroundColor;
  context.fillRect(0, 0, width, height);
  return [canvas, context];
}

function saveCanvas(canvas, name) {
  canvas.toBlob((blob) => save(blob, name), 'image/png');
}
