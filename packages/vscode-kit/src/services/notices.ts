import type { Logger } from '@wicketgate/core';
import type { Subscription } from '../ports/subscription.ts';
import { noticeOf } from '../rules/notice.ts';
import type { OfferedAction } from '../words/gate-action.ts';
import type { GateState } from '../words/gate-state.ts';
import type { Notice, Translate } from '../words/notice.ts';
import type { GateMachine, StateChange } from './gate-machine.ts';
import type { Prompt, Prompter } from './prompter.ts';
import type { ToldOnce } from './told-once.ts';

export interface NoticesOptions {
  readonly machine: GateMachine;
  readonly prompter: Prompter;
  readonly told: ToldOnce;
  readonly t: Translate;
  readonly logger: Logger;
  /** What is offered in the place of what a notice offers: where people sign in without a key, that. */
  readonly offered: (actions: readonly OfferedAction[]) => readonly OfferedAction[];
  /** Does what the person chose. */
  readonly act: (action: OfferedAction) => Promise<void>;
}

/** Tells the person what the state is worth telling, and does what they choose. Nobody waits for that. */
export class Notices {
  readonly #options: NoticesOptions;
  readonly #subscription: Subscription;

  constructor(options: NoticesOptions) {
    this.#options = options;
    this.#subscription = options.machine.onDidChange((change) => this.#onChange(change));
  }

  /** Answers whoever asked: how things are, and what was said beside it. */
  answer(before: GateState, ...beside: readonly string[]): void {
    const { machine, t } = this.#options;
    const after = machine.state;
    const notice = noticeOf({ before, after, how: 'asked', t });
    if (notice !== undefined) this.tell(withText(notice, beside));
    else if (beside.length > 0) this.tell({ severity: 'info', text: beside.join(' '), actions: [] });
  }

  /** Tells whoever used what is gated why it is shut. */
  tellShut(): void {
    const { machine, t } = this.#options;
    const { state } = machine;
    const notice = noticeOf({ before: state, after: state, how: 'asked', t });
    if (notice !== undefined) this.#show({ notice, how: 'used', isTrue: () => machine.state === state });
  }

  tell(notice: Notice): void {
    this.#show({ notice, how: 'asked', isTrue: () => true });
  }

  /** Tells of something that nobody asked for and that stays true. */
  mention(notice: Notice): void {
    this.#show({ notice, how: 'background', isTrue: () => true });
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  #onChange({ before, after, how }: StateChange): void {
    if (how === 'asked') return;
    const { machine, told, t } = this.#options;
    const notice = noticeOf({ before, after, how, t });
    if (notice === undefined) return;
    if (after.status === 'noKey' && after.why === 'lost' && !told.isNew('lost')) return;
    this.#show({ notice, how, isTrue: () => machine.state === after });
  }

  #show({ notice, ...how }: Prompt): void {
    const prompt = { ...how, notice: { ...notice, actions: this.#options.offered(notice.actions) } };
    void this.#converse(prompt).catch((error: unknown) => {
      this.#options.logger.error({ error }, 'a message could not be shown');
    });
  }

  async #converse(prompt: Prompt): Promise<void> {
    const action = await this.#options.prompter.show(prompt);
    if (action !== undefined) await this.#options.act(action);
  }
}

function withText(notice: Notice, beside: readonly string[]): Notice {
  return { ...notice, text: [notice.text, ...beside].join(' ') };
}
