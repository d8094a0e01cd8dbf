import { form, type FormFacts } from './form.ts';
import type { Page } from './layout.ts';
import { html } from './markup.ts';

/** What was wrong with the code that was typed. */
export type CodeFlaw = 'empty' | 'malformed' | 'unknown';

const FLAWS: Readonly<Record<CodeFlaw, string>> = {
  empty: 'Type the code that your device shows.',
  malformed: 'This is not a code: it has 8 letters, for instance BCDF-GHJK. Look at your device again.',
  unknown:
    'No device waits with this code. It may be mistyped, used, or older than 10 minutes: then begin again on your device.',
};

/** Asks for the code. It is never filled in: typing it proves that the person sees the device. */
export function codePage(facts: FormFacts, flaw: CodeFlaw | undefined): Page {
  const described = flaw === undefined ? 'code-hint' : 'code-error code-hint';
  const error = flaw !== undefined && html`<p class="error" id="code-error" role="alert">${FLAWS[flaw]}</p>`;
  const invalid = flaw !== undefined && html` aria-invalid="true"`;
  const main = html`<h1>Sign in on a device</h1>
    ${form(
      facts,
      '/activate',
      html`<label for="code">Code</label>
        <p class="hint" id="code-hint">Type the code that your device or terminal shows: 8 letters.</p>
        ${error}
        <input
          class="code"
          type="text"
          id="code"
          name="user_code"
          required
          autofocus
          autocomplete="one-time-code"
          autocapitalize="characters"
          spellcheck="false"
          maxlength="20"
          aria-describedby="${described}"
          ${invalid}
        />
        <button type="submit">Continue</button>`,
    )}
    <div class="note">
      <p>
        If somebody sent you a link or a code that you did not ask for, stop here: with it they could use your account.
      </p>
    </div>`;
  const title = flaw === undefined ? 'Enter the code' : 'Error: enter the code again';
  return { status: flaw === undefined ? 200 : 400, title, main };
}
