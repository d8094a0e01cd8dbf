import { type Clock, Secret, type UnavailableVerdict, type Verdict } from '@wicketgate/core';
import type { Settings } from '../ports/settings.ts';
import type { Dialogue } from '../ports/window.ts';
import { UNAVAILABLE } from '../rules/describe.ts';
import { keyEntryProblem } from '../rules/key-entry.ts';
import { noticeOf } from '../rules/notice.ts';
import { isOpen } from '../rules/open.ts';
import { reduce } from '../rules/reduce.ts';
import { eventOfVerdict } from '../rules/verdict-event.ts';
import type { GateSettings } from '../words/gate-settings.ts';
import type { GateState } from '../words/gate-state.ts';
import { MESSAGES } from '../words/messages.ts';
import type { Notice, Translate } from '../words/notice.ts';
import { askAddress } from './address-question.ts';
import type { GateMachine } from './gate-machine.ts';
import type { GatewayFollower } from './gateway-follower.ts';
import type { GatewayInUse } from './gateway-in-use.ts';
import type { Notices } from './notices.ts';
import type { MadeCheck, SessionFollower } from './session-follower.ts';
import type { ToldOnce } from './told-once.ts';

export interface SignInOptions {
  readonly options: GateSettings;
  /** Full name of the setting of the address. */
  readonly urlSetting: string;
  readonly follower: GatewayFollower;
  readonly session: SessionFollower;
  readonly machine: GateMachine;
  readonly notices: Notices;
  readonly told: ToldOnce;
  readonly dialogue: Dialogue;
  readonly settings: Settings;
  readonly clock: Clock;
  readonly t: Translate;
  readonly signal: AbortSignal;
}

/** The conversation in which a person enters a key. Whoever turns away leaves everything as it was. */
export class SignIn {
  readonly #options: SignInOptions;
  #underWay: Promise<void> | undefined;

  constructor(options: SignInOptions) {
    this.#options = options;
  }

  /** One conversation at a time: whoever asks for another waits for that one. */
  run(): Promise<void> {
    this.#underWay ??= this.#converse().finally(() => {
      this.#underWay = undefined;
    });
    return this.#underWay;
  }

  async #converse(): Promise<void> {
    const { session, machine, clock, signal } = this.#options;
    const gateway = session.gateway ?? (await askAddress(this.#options));
    const key = gateway && (await this.#askKey(gateway));
    if (gateway === undefined || key === undefined || signal.aborted) return;
    const { epoch } = session;
    const before = machine.state;
    const startedAt = clock.now();
    const verdict = await this.#check(key, gateway);
    // Who signed out meanwhile, or went to another gateway, does not want this key any more.
    if (verdict === undefined || session.gateway !== gateway || session.epoch !== epoch) return;
    if (this.#mayKeep(verdict)) await this.#keep(key, { verdict, startedAt }, before);
    else this.#refuse(verdict);
  }

  /** A key that nobody could check is kept, unless it would take the place of one that opens. */
  #mayKeep({ status }: Verdict): boolean {
    return status === 'valid' || (status === 'unavailable' && !isOpen(this.#options.machine.state));
  }

  async #keep(key: Secret, check: MadeCheck, before: GateState): Promise<void> {
    const { session, notices, told, t } = this.#options;
    const { vault } = session.gateway ?? {};
    if (!(await session.adopt({ apiKey: key }, check))) return;
    told.reset();
    notices.answer(
      before,
      ...(check.verdict.status === 'unavailable' ? [t(MESSAGES.keptForLater)] : []),
      ...(vault?.store.storage === 'memory' ? [t(MESSAGES.storedInMemory)] : []),
    );
  }

  /** The session that there was stays as it is; "Enter API Key" stands on the message. */
  #refuse(verdict: Verdict): void {
    const { machine, notices, t } = this.#options;
    const notice = verdict.status === 'unavailable' ? noticeOfDropped(verdict, t) : noticeOfRefused(verdict, t);
    if (notice === undefined) return;
    const stays = isOpen(machine.state) ? ` ${t(MESSAGES.oldKeyStays)}` : '';
    notices.tell({ ...notice, text: `${notice.text}${stays}` });
  }

  async #check(key: Secret, { checker }: GatewayInUse): Promise<Verdict | undefined> {
    const { dialogue, signal, t } = this.#options;
    try {
      return await dialogue.during(t(MESSAGES.checkingProgress), () => checker.check(key, signal));
    } catch (error) {
      if (signal.aborted) return undefined;
      throw error;
    }
  }

  async #askKey({ origin }: GatewayInUse): Promise<Secret | undefined> {
    const { dialogue, options, t } = this.#options;
    const { name, brand } = options;
    const check = (text: string) => keyEntryProblem(text, { brand, t });
    const question = { title: t(MESSAGES.keyTitle, name), prompt: t(MESSAGES.keyPrompt, origin) };
    const text = await dialogue.askSecret({ ...question, placeholder: `${brand}_…`, check });
    // A form may let through what it was told is wrong.
    return text === undefined || check(text) !== undefined ? undefined : new Secret(text.trim());
  }
}

/** Nobody tries it again: only a key that is kept is checked by itself. */
function noticeOfDropped({ reason }: UnavailableVerdict, t: Translate): Notice {
  const text = `${t(UNAVAILABLE[reason])} ${t(MESSAGES.newKeyDropped)}`;
  return { severity: 'warning', text, actions: ['enterKey', 'showOutput'] };
}

/** What is said about a key that was only tried. */
function noticeOfRefused(verdict: Verdict, t: Translate): Notice | undefined {
  const before: GateState = { status: 'checking' };
  const { state: after } = reduce({ subject: 0, state: before }, eventOfVerdict(0, verdict));
  return noticeOf({ before, after, how: 'asked', t });
}
