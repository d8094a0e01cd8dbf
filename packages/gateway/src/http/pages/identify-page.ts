import type { Wanted } from '../../services/interactions.ts';
import type { InteractionFacts } from './form.ts';
import { form } from './form.ts';
import type { Page } from './layout.ts';
import { html, type Markup } from './markup.ts';
import { applicationOf, requestDetails } from './request-details.ts';

export interface IdentifyFacts extends InteractionFacts {
  readonly wanted: Wanted;
  readonly begunAt: number;
  readonly now: number;
  readonly providers: readonly { readonly id: string; readonly name: string }[];
  readonly acceptsKeys: boolean;
  /** Set when a key was tried and did not pass. */
  readonly keyRefused?: boolean;
}

/** What is asked for, and the ways to prove who one is. */
export function identifyPage(facts: IdentifyFacts): Page {
  const { wanted, begunAt, now, providers, acceptsKeys, keyRefused = false } = facts;
  const application = applicationOf(wanted);
  const main = html`<h1>${application} wants to sign in as you</h1>
    ${requestDetails(wanted, begunAt, now)}
    <div class="note"><p>If you did not start this, choose Deny: somebody may be trying to use your account.</p></div>
    ${providers.length > 0 && providerForm(facts)} ${acceptsKeys && keyForm(facts, keyRefused)}
    <h2>Not you?</h2>
    ${form(facts, '/signin/decision', html`<button class="quiet" type="submit" name="decision" value="deny">Deny</button>`)}`;
  const title = keyRefused ? 'Error: the API key was refused' : `Sign in to ${application}`;
  return { status: keyRefused ? 403 : 200, title, main };
}

function providerForm(facts: IdentifyFacts): Markup {
  const buttons = facts.providers.map(
    ({ id, name }) => html`<button type="submit" name="provider" value="${id}">Sign in with ${name}</button> `,
  );
  return html`<h2>If it is you, sign in</h2>
    ${form(facts, '/signin/provider', html`${buttons}`)}`;
}

function keyForm(facts: IdentifyFacts, refused: boolean): Markup {
  const error =
    refused &&
    html`<p class="error" id="key-error" role="alert">
      This API key was refused. Check that it is whole, not expired and not revoked.
    </p>`;
  const described = refused ? 'key-error key-hint' : 'key-hint';
  const invalid = refused && html` aria-invalid="true" autofocus`;
  return html`<h2>${facts.providers.length > 0 ? 'Or use an API key' : 'If it is you, prove it with an API key'}</h2>
    ${form(
      facts,
      '/signin/key',
      html`<label for="key">API key</label>
        <p class="hint" id="key-hint">
          The application gets a sign-in that ends with the key. It never sees the key itself.
        </p>
        ${error}
        <input
          type="password"
          id="key"
          name="api_key"
          required
          autocomplete="off"
          autocapitalize="none"
          spellcheck="false"
          maxlength="512"
          aria-describedby="${described}"
          ${invalid}
        />
        <button type="submit">Continue</button>`,
    )}`;
}
