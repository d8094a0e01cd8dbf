import type { RandomBytes } from '@wicketgate/contract';
import { type Logger, WicketgateError } from '@wicketgate/core';
import type { SignInTokens } from '@wicketgate/core/auth';
import type { CommandTokens } from '../ports/command-tokens.ts';
import type { Dialogue, Offer } from '../ports/window.ts';
import type { Held } from '../rules/session-record.ts';
import { methodsOf } from '../rules/sign-in-methods.ts';
import { signInProblem } from '../rules/sign-in-problem.ts';
import { MESSAGES } from '../words/messages.ts';
import type { Translate } from '../words/notice.ts';
import type { SignInMethod } from '../words/sign-in-method.ts';
import { type AddressQuestionOptions, askAddress } from './address-question.ts';
import type { CheckRunner } from './check-runner.ts';
import type { GateMachine } from './gate-machine.ts';
import type { GatewayInUse } from './gateway-in-use.ts';
import type { Notices } from './notices.ts';
import type { SessionFollower } from './session-follower.ts';
import type { SignInWays, Wait } from './sign-in-ways.ts';
import type { SignIn } from './sign-in.ts';
import { newTokensKey } from './token-seal.ts';
import type { ToldOnce } from './told-once.ts';

export interface SignInConversationOptions extends AddressQuestionOptions {
  /** The conversation about a key. */
  readonly signIn: SignIn;
  /** Undefined where the extension has no id at the gateway: then there is the key alone. */
  readonly ways: SignInWays | undefined;
  readonly redirectUri: string | undefined;
  readonly commands: CommandTokens;
  readonly machine: GateMachine;
  readonly runner: CheckRunner;
  readonly session: SessionFollower;
  readonly notices: Notices;
  readonly told: ToldOnce;
  readonly dialogue: Dialogue;
  readonly random: RandomBytes;
  readonly logger: Logger;
  readonly t: Translate;
}

/** The conversation in which a person signs in, by the way that they choose. Whoever turns away leaves everything as it was. */
export class SignInConversation {
  readonly #options: SignInConversationOptions;
  #underWay: Promise<void> | undefined;
  /** Ends what is waited for, once the person has answered all questions. */
  #waiting: AbortController | undefined;

  constructor(options: SignInConversationOptions) {
    this.#options = options;
  }

  /**
   * One conversation at a time: whoever asks for another waits for that one, and ends it when it waits itself, for a code or a
   * browser. `without`: what is not offered.
   */
  async run(without: readonly SignInMethod[] = []): Promise<void> {
    const { ways, signIn } = this.#options;
    if (ways === undefined) return signIn.run();
    if (this.#waiting !== undefined) {
      this.#waiting.abort();
      await this.#underWay;
    }
    this.#underWay ??= this.#converse(ways, without).finally(() => {
      this.#underWay = undefined;
    });
    return this.#underWay;
  }

  /** Takes up what a browser came back with, whichever window has sent it there. */
  async receive(address: URL): Promise<void> {
    const { ways, session, logger } = this.#options;
    const { gateway } = session;
    if (ways === undefined || gateway === undefined) return;
    await this.#telling(async () => {
      const tokens = await ways.finish(gateway, address);
      if (tokens === undefined) logger.warn({}, 'a browser came back that no window has sent away');
      else await this.#keepTokens(tokens, gateway);
    });
  }

  async #converse(ways: SignInWays, without: readonly SignInMethod[]): Promise<void> {
    const { session, signIn, signal } = this.#options;
    const gateway = session.gateway ?? (await askAddress(this.#options));
    const method = gateway && (await this.#askMethod(without));
    if (gateway === undefined || method === undefined || signal.aborted) return;
    switch (method) {
      case 'key':
        return signIn.run();
      case 'browser':
        return this.#telling(() => ways.byBrowser(gateway, this.#wait));
      case 'code':
        return this.#telling(async () => {
          const tokens = await ways.byCode(gateway, this.#wait);
          if (tokens !== undefined) await this.#keepTokens(tokens, gateway);
        });
      case 'command':
        return this.#telling(async () => {
          const found = await ways.byCommand(gateway, this.#wait);
          if (found?.isSignedIn === false) this.#tell(MESSAGES.commandSignedOut);
          else if (found !== undefined) await this.#keep({ command: found.program }, gateway);
        });
    }
  }

  #wait: Wait = async (text, work) => {
    const waiting = new AbortController();
    this.#waiting = waiting;
    try {
      return await this.#options.dialogue.duringOrCancel(text, (cancelled) =>
        work(AbortSignal.any([cancelled, waiting.signal])),
      );
    } finally {
      if (this.#waiting === waiting) this.#waiting = undefined;
    }
  };

  async #askMethod(without: readonly SignInMethod[]): Promise<SignInMethod | undefined> {
    const { commands, redirectUri, dialogue, options, t } = this.#options;
    const command = await commands.find().catch(() => undefined);
    const methods = methodsOf({ redirectUri, command }).filter((method) => !without.includes(method));
    const offers = methods.map((method): Offer<SignInMethod> => {
      const [label, detail] = METHODS[method];
      return { value: method, label: t(label), detail: t(detail) };
    });
    return dialogue.select(t(MESSAGES.methodTitle, options.name), offers);
  }

  async #keepTokens(tokens: SignInTokens, gateway: GatewayInUse): Promise<void> {
    const tokensKey = newTokensKey(this.#options.random);
    const opened = gateway.room.open(tokensKey);
    if (opened === undefined) return;
    try {
      await opened.save(tokens);
      // Nobody would find these tokens again.
      if (!(await this.#keep({ tokensKey, url: gateway.url }, gateway))) await opened.signOut();
    } finally {
      void opened.close();
    }
  }

  /** Answers false when the person went to another gateway meanwhile, or signed out. */
  async #keep(held: Held, gateway: GatewayInUse): Promise<boolean> {
    const { machine, runner, session, notices, told, dialogue, t } = this.#options;
    const before = machine.state;
    if (session.gateway !== gateway || !(await session.adopt(held))) return false;
    await dialogue.during(t(MESSAGES.finishing), () => runner.run('asked'));
    told.reset();
    notices.answer(before, ...(gateway.vault.store.storage === 'memory' ? [t(MESSAGES.storedInMemory)] : []));
    return true;
  }

  /** What a sign-in failed of is told in words of ours: what a server says stays in the output. */
  async #telling(work: () => Promise<void>): Promise<void> {
    const { logger, signal } = this.#options;
    try {
      await work();
    } catch (error) {
      if (signal.aborted) return;
      logger.warn({ error }, 'the sign-in failed');
      if (!WicketgateError.isInstance(error)) throw error;
      this.#tell(signInProblem(error.code));
    }
  }

  #tell(message: string): void {
    const { notices, t } = this.#options;
    notices.tell({ severity: 'warning', text: t(message), actions: ['signIn', 'showOutput'] });
  }
}

const METHODS: Readonly<Record<SignInMethod, readonly [string, string]>> = {
  browser: [MESSAGES.byBrowser, MESSAGES.byBrowserDetail],
  code: [MESSAGES.byCode, MESSAGES.byCodeDetail],
  command: [MESSAGES.byCommand, MESSAGES.byCommandDetail],
  key: [MESSAGES.byKey, MESSAGES.byKeyDetail],
};
