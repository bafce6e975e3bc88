// The address holds the whole view, after the #: #/explore/asp?path=%2Fgpfs&by=files. So the service needs no rule for
// it, and back, forward, bookmarks and links work by themselves.

/**
 * The present view: { view, name, params }, of which name is a file system or a job. A job is also found where the API
 * has it, below jobs.
 */
export function route() {
  const hash = location.href.split('#')[1] ?? '';
  const [path, query = ''] = hash.split('?');
  const [, view = '', name = ''] = path.split('/');
  return {
    view: view === 'jobs' && name ? 'job' : view || 'overview',
    name: decode(name),
    params: Object.fromEntries(new URLSearchParams(query)),
  };
}

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The address of a view, to be the href of a link. Parameters without a value are left out. */
export function link(view, name = '', params = {}) {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(params)) {
    if (value !== undefined && value !== null && value !== '') {
      query.set(key, value);
    }
  }
  const path = `#/${view}${name ? `/${encodeURIComponent(name)}` : ''}`;
  return query.size ? `${path}?${query}` : path;
}

/** The address of the present view with other parameters. */
export function changed(present, params) {
  return link(present.view, present.name, { ...present.params, ...params });
}

export function go(address) {
  location.hash = address.slice(1);
}

/** Goes there without a step to go back to. */
export function replace(address) {
  history.replaceState(null, '', address);
  window.dispatchEvent(new HashChangeEvent('hashchange'));
}

export function onRoute(listener) {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}
