import type { OfferedAction } from '../words/gate-action.ts';
import type { GateState, GraceState, NoKeyReason, NoKeyState } from '../words/gate-state.ts';
import { MESSAGES } from '../words/messages.ts';
import type { Notice, Severity, Translate } from '../words/notice.ts';
import { describeShut, type ShutState, UNAVAILABLE } from './describe.ts';
import { personOf } from './person.ts';

/** Whether a person asked for what happened, by a command or by using what is gated. */
export type Occasion = 'asked' | 'background';

export interface GateChange {
  readonly before: GateState;
  /** The same as `before` when a person asked and nothing changed. */
  readonly after: GateState;
  readonly how: Occasion;
  readonly t: Translate;
}

/**
 * The message that a change is worth, or undefined. Unasked, a person is told of a refusal, of a gate that shuts under them,
 * and of a key that is out of sight; the rest stands in the status bar. Whoever asked is told how things are.
 */
export function noticeOf({ before, after, how, t }: GateChange): Notice | undefined {
  const told = how === 'asked' ? isAnswer(before, after) : isNews(before, after);
  return told ? noticeAbout(before, after, t) : undefined;
}

/** A check that begins is no answer; one that is under way is. */
function isAnswer(before: GateState, after: GateState): boolean {
  return after.status !== 'checking' || before.status === 'checking';
}

function isNews(before: GateState, after: GateState): boolean {
  switch (after.status) {
    case 'checking':
    case 'active':
    case 'grace':
      return false;
    case 'noKey':
      return UNSEEN.includes(after.why) && !(before.status === 'noKey' && before.why === after.why);
    case 'invalid':
      return before.status !== 'invalid' || before.reason !== after.reason;
    case 'unavailable':
      return before.status === 'active' || before.status === 'grace';
  }
}

/** Why there is no key although a person did their part. */
const UNSEEN: readonly NoKeyReason[] = ['elsewhere', 'lost', 'badUrl'];

function noticeAbout(before: GateState, after: GateState, t: Translate): Notice {
  switch (after.status) {
    case 'active':
      return { severity: 'info', text: t(MESSAGES.signedInAs, personOf(after.identity)), actions: [] };
    case 'grace':
      return aboutGrace(after, t);
    case 'noKey':
      return hadKey(before) && after.why === 'none' ? aboutSignOut(t) : aboutNoKey(after, t);
    case 'checking':
      return { ...textOf(after, t), severity: 'info', actions: ['requestAccess', 'showOutput'] };
    case 'invalid':
      return { ...textOf(after, t), severity: 'error', actions: ['enterKey', 'requestAccess'] };
    case 'unavailable':
      return { ...textOf(after, t), severity: 'warning', actions: ['checkStatus', 'requestAccess', 'showOutput'] };
  }
}

function hadKey(before: GateState): boolean {
  return before.status !== 'noKey';
}

function aboutGrace({ identity, because }: GraceState, t: Translate): Notice {
  const sentences = [t(MESSAGES.workingOffline, personOf(identity)), t(UNAVAILABLE[because]), t(MESSAGES.offlineFor)];
  return { severity: 'info', text: sentences.join(' '), actions: ['checkStatus', 'showOutput'] };
}

function aboutSignOut(t: Translate): Notice {
  return { severity: 'info', text: t(MESSAGES.signedOut), actions: ['enterKey', 'requestAccess'] };
}

function aboutNoKey(state: NoKeyState, t: Translate): Notice {
  return { ...textOf(state, t), ...NO_KEY[state.why] };
}

const NO_KEY: Readonly<Record<NoKeyReason, { severity: Severity; actions: readonly OfferedAction[] }>> = {
  none: { severity: 'info', actions: ['enterKey', 'requestAccess'] },
  elsewhere: { severity: 'info', actions: ['reloadWindow', 'enterKey', 'requestAccess'] },
  lost: { severity: 'warning', actions: ['enterKey', 'requestAccess', 'showOutput'] },
  noUrl: { severity: 'info', actions: ['enterKey', 'openSettings', 'requestAccess'] },
  badUrl: { severity: 'error', actions: ['openSettings', 'requestAccess'] },
};

function textOf(state: ShutState, t: Translate): Pick<Notice, 'text'> {
  const { headline, detail, advice } = describeShut(state, t);
  return { text: [headline, detail, advice].join(' ') };
}
