// The only place that talks to the service. Answers are plain objects; whatever goes wrong is an ApiProblem.

const BASE = new URL('api/v1/', document.baseURI);
const TOKEN_KEY = 'fscensus.token';

/** An error as the service tells it (RFC 9457), or one of the way there, which has status 0. */
export class ApiProblem extends Error {
  constructor(status, title, detail) {
    super(detail || title);
    this.status = status;
    this.title = title;
    this.detail = detail;
  }
}

/** The token of this tab; it is never put into an address. */
export const token = {
  get: () => sessionStorage.getItem(TOKEN_KEY),
  set: (value) => sessionStorage.setItem(TOKEN_KEY, value),
  clear: () => sessionStorage.removeItem(TOKEN_KEY),
};

export function authorization() {
  const present = token.get();
  return present ? { Authorization: `Bearer ${present}` } : {};
}

/** The address of a question; parameters without a value are left out, arrays are repeated. */
export function url(path, params = {}) {
  const address = new URL(path, BASE);
  for (const [name, value] of Object.entries(params)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null && one !== '') {
        address.searchParams.append(name, one);
      }
    }
  }
  return address.href;
}

/** The path of one file system's questions. */
export function of(filesystem, question = '') {
  const name = encodeURIComponent(filesystem);
  return question ? `filesystems/${name}/${question}` : `filesystems/${name}`;
}

export async function request(address, options = {}) {
  let response;
  try {
    response = await fetch(address, {
      ...options,
      headers: { Accept: 'application/json', ...authorization(), ...options.headers },
    });
  } catch (failure) {
    if (failure.name === 'AbortError') {
      throw failure;
    }
    throw new ApiProblem(0, 'No connection', 'The service does not answer. Is it running, and is the network up?');
  }
  if (!response.ok) {
    throw await problemOf(response);
  }
  return response;
}

async function problemOf(response) {
  const problem = problemFrom(response.status, await response.text().catch(() => ''));
  if (problem.status === 401) {
    window.dispatchEvent(new CustomEvent('fscensus-unauthorized'));
  }
  return problem;
}

/** An ApiProblem from the body of an answer, which may be anything where a proxy made it. */
function problemFrom(status, body) {
  try {
    const { title, detail } = JSON.parse(body);
    return new ApiProblem(status, title ?? `Error ${status}`, detail ?? '');
  } catch {
    return new ApiProblem(status, `Error ${status}`, 'The answer came from something that is not fs-census.');
  }
}

export async function get(path, params, signal) {
  const response = await request(url(path, params), { signal });
  return response.json();
}

export async function post(path, body) {
  const response = await request(url(path), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  return response.json();
}

export async function remove(path) {
  const response = await request(url(path), { method: 'DELETE' });
  return response.json();
}

/** As much of a file is enough to judge the rest by. */
const BEGINNING = 8 << 20;

/** What importing a file would come to, by its beginning. */
export async function checkUpload(file, params) {
  const address = url(`uploads/${encodeURIComponent(file.name)}`, { ...params, dryRun: true, size: file.size });
  const response = await request(address, { method: 'PUT', body: file.slice(0, BEGINNING) });
  return response.json();
}

/** Sends a file; XMLHttpRequest, because fetch does not tell how far it is. Returns { done, abort }. */
export function upload(file, params, onProgress) {
  const sending = new XMLHttpRequest();
  const done = new Promise((resolve, reject) => {
    sending.upload.onprogress = (event) => onProgress(event.loaded, event.total);
    sending.onload = () =>
      sending.status === 202
        ? resolve(JSON.parse(sending.responseText))
        : reject(problemFrom(sending.status, sending.responseText));
    sending.onerror = () => reject(new ApiProblem(0, 'Upload broke off', 'The connection was lost; nothing is kept.'));
    sending.onabort = () => reject(new ApiProblem(0, 'Upload cancelled', 'Nothing is kept.'));
  });
  sending.open('PUT', url(`uploads/${encodeURIComponent(file.name)}`, params));
  for (const [name, value] of Object.entries(authorization())) {
    sending.setRequestHeader(name, value);
  }
  sending.send(file);
  return { done, abort: () => sending.abort() };
}

/** Who asks; a service that does not tell has no tokens. */
export async function me() {
  try {
    return await get('me');
  } catch (problem) {
    if (problem.status === 404) {
      return { role: 'admin', tokens: false };
    }
    throw problem;
  }
}
