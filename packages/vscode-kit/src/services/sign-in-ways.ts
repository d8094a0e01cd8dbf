import type { RandomBytes } from '@wicketgate/contract';
import { type Clock, type Fetch, type Logger, WicketgateError } from '@wicketgate/core';
import {
  type BrowserLoginAttempt,
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
import { isBoundToken, readCommandToken } from '../rules/command-token.ts';
import { plainLine } from '../rules/person.ts';
import type { StoredName } from '../rules/session-record.ts';
import { MESSAGES } from '../words/messages.ts';
import type { Translate } from '../words/notice.ts';
import { BrowserAttempts } from './browser-attempts.ts';
import type { GatewayInUse } from './gateway-in-use.ts';
import { withinTime } from './time-limit.ts';

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

/** The command that the person agreed to, and what it has: `bound` is a token that is of no use without the command's key. */
export interface CommandFinding {
  readonly program: string;
  readonly has: 'token' | 'bound' | 'nothing';
}

/** What came of a browser: a window has taken its answer up, or it did not come back in time. */
export type BrowserOutcome = 'taken' | 'late';

/** What a search path that hangs may cost. */
const FIND_TIMEOUT_MS = 2_000;

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
    const { dialogue, window, signal, logger, t } = this.#options;
    const login = createDeviceLogin(this.#loginOptions(url));
    const code = await wait(t(MESSAGES.askingForCode), (cancelled) =>
      orTurnedAway(cancelled, login.start(AbortSignal.any([cancelled, signal]))),
    );
    if (code === undefined) return undefined;
    const page = pageOf(code);
    if (code.userCode === '' || plainLine(code.userCode) !== code.userCode) {
      throw new WicketgateError('bad_answer', 'The gateway gave a code that nobody could type.');
    }
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
    if (choice === 'copy') {
      await window
        .copy(code.userCode)
        .catch((error: unknown) => logger.warn({ error }, 'the code could not be copied'));
    }
    void window.openExternal(page).catch(() => undefined);
    return wait(t(MESSAGES.waitingForCode, code.userCode, page), (cancelled) =>
      orTurnedAway(cancelled, login.wait(code, { signal: AbortSignal.any([cancelled, signal]) })),
    );
  }

  /** In the browser, which comes back to whichever window of the editor: `finish` of that one has the tokens. */
  async byBrowser({ url, origin }: GatewayInUse, wait: Wait): Promise<BrowserOutcome | undefined> {
    const { redirectUri, signal, t } = this.#options;
    if (redirectUri === undefined) return undefined;
    const place = this.#placeOf(origin);
    return wait(t(MESSAGES.waitingForBrowser), async (cancelled) => {
      const ended = AbortSignal.any([cancelled, signal]);
      const login = createBrowserLogin(this.#loginOptions(url));
      const attempt = await orTurnedAway(cancelled, login.begin(redirectUri, ended));
      if (attempt === undefined) return undefined;
      const { state, expiresAt, record } = attempt;
      await this.#attempts.put(place, { url, state, expiresAt, record });
      return this.#comeBack(attempt, place, ended);
    });
  }

  /** Sends the browser away, and waits until a window has taken its answer up. */
  async #comeBack(
    { url, state, expiresAt }: BrowserLoginAttempt,
    place: StoredName,
    ended: AbortSignal,
  ): Promise<BrowserOutcome | undefined> {
    const { window, clock, logger } = this.#options;
    const taken = new AbortController();
    const gone = this.#attempts.onGone(place, state, () => taken.abort());
    try {
      if (ended.aborted || !(await window.openExternal(url))) return undefined;
      const time = Math.max(0, expiresAt - clock.now());
      const isLate = await clock.sleep(time, AbortSignal.any([ended, taken.signal])).then(
        () => true,
        () => false,
      );
      if (taken.signal.aborted) return 'taken';
      return isLate ? 'late' : undefined;
    } finally {
      gone.dispose();
      // An answer that comes after the person turned away is nobody's.
      if (!taken.signal.aborted) {
        await this.#attempts.drop(place, state).catch((error: unknown) => {
          logger.warn({ error }, 'the sign-in of a browser could not be given up');
        });
      }
    }
  }

  /** Gives up what waits for a browser, at any gateway. Answers false when some of it may still be stored. */
  forget(): Promise<boolean> {
    return this.#attempts.clear(this.#options.options);
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

  /** The program of the `wicketgate` command; undefined where there is none, or it takes too long to look for it. */
  find(): Promise<string | undefined> {
    const { commands, clock, signal } = this.#options;
    return withinTime({ clock, ms: FIND_TIMEOUT_MS, signal }, () => commands.find()).catch(() => undefined);
  }

  /** With the session of the `wicketgate` command, once the person agreed to have it run. */
  async byCommand({ url }: GatewayInUse, wait: Wait): Promise<CommandFinding | undefined> {
    const { commands, dialogue, options, signal, t } = this.#options;
    const program = await this.find();
    if (program === undefined) throw new WicketgateError('unavailable', 'There is no wicketgate command.');
    const agreed = await dialogue.decide({
      text: t(MESSAGES.commandTitle, options.name),
      detail: t(MESSAGES.commandDetail, program),
      offers: [{ value: true, label: t(MESSAGES.commandAgree) }],
    });
    if (agreed === undefined) return undefined;
    return wait(t(MESSAGES.askingCommand), (cancelled) =>
      orTurnedAway(
        cancelled,
        commands
          .ask({ program, url, want: 'any' }, AbortSignal.any([cancelled, signal]))
          .then((output) => ({ program, has: kindOf(output, url) })),
      ),
    );
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

function kindOf(output: string | undefined, url: string): CommandFinding['has'] {
  if (output === undefined) return 'nothing';
  if (isBoundToken(output)) return 'bound';
  return readCommandToken(output, url) === undefined ? 'nothing' : 'token';
}

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
