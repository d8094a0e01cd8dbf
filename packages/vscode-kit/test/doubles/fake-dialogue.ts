import type { Dialogue, SecretQuestion, TextQuestion } from '../../src/ports/window.ts';
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
  /** What was shown as being under way. */
  readonly progress: readonly string[];
  /** What the person does about the next messages. Default: leaves them alone. */
  react(...reactions: readonly Reaction[]): void;
  /** The person turns to the message that was left alone longest ago. */
  answer(action: OfferedAction | undefined): void;
  /** What the person types next, a text for each question; undefined turns away, as do all that follow. */
  type(...texts: readonly (string | undefined)[]): void;
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
  const left: ((action: OfferedAction | undefined) => void)[] = [];

  const ask = (question: SecretQuestion | TextQuestion): Promise<string | undefined> => {
    const text = texts.shift();
    const problem = text === undefined ? undefined : question.check(text);
    asked.push({ question, problem });
    return Promise.resolve(problem === undefined ? text : undefined);
  };

  return {
    ...{ told, hints, asked, menus, progress },
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
    during: (text, work) => {
      progress.push(text);
      return work();
    },
    react: (...next) => void reactions.push(...next),
    answer: (action) => left.shift()?.(action),
    type: (...next) => void texts.push(...next),
    pick: (action) => void picks.push(action),
  };
}
