// Follows the jobs: the event stream, read with fetch so that the token goes in a header, reconnecting with back-off;
// while there is no stream, jobs are asked for every few seconds.

import { authorization, get, url } from './api.js';

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 30_000;
const POLL_EVERY = 3000;
/** The service sends a heartbeat more often than this; without one the connection is dead. */
const SILENCE = 45_000;
const SHOWN = 50;

/**
 * Calls onJobs with arrays of jobs as they change, and onState with 'live', 'polling' or 'offline'.
 * Returns a function that ends it.
 */
export function followJobs(onJobs, onState) {
  const end = new AbortController();
  streamForEver(onJobs, onState, end.signal);
  return () => end.abort();
}

async function streamForEver(onJobs, onState, signal) {
  let wait = FIRST_WAIT;
  while (!signal.aborted) {
    try {
      await stream(
        (job) => onJobs([job]),
        async () => {
          wait = FIRST_WAIT;
          onState('live');
          // What happened while there was no stream is not told again.
          await poll(onJobs, signal);
        },
        signal,
      );
    } catch (problem) {
      if (signal.aborted || problem.status === 401) {
        return;
      }
    }
    await pollFor(wait, onJobs, onState, signal);
    wait = Math.min(LONGEST_WAIT, wait * 2 * (0.75 + Math.random() / 2));
  }
}

async function poll(onJobs, signal) {
  const answer = await get('jobs', { limit: SHOWN }, signal);
  onJobs(answer.items);
}

async function pollFor(millis, onJobs, onState, signal) {
  const until = Date.now() + millis;
  while (!signal.aborted && Date.now() < until) {
    try {
      await poll(onJobs, signal);
      onState('polling');
    } catch {
      onState('offline');
    }
    await sleep(Math.min(POLL_EVERY, Math.max(0, until - Date.now())), signal);
  }
}

function sleep(millis, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, millis);
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
}

async function stream(onJob, onOpen, signal) {
  const connection = new AbortController();
  const stop = () => connection.abort();
  signal.addEventListener('abort', stop, { once: true });
  let silence;
  const heard = () => {
    clearTimeout(silence);
    silence = setTimeout(stop, SILENCE);
  };
  try {
    heard();
    const response = await fetch(url('events'), {
      headers: { Accept: 'text/event-stream', ...authorization() },
      cache: 'no-store',
      signal: connection.signal,
    });
    if (!response.ok) {
      throw Object.assign(new Error('no event stream'), { status: response.status });
    }
    await onOpen();
    await readEvents(response.body, heard, onJob);
  } finally {
    clearTimeout(silence);
    signal.removeEventListener('abort', stop);
    connection.abort();
  }
}

async function readEvents(body, heard, onJob) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  let data = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) {
      return;
    }
    heard();
    const lines = (rest + value).split(/\r?\n/);
    rest = lines.pop();
    for (const line of lines) {
      if (line.startsWith('data:')) {
        data += line.slice('data:'.length);
      } else if (line === '' && data !== '') {
        onJob(JSON.parse(data));
        data = '';
      }
    }
  }
}
