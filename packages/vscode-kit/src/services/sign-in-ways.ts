import type { RandomBytes } from '@wicketgate/contract';
import { type Clock, type Fetch, type Logger, WicketgateError } from '@wicketgate/core';
import {
  createBrowserLogin,
  createDeviceLogin,
  type DeviceCode,
  type SignInOptions,
  type SignInTokens,
} from '@wicketgate/core/auth';
import type { CommandTokens } from '../ports/command-tokens.ts';
import type { SecretStore } from '../ports/secret-store.ts';
import type { AppWindow, Dialogue } from '../ports/window.ts';
import { accessAddress } from '../rules/access-address.ts';
import { stateOfAnswer } from '../rules/browser-attempt.ts';
import { readCommandToken } from '../rules/command-token.ts';
import { MESSAGES } from '../words/messages.ts';
import type { Translate } from '../words/notice.ts';
import { BrowserAttempts } from './browser-attempts.ts';
import type { GatewayInUse } from './gateway-in-use.ts';

export interface SignInWaysOptions {
  readonly options: { readonly id: string; readonly account: string; readonly name: string };
  /** Id of the extension at the gateway. */
  readonly clientId: string;
  /** Where a browser comes back to this editor; undefined where it cannot. */
  readonly redirectUri: string | undefined;
  readonly commands: CommandTokens;
  readonly secrets: SecretStore;
  readonly dialogue: Dialogue;
  readonly window: AppWindow;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly logger: Logger;
  readonly fetch: Fetch | undefined;
  readonly t: Translate;
  readonly signal: AbortSignal;
}

/** The command that the person agreed to, and whether it is signed in at the gateway. */
export interface CommandFinding {
  readonly program: string;
  readonly isSignedIn: boolean;
}

/** Shows that something is waited for until it has ended, or somebody ends it: by a button, or by beginning anew. */
export type Wait = Dialogue['duringOrCancel'];

/** The ways in without a key. Each answers undefined when the person turned away, and throws a `WicketgateError`. */
export class SignInWays {
  readonly #options: SignInWaysOptions;
  readonly #attempts: BrowserAttempts;

  constructor(options: SignInWaysOptions) {
    this.#options = options;
    this.#attempts = new BrowserAttempts(options);
  }

  /** With a code that the person types into a page on any device. */
  async byCode({ url }: GatewayInUse, wait: Wait): Promise<SignInTokens | undefined> {
    const { dialogue, window, signal, t } = this.#options;
    const login = createDeviceLogin(this.#loginOptions(url));
    const code = await dialogue.during(t(MESSAGES.askingForCode), () => login.start(signal));
    const page = pageOf(code);
    const choice = await dialogue.decide({
      text: t(MESSAGES.codeTitle, code.userCode),
      detail: t(MESSAGES.codeDetail, page),
      offers: [
        { value: 'copy' as const, label: t(MESSAGES.copyAndOpen) },
        { value: 'open' as const, label: t(MESSAGES.openPage) },
      ],
    });
    if (choice === undefined || signal.aborted) return undefined;
    // Nobody else writes into the clipboard of a person who did not ask for it.
    if (choice === 'copy') await window.copy(code.userCode);
    void window.openExternal(page).catch(() => undefined);
    return wait(t(MESSAGES.waitingForCode, code.userCode, page), (cancelled) =>
      orTurnedAway(cancelled, login.wait(code, { signal: AbortSignal.any([cancelled, signal]) })),
    );
  }

  /**
   * In the browser, which comes back to whichever window of the editor: `finish` of that one has the tokens. Resolves when a
   * window has taken the answer up, when the person turned away, and when the time is over.
   */
  async byBrowser({ url, origin }: GatewayInUse, wait: Wait): Promise<void> {
    const { window, redirectUri, clock, signal, t } = this.#options;
    if (redirectUri === undefined) return;
    const attempt = await createBrowserLogin(this.#loginOptions(url)).begin(redirectUri, signal);
    const { state, expiresAt, record } = attempt;
    const place = this.#placeOf(origin);
    await this.#attempts.put(place, { url, state, expiresAt, record });
    await wait(t(MESSAGES.waitingForBrowser), async (cancelled) => {
      const ending = new AbortController();
      const gone = this.#attempts.onGone(place, state, () => ending.abort());
      try {
        if (!(await window.openExternal(attempt.url))) return;
        const ended = AbortSignal.any([cancelled, signal, ending.signal]);
        await clock.sleep(Math.max(0, expiresAt - clock.now()), ended).catch(() => undefined);
      } finally {
        gone.dispose();
        // An answer that comes after the person turned away is nobody's.
        if (!ending.signal.aborted) await this.#attempts.drop(place, state);
      }
    });
  }

  /** What a browser came back with. Undefined when it belongs to no sign-in of this editor at this gateway. */
  async finish({ url, origin }: GatewayInUse, answer: URL): Promise<SignInTokens | undefined> {
    const { dialogue, signal, t } = this.#options;
    const state = stateOfAnswer(answer);
    const attempt = state === undefined ? undefined : await this.#attempts.take(this.#placeOf(origin), state);
    if (attempt?.url !== url) return undefined;
    const login = createBrowserLogin(this.#loginOptions(url));
    return dialogue.during(t(MESSAGES.finishing), () => login.finish(attempt.record, answer, signal));
  }

  /** With the session of the `wicketgate` command, once the person agreed to have it run. */
  async byCommand({ url }: GatewayInUse, wait: Wait): Promise<CommandFinding | undefined> {
    const { commands, dialogue, options, signal, t } = this.#options;
    const program = await commands.find();
    if (program === undefined) throw new WicketgateError('unavailable', 'There is no wicketgate command.');
    const agreed = await dialogue.decide({
      text: t(MESSAGES.commandTitle, options.name),
      detail: t(MESSAGES.commandDetail, program),
      offers: [{ value: true, label: t(MESSAGES.commandAgree) }],
    });
    if (agreed === undefined) return undefined;
    const output = await wait(t(MESSAGES.askingCommand), (cancelled) =>
      orTurnedAway(
        cancelled,
        commands.ask({ program, url, want: 'any' }, AbortSignal.any([cancelled, signal])).then(asAnswer),
      ),
    );
    if (output === undefined) return undefined;
    return { program, isSignedIn: readCommandToken(output.text ?? '', url) !== undefined };
  }

  #placeOf(origin: string) {
    const { id, account } = this.#options.options;
    return { id, account, origin };
  }

  #loginOptions(url: string): SignInOptions {
    const { clientId, clock, random, logger, fetch } = this.#options;
    return { url, clientId, clock, random, logger, ...(fetch !== undefined && { fetch }) };
  }
}

const asAnswer = (text: string | undefined) => ({ text });

/** The page without the code in it: whoever types it knows what they allow. */
function pageOf({ verificationUri }: DeviceCode): string {
  const page = accessAddress(verificationUri);
  if (page !== undefined) return page;
  throw new WicketgateError('bad_answer', 'The gateway names no page that may be opened.');
}

/** Whoever cancels has turned away: that is no failure. */
async function orTurnedAway<T>(cancelled: AbortSignal, work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (cancelled.aborted) return undefined;
    throw error;
  }
}
