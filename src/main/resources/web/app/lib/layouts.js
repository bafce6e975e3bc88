// Where the rectangles of a tree go. Pure arithmetic on { value, ... } entries; nothing here knows about drawing.

/** Fills a rectangle with entries in proportion to their value, as square as may be (Bruls, Huizing, van Wijk). */
export function squarify(entries, { x, y, w, h }) {
  const placed = [];
  const wanted = entries.filter((entry) => entry.value > 0).sort((a, b) => b.value - a.value);
  let sum = wanted.reduce((total, entry) => total + entry.value, 0);
  let from = 0;
  while (from < wanted.length && w > 0 && h > 0) {
    const side = Math.min(w, h);
    const scale = (w * h) / sum;
    let to = from + 1;
    let row = wanted[from].value;
    let worst = ratio(row, wanted[from].value, wanted[from].value, side, scale);
    while (to < wanted.length) {
      const next = ratio(row + wanted[to].value, wanted[from].value, wanted[to].value, side, scale);
      if (next > worst) {
        break;
      }
      worst = next;
      row += wanted[to++].value;
    }
    const thickness = (row * scale) / side;
    let along = 0;
    for (const entry of wanted.slice(from, to)) {
      const length = (entry.value / row) * side;
      placed.push(
        w >= h
          ? { entry, x, y: y + along, w: thickness, h: length }
          : { entry, x: x + along, y, w: length, h: thickness },
      );
      along += length;
    }
    if (w >= h) {
      x += thickness;
      w -= thickness;
    } else {
      y += thickness;
      h -= thickness;
    }
    sum -= row;
    from = to;
  }
  return placed;
}

/** How far the worst rectangle of a row is from a square. */
function ratio(row, largest, smallest, side, scale) {
  const thickness = (row * scale) / side;
  return Math.max((largest * scale) / thickness ** 2, thickness ** 2 / (smallest * scale));
}

/** Puts entries side by side. */
export function slice(entries, { x, y, w, h }, total) {
  const placed = [];
  for (const entry of entries.filter(({ value }) => value > 0)) {
    const width = (entry.value / total) * w;
    placed.push({ entry, x, y, w: width, h });
    x += width;
  }
  return placed;
}
