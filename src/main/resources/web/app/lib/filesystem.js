// What views need to know of a file system before they can ask anything else.

import { ApiProblem, get, of } from './api.js';

const DEEPEST = 30;

/** Where file systems begin, once it was asked; a generation never changes, and the newest tells when it is another. */
const starts = new Map();
window.addEventListener('fscensus-imported', () => starts.clear());

/**
 * The generations of a file system, which of them is asked for, when that was scanned, and the directory to show: the one
 * asked for, or the one that everything lies in.
 */
export async function filesystem(name, { generation, path }, signal) {
  const [detail, shown] = await Promise.all([get(of(name), {}, signal), path ?? startOf(name, generation, signal)]);
  const present = detail.generations.find(({ id }) => id === generation) ?? detail.generations[0];
  return { generations: detail.generations, generation: present.id, scanTime: present.scanTime, path: shown };
}

/** The first directory from the root down that is more than the only one in its parent; by path, each is before its own. */
async function startOf(name, generation, signal) {
  const key = `${name} ${generation ?? ''}`;
  if (!starts.has(key)) {
    const { items } = await get(of(name, 'directories'), { sort: 'path', limit: DEEPEST, generation }, signal);
    if (items.length === 0) {
      throw new ApiProblem(404, 'Nothing to see', `There is no directory of ${name} that you may see in this scan.`);
    }
    let at = 0;
    while (items[at].direct.directories === 1 && items[at].direct.files === 0 && items[at + 1]?.recursive.directories > 0) {
      at++;
    }
    starts.set(key, items[at].path);
  }
  return starts.get(key);
}
