import type { Decision, Dialogue, Offer, SecretQuestion, TextQuestion } from '../../src/ports/window.ts';
import type { GateAction, OfferedAction } from '../../src/words/gate-action.ts';
import type { Notice } from '../../src/words/notice.ts';

/** What a person does about a message: presses one of its buttons, turns it away, or leaves it alone. */
export type Reaction = OfferedAction | 'turnAway' | 'leave';

export interface FakeDialogue extends Dialogue {
  /** Every message, oldest first. */
  readonly told: readonly Notice[];
  /** Every hint of the status bar. */
  readonly hints: readonly string[];
  /** Every question that was asked, with what the form said about the answer. */
  readonly asked: readonly { readonly question: SecretQuestion | TextQuestion; readonly problem: string | undefined }[];
  /** Every menu. */
  readonly menus: readonly (readonly GateAction[])[];
  /** What was offered to choose from in boxes and in the middle of the window: the labels. */
  readonly offered: readonly (readonly string[])[];
  /** What was asked in the middle of the window. */
  readonly decisions: readonly { readonly text: string; readonly detail: string }[];
  /** What was shown as being under way. */
  readonly progress: readonly string[];
  /** What the person does about the next messages. Default: leaves them alone. */
  react(...reactions: readonly Reaction[]): void;
  /** The person turns to the message that was left alone longest ago. */
  answer(action: OfferedAction | undefined): void;
  /** What the person types next, a text for each question; undefined turns away, as do all that follow. */
  type(...texts: readonly (string | undefined)[]): void;
  /** The labels of what the person takes from the next offers; undefined turns away, as do all that follow. */
  take(...labels: readonly (string | undefined)[]): void;
  /** The person ends what is under way and can be ended. */
  cancel(): void;
  /** What the person chooses from the next menu. */
  pick(action: GateAction | undefined): void;
}

/**
 * A person at the window, by script. As the real forms do, a form does not take a text that `check` finds wrong: the person
 * then turns away.
 */
export function createFakeDialogue(): FakeDialogue {
  const told: Notice[] = [];
  const hints: string[] = [];
  const asked: { question: SecretQuestion | TextQuestion; problem: string | undefined }[] = [];
  const menus: (readonly GateAction[])[] = [];
  const progress: string[] = [];
  const reactions: Reaction[] = [];
  const texts: (string | undefined)[] = [];
  const picks: (GateAction | undefined)[] = [];
  const takes: (string | undefined)[] = [];
  const offered: string[][] = [];
  const decisions: { text: string; detail: string }[] = [];
  let cancelling = new AbortController();
  const left: ((action: OfferedAction | undefined) => void)[] = [];

  const ask = (question: SecretQuestion | TextQuestion): Promise<string | undefined> => {
    const text = texts.shift();
    const problem = text === undefined ? undefined : question.check(text);
    asked.push({ question, problem });
    return Promise.resolve(problem === undefined ? text : undefined);
  };

  const choose = <T>(offers: readonly Offer<T>[]): Promise<T | undefined> => {
    offered.push(offers.map(({ label }) => label));
    const label = takes.shift();
    const taken = offers.find((offer) => offer.label === label);
    if (label !== undefined && taken === undefined) throw new Error(`Nobody offers "${label}".`);
    return Promise.resolve(taken?.value);
  };

  return {
    ...{ told, hints, asked, menus, progress, offered, decisions },
    tell: (notice) => {
      told.push(notice);
      const reaction = reactions.shift() ?? 'leave';
      if (reaction === 'leave') return new Promise((resolve) => left.push(resolve));
      return Promise.resolve(reaction === 'turnAway' ? undefined : reaction);
    },
    hint: (text) => void hints.push(text),
    askSecret: ask,
    askText: ask,
    choose: (_title, actions) => {
      menus.push(actions);
      return Promise.resolve(picks.shift());
    },
    select: (_title, offers) => choose(offers),
    decide: <T>({ text, detail, offers }: Decision<T>) => {
      decisions.push({ text, detail });
      return choose(offers);
    },
    during: (text, work) => {
      progress.push(text);
      return work();
    },
    duringOrCancel: (text, work) => {
      progress.push(text);
      cancelling = new AbortController();
      return work(cancelling.signal);
    },
    take: (...labels) => void takes.push(...labels),
    cancel: () => cancelling.abort(),
    react: (...next) => void reactions.push(...next),
    answer: (action) => left.shift()?.(action),
    type: (...next) => void texts.push(...next),
    pick: (action) => void picks.push(action),
  };
}
