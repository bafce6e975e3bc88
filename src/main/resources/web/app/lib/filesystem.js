// What views need to know of a file system before they can ask anything else.

import { get, of } from './api.js';

const DEEPEST = 30;

/** The file system with its generations, and the one that the address asks for: { generations, scanTime, start }. */
export async function filesystem(name, generation, signal) {
  const [detail, start] = await Promise.all([get(of(name), {}, signal), startOf(name, generation, signal)]);
  const present = detail.generations.find(({ id }) => id === generation) ?? detail.generations[0];
  return { generations: detail.generations, scanTime: present.scanTime, start };
}

/** The first directory from the root down that is more than the only one in its parent. */
async function startOf(name, generation, signal) {
  const { root } = await get(of(name, 'tree'), { depth: DEEPEST, top: 2, generation }, signal);
  let node = root;
  while (node.children.length === 1 && !node.rest && node.direct.files === 0 && node.children[0].directories > 0) {
    node = node.children[0];
  }
  return node.path;
}
