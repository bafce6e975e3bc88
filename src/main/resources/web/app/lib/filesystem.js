// What views need to know of a file system before they can ask anything else.

import { get, of } from './api.js';

const DEEPEST = 30;

/** Where file systems begin, once it was asked; a generation never changes, and the newest tells when it is another. */
const starts = new Map();
window.addEventListener('fscensus-imported', () => starts.clear());

/**
 * The generations of a file system, when the one asked for was scanned, and the directory to show: the one asked for,
 * or the one that everything lies in.
 */
export async function filesystem(name, { generation, path }, signal) {
  const [detail, shown] = await Promise.all([get(of(name), {}, signal), path ?? startOf(name, generation, signal)]);
  const present = detail.generations.find(({ id }) => id === generation) ?? detail.generations[0];
  return { generations: detail.generations, scanTime: present.scanTime, path: shown };
}

/** The first directory from the root down that is more than the only one in its parent. */
async function startOf(name, generation, signal) {
  const key = `${name} ${generation ?? ''}`;
  if (!starts.has(key)) {
    const { root } = await get(of(name, 'tree'), { depth: DEEPEST, top: 2, generation }, signal);
    let node = root;
    while (node.children.length === 1 && !node.rest && node.direct.files === 0 && node.children[0].directories > 0) {
      node = node.children[0];
    }
    starts.set(key, node.path);
  }
  return starts.get(key);
}
