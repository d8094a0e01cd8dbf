import type { Identity } from '@wicketgate/core';
import type { GateState, OpenState } from '@wicketgate/vscode-kit';
import { describeState, html, type Html, personOf, renderPage, type Speech } from '@wicketgate/vscode-kit/page';
import { type AccountFacts, accountFacts } from './account-facts.ts';
import { ACCOUNT_STYLE } from './account-style.ts';
import { type CommandId, COMMANDS } from './ids.ts';
import { MESSAGES } from './messages.ts';

export interface AccountPage extends Speech {
  readonly state: GateState;
  /** Base URL of the gateway. */
  readonly url: string | undefined;
  /** How often the person has called; undefined: not known. */
  readonly calls: number | undefined;
  /** As `vscode.env.language` has it. */
  readonly language: string;
  /** New random text for each page, 22 or more base64url characters. */
  readonly nonce: string;
}

/** The commands that links of the page may start. */
export const ACCOUNT_COMMANDS = [COMMANDS.checkStatus, COMMANDS.signOut, COMMANDS.copyDiagnostics] as const;

/** The whole page of the account view. What the gateway said is shown as text, never as markup. */
export function accountPage(page: AccountPage): string {
  const { t, language, nonce } = page;
  const body = html`<main>${contentOf(page)}</main>`;
  return renderPage({ title: t(MESSAGES.account), lang: language, body, nonce, style: ACCOUNT_STYLE });
}

function contentOf(page: AccountPage): Html {
  const { state, url, calls, ...speech } = page;
  switch (state.status) {
    case 'active':
    case 'grace':
      return html`${headPart(state.identity)} ${statePart(state, speech)}
      ${factsPart({ identity: state.identity, url, calls }, speech)} ${linksPart(speech)}`;
    case 'noKey':
    case 'checking':
    case 'invalid':
    case 'unavailable':
      // VS Code hides the view in these states, a moment after they came.
      return html`<p>${speech.t(MESSAGES.shut)}</p>`;
  }
}

function headPart(identity: Identity): Html {
  const name = personOf(identity);
  const { email, id } = identity.principal;
  const others = [...new Set([email, id])].filter((text) => text !== null && text !== name);
  return html`<header>
    <h1><bdi>${name}</bdi></h1>
    ${others.map((text) => html`<p><bdi>${text ?? undefined}</bdi></p>`)}
  </header>`;
}

/** Online there is nothing to do about it. */
function statePart(state: OpenState, speech: Speech): Html {
  const { detail, advice } = describeState(state, speech);
  const word = speech.t(state.status === 'active' ? MESSAGES.online : MESSAGES.offline);
  return html`<section class="${state.status}">
    <h2>${word}</h2>
    <p>${detail}</p>
    ${state.status === 'grace' ? html`<p>${advice}</p>` : undefined}
  </section>`;
}

function factsPart(account: AccountFacts, speech: Speech): Html {
  const facts = accountFacts(account, speech);
  return html`<dl>
    ${facts.map(
      ({ name, value }) =>
        html`<div>
          <dt>${name}</dt>
          <dd><bdi>${value}</bdi></dd>
        </div>`,
    )}
  </dl>`;
}

function linksPart({ t }: Speech): Html {
  const texts = {
    [COMMANDS.checkStatus]: MESSAGES.checkNow,
    [COMMANDS.signOut]: MESSAGES.signOut,
    [COMMANDS.copyDiagnostics]: MESSAGES.copyDiagnostics,
  } as const satisfies Partial<Record<CommandId, string>>;
  return html`<nav>
    ${ACCOUNT_COMMANDS.map((command) => html`<a href="command:${command}">${t(texts[command])}</a>`)}
  </nav>`;
}
