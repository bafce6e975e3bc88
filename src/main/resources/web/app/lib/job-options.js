// What can be said of an import, and how a form or another job says it.

const LOGS = ['path', 'upload'];
const ALL = [...LOGS, 'directory'];

/** { name, label, of: which sources it goes with }, and one of hint, choices, check; lines where it is one to a line. */
export const OPTIONS = [
  { name: 'scanTime', label: 'Scan time', hint: 'such as 2026-01-25; by default the date in the name', of: LOGS },
  { name: 'timeZone', label: 'Time zone', hint: 'such as Europe/Berlin; by default UTC', of: LOGS },
  { name: 'format', label: 'Format', hint: 'told from the content', choices: ['', 'gpfs', 'lustre', 'posix', 'ncdu'], of: LOGS },
  { name: 'maxRejected', label: 'Rejected lines allowed', hint: 'a count or a share; by default 1%', of: ALL },
  { name: 'pathEscape', label: 'Escapes in paths', choices: ['', 'none', 'percent', 'backslash'], of: LOGS },
  { name: 'ageFrom', label: 'Age from', choices: ['', 'access', 'modify'], of: ALL },
  { name: 'hardLinks', label: 'Hard links', choices: ['', 'each', 'once'], of: ALL },
  { name: 'workers', label: 'Threads that read', hint: 'by default all', type: 'number', of: ALL },
  { name: 'exclude', label: 'Leave out', hint: 'patterns of a gitignore file, one to a line', lines: true, of: ['directory'] },
  { name: 'oneFileSystem', label: 'Leave out what is mounted below it', check: true, of: ['directory'] },
  { name: 'acceptShrink', label: 'Publish even if there is far less than before', check: true, of: ALL },
];

/** What was filled in, as texts. */
export function formValues(form) {
  const values = {};
  for (const [name, value] of new FormData(form)) {
    const text = typeof value === 'string' ? value.trim() : '';
    if (text && name !== 'kind') {
      values[name] = text;
    }
  }
  return values;
}

const lines = (text) => text.split(/\s*\n\s*/).filter(Boolean);

/** As the service has it: a pattern, or more than one log, makes several. */
export const isSeveral = (path) => lines(path).length > 1 || /[*?[{]/.test(path);

/** The body of a new job. */
export function jobOf(kind, { path, directory, exclude, workers, oneFileSystem, acceptShrink, ...texts }) {
  const source = kind === 'directory' ? { directory } : isSeveral(path) ? { paths: lines(path) } : { path };
  return {
    source,
    ...texts,
    ...(exclude && { exclude: lines(exclude) }),
    ...(workers && { workers: Number(workers) }),
    ...(oneFileSystem && { oneFileSystem: true }),
    ...(acceptShrink && { acceptShrink: true }),
  };
}

/** The body of a job that does again what one did, and publishes what it finds. */
export function acceptingAgain({ source, filesystem, format, scanTime, options }) {
  const { path, paths, directory } = source;
  const asked = { filesystem, scanTime, ...options, acceptShrink: true };
  return directory ? { source: { directory }, ...asked } : { source: paths ? { paths } : { path }, format, ...asked };
}
