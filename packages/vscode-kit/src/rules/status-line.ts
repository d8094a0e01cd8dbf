import type { GateState } from '../words/gate-state.ts';
import { MESSAGES } from '../words/messages.ts';
import type { StatusLine } from '../words/notice.ts';
import { describeState, type Speech } from './describe.ts';
import { personOf } from './person.ts';

export interface StatusWords extends Speech {
  /** How people know the extension. */
  readonly name: string;
  /** How many calls the gateway has counted of the person; undefined: it is not shown. */
  readonly calls?: number | undefined;
}

/** What the status bar shows of a state: one icon, a few words, and colours of the theme only where the person should act. */
export function statusLine(state: GateState, words: StatusWords): StatusLine {
  const { headline, detail, advice } = describeState(state, words);
  return {
    text: `$(${iconOf(state)}) ${wordsOf(state, words)}`,
    tooltip: [headline, detail, advice, ...callsLate(state, words)].join('\n'),
    label: `${words.name}: ${headline} ${advice}`,
    attention: attentionOf(state),
  };
}

function iconOf({ status }: GateState): string {
  switch (status) {
    case 'noKey':
      return 'key';
    case 'checking':
      return 'sync~spin';
    case 'active':
      return 'pass';
    case 'grace':
      return 'debug-disconnect';
    case 'invalid':
      return 'error';
    case 'unavailable':
      return 'warning';
  }
}

function wordsOf(state: GateState, { name, calls, t }: StatusWords): string {
  switch (state.status) {
    case 'noKey':
      return t(MESSAGES.lineSignIn, name);
    case 'checking':
      return t(MESSAGES.lineChecking, name);
    case 'active':
      return signedIn({ name, person: personOf(state.identity), calls, t });
    case 'grace':
      return t(MESSAGES.lineOffline, name);
    case 'invalid':
      return t(MESSAGES.lineRefused, name);
    case 'unavailable':
      return t(MESSAGES.lineUnavailable, name);
  }
}

interface SignedInWords extends Pick<StatusWords, 'name' | 'calls' | 't'> {
  readonly person: string;
}

function signedIn({ name, person, calls, t }: SignedInWords): string {
  if (calls === undefined) return t(MESSAGES.lineSignedIn, name, person);
  return calls === 1 ? t(MESSAGES.lineOneCall, name, person) : t(MESSAGES.lineCalls, name, person, calls);
}

function callsLate({ status }: GateState, { calls, t }: StatusWords): string[] {
  return status === 'active' && calls !== undefined ? [t(MESSAGES.callsLate)] : [];
}

function attentionOf({ status }: GateState): StatusLine['attention'] {
  switch (status) {
    case 'noKey':
    case 'checking':
    case 'active':
      return 'plain';
    case 'grace':
    case 'unavailable':
      return 'warning';
    case 'invalid':
      return 'error';
  }
}
