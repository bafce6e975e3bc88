// A question to the service that belongs to an element: asks when its parameters change, forgets what came too late.

export class Question {
  #host;
  #key;
  #running;

  constructor(host) {
    this.#host = host;
    host.addController(this);
    this.state = 'idle';
    this.value = undefined;
    this.problem = undefined;
  }

  /** Asks, unless the same was asked before. The earlier answer stays while the next is awaited. */
  ask(key, answer) {
    const text = JSON.stringify(key);
    if (text === this.#key) {
      return;
    }
    this.#key = text;
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    this.state = 'loading';
    answer(running.signal).then(
      (value) => this.#settle(running, 'ready', value),
      (problem) => this.#settle(running, 'failed', undefined, problem),
    );
  }

  again() {
    this.#key = undefined;
    this.#host.requestUpdate();
  }

  #settle(running, state, value, problem) {
    if (running.signal.aborted) {
      return;
    }
    this.state = state;
    this.problem = problem;
    if (state === 'ready') {
      this.value = value;
    }
    this.#host.requestUpdate();
  }

  hostDisconnected() {
    this.#running?.abort();
    this.#key = undefined;
  }
}
