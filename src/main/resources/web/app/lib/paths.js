// Paths as the API writes them: / between names, %XX for what is no text.

export function components(path) {
  return path.split('/').filter((name) => name !== '');
}

export function depth(path) {
  return components(path).length;
}

export function baseName(path) {
  return components(path).at(-1) ?? '/';
}

/** Every directory from the root to the path itself: [{ name, path }]. */
export function ancestry(path) {
  const names = components(path);
  return [{ name: '/', path: '/' }].concat(
    names.map((name, index) => ({ name, path: `/${names.slice(0, index + 1).join('/')}` })),
  );
}

/** The path without its beginning, for tables of what lies below a directory. */
export function below(path, top) {
  if (top === '/' || path === top) {
    return path;
  }
  return path.startsWith(`${top}/`) ? path.slice(top.length + 1) : path;
}

/** A text as a pattern that means itself. */
export function literally(text) {
  return text.replace(/[*?[\]]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
}
