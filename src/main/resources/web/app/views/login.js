import { html, nothing } from 'lit';
import { get, token } from '../lib/api.js';
import { PageElement } from '../lib/element.js';

/** Asks for a token, tries it, and keeps it for this tab. */
class Login extends PageElement {
  static properties = { problem: { state: true }, busy: { state: true } };

  render() {
    return html`
      <form class="card login" @submit=${this.#submit}>
        <h1>Sign in</h1>
        <p>This service asks for an access token. Whoever runs it hands them out.</p>
        <label for="token">Token</label>
        <input id="token" type="password" autocomplete="current-password" required aria-describedby=${this.problem ? 'token-problem' : nothing}>
        ${this.problem ? html`<p id="token-problem" class="wrong" role="alert">${this.problem.message}</p>` : nothing}
        <button type="submit" class="primary" ?disabled=${this.busy}>Sign in</button>
        <p class="muted">It stays in this tab until the tab is closed or you sign out.</p>
      </form>`;
  }

  async #submit(event) {
    event.preventDefault();
    this.busy = true;
    this.problem = undefined;
    token.set(this.querySelector('input').value.trim());
    try {
      await get('filesystems');
      this.dispatchEvent(new CustomEvent('signed-in'));
    } catch (problem) {
      token.clear();
      this.problem = problem;
    } finally {
      this.busy = false;
    }
  }
}

customElements.define('fs-login', Login);
