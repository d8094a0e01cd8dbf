import type { RandomBytes } from '@wicketgate/contract';
import { type Logger, WicketgateError } from '@wicketgate/core';
import type { SignInTokens } from '@wicketgate/core/auth';
import type { CommandTokens } from '../ports/command-tokens.ts';
import type { Dialogue, Offer } from '../ports/window.ts';
import type { Held } from '../rules/session-record.ts';
import { isOpen } from '../rules/open.ts';
import { methodsOf } from '../rules/sign-in-methods.ts';
import { commandProblem, signInProblem } from '../rules/sign-in-problem.ts';
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
import { withinTime } from './time-limit.ts';
import type { ToldOnce } from './told-once.ts';

/** As long as the window that took up an answer may need for its tokens. */
const ARRIVAL_MS = 15_000;
/** What a storage that hangs may cost. */
const PROBE_TIMEOUT_MS = 5_000;

/** Where the conversation began: whoever signs out or goes elsewhere meanwhile does not want what comes of it. */
interface Visit {
  readonly gateway: GatewayInUse;
  readonly epoch: number;
}

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
  /** What a browser came back with, while it is taken up here. */
  #receiving: Promise<void> | undefined;

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
    const { ways } = this.#options;
    if (ways === undefined) return;
    const receiving = this.#telling(() => this.#receive(ways, address));
    this.#receiving = receiving;
    try {
      await receiving;
    } finally {
      if (this.#receiving === receiving) this.#receiving = undefined;
    }
  }

  /** Gives up what is waited for. Answers false when some of it may still be stored. */
  async forget(): Promise<boolean> {
    return (await this.#options.ways?.forget()) ?? true;
  }

  async #receive(ways: SignInWays, address: URL): Promise<void> {
    const { session, machine, notices, logger, t } = this.#options;
    const { gateway, epoch } = session;
    const tokens = gateway && (await ways.finish(gateway, address));
    if (tokens !== undefined && gateway !== undefined) {
      await this.#keepTokens(tokens, { gateway, epoch });
      return;
    }
    logger.warn({}, 'a browser came back that no window has sent away');
    // A link of a stranger must not make anybody give up what they are about to finish, nor be a nuisance.
    if (this.#waiting !== undefined || isOpen(machine.state)) return;
    notices.mention({ severity: 'warning', text: t(MESSAGES.badRedirect), actions: ['signIn'] });
  }

  async #converse(ways: SignInWays, without: readonly SignInMethod[]): Promise<void> {
    const { session, signIn, signal } = this.#options;
    const gateway = session.gateway ?? (await askAddress(this.#options));
    const { epoch } = session;
    const method = gateway && (await this.#askMethod(ways, without));
    if (gateway === undefined || method === undefined || signal.aborted) return;
    const visit = { gateway, epoch };
    switch (method) {
      case 'key':
        return signIn.run();
      case 'browser':
        return this.#telling(() => this.#byBrowser(ways, visit));
      case 'code':
        return this.#telling(async () => {
          const tokens = (await this.#canKeep(visit)) ? await ways.byCode(gateway, this.#wait) : undefined;
          if (tokens !== undefined) await this.#keepTokens(tokens, visit);
        });
      case 'command':
        return this.#telling(() => this.#byCommand(ways, visit), commandProblem);
    }
  }

  async #byBrowser(ways: SignInWays, visit: Visit): Promise<void> {
    const { clock, t } = this.#options;
    const before = visit.gateway.vault.session;
    const outcome = (await this.#canKeep(visit)) ? await ways.byBrowser(visit.gateway, this.#wait) : undefined;
    if (outcome === 'late') this.#tell(MESSAGES.browserLate);
    if (outcome !== 'taken') return;
    // Whoever asked for the sign-in looks for it next.
    if (this.#receiving !== undefined) await this.#receiving;
    else if (visit.gateway.vault.session === before) {
      await this.#wait(t(MESSAGES.finishing), (ended) => clock.sleep(ARRIVAL_MS, ended).catch(() => undefined));
    }
  }

  async #byCommand(ways: SignInWays, visit: Visit): Promise<void> {
    const found = await ways.byCommand(visit.gateway, this.#wait);
    if (found?.has === 'nothing') this.#tell(MESSAGES.commandSignedOut, visit.gateway.url);
    else if (found?.has === 'bound') this.#tell(MESSAGES.commandBound);
    else if (found !== undefined) {
      await this.#keep({ command: found.program, machine: this.#options.commands.machine }, visit);
    }
  }

  /** Nobody is to allow a sign-in whose tokens cannot be kept. */
  async #canKeep({ gateway }: Visit): Promise<boolean> {
    const { clock, signal, logger } = this.#options;
    try {
      await withinTime({ clock, ms: PROBE_TIMEOUT_MS, signal }, () => gateway.room.probe(signal));
      return true;
    } catch (error) {
      signal.throwIfAborted();
      logger.error({ error }, 'the tokens of a sign-in cannot be kept');
      this.#tell(MESSAGES.tokensUnkept);
      return false;
    }
  }

  #wait: Wait = async (text, work) => {
    const waiting = new AbortController();
    this.#waiting = waiting;
    // Who signed in otherwise, signed out, or went to another gateway waits for nothing here any more.
    const turned = this.#options.session.onTurn(() => waiting.abort());
    try {
      return await this.#options.dialogue.duringOrCancel(text, (cancelled) =>
        work(AbortSignal.any([cancelled, waiting.signal])),
      );
    } finally {
      turned.dispose();
      if (this.#waiting === waiting) this.#waiting = undefined;
    }
  };

  async #askMethod(ways: SignInWays, without: readonly SignInMethod[]): Promise<SignInMethod | undefined> {
    const { redirectUri, dialogue, options, t } = this.#options;
    const command = await ways.find();
    const methods = methodsOf({ redirectUri, command }).filter((method) => !without.includes(method));
    const offers = methods.map((method): Offer<SignInMethod> => {
      const [label, detail] = METHODS[method];
      return { value: method, label: t(label), detail: t(detail) };
    });
    return dialogue.select(t(MESSAGES.methodTitle, options.name), offers);
  }

  async #keepTokens(tokens: SignInTokens, visit: Visit): Promise<void> {
    const { session, random } = this.#options;
    const { gateway } = visit;
    // Another machine that shares the secrets goes on with the key that it has.
    const shared = session.gateway === gateway ? session.absent : undefined;
    const isShared = shared !== undefined && 'tokensKey' in shared && shared.url === gateway.url;
    const tokensKey = isShared ? shared.tokensKey : newTokensKey(random);
    const opened = gateway.room.open(tokensKey);
    if (opened === undefined) return;
    try {
      await opened.save(tokens);
      // Nobody would find these tokens again.
      if (!(await this.#keep({ tokensKey, url: gateway.url }, visit))) await opened.signOut();
    } finally {
      void opened.close();
    }
  }

  /** Answers false when the person went to another gateway meanwhile, or signed out. */
  async #keep(held: Held, { gateway, epoch }: Visit): Promise<boolean> {
    const { machine, runner, session, notices, told, dialogue, t } = this.#options;
    const before = machine.state;
    if (session.gateway !== gateway || session.epoch !== epoch || !(await session.adopt(held))) return false;
    await dialogue.during(t(MESSAGES.finishing), () => runner.run('asked'));
    told.reset();
    notices.answer(before, ...(gateway.vault.store.storage === 'memory' ? [t(MESSAGES.storedInMemory)] : []));
    return true;
  }

  /** What a sign-in failed of is told in words of ours: what a server says stays in the output. */
  async #telling(work: () => Promise<void>, problemOf = signInProblem): Promise<void> {
    const { logger, signal } = this.#options;
    try {
      await work();
    } catch (error) {
      if (signal.aborted) return;
      logger.warn({ error }, 'the sign-in failed');
      if (!WicketgateError.isInstance(error)) throw error;
      this.#tell(problemOf(error.code));
    }
  }

  #tell(message: string, ...args: string[]): void {
    const { notices, t } = this.#options;
    notices.tell({ severity: 'warning', text: t(message, ...args), actions: ['signIn', 'showOutput'] });
  }
}

const METHODS: Readonly<Record<SignInMethod, readonly [string, string]>> = {
  browser: [MESSAGES.byBrowser, MESSAGES.byBrowserDetail],
  code: [MESSAGES.byCode, MESSAGES.byCodeDetail],
  command: [MESSAGES.byCommand, MESSAGES.byCommandDetail],
  key: [MESSAGES.byKey, MESSAGES.byKeyDetail],
};
