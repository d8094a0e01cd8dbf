import type { Gate } from '@wicketgate/vscode-kit';

/** The gateway counts up to a minute late: asking more often tells little. */
const LEAST_PAUSE_MS = 60_000;

export interface AccountCalls {
  /** How often the person has called; undefined while it is not known, or nobody is signed in and online. */
  readonly calls: number | undefined;
  /** Asks the gateway, once for a minute of checks at most: a question that is refused has the person checked anew. */
  look(): void;
}

interface Asked {
  /** Whose calls. */
  readonly of: string;
  /** When the check was after which it was asked: milliseconds since 1970. */
  readonly at: number;
  calls: number | undefined;
}

/** What the account view tells of calls. A question that fails leaves the last number, and says nothing about the gate. */
export function createAccountCalls(gate: Pick<Gate, 'state' | 'url' | 'client'>, onChange: () => void): AccountCalls {
  let asked: Asked | undefined;

  const ask = async (question: Asked) => {
    try {
      question.calls = (await gate.client.auth.usage()).calls.total;
    } catch {
      return;
    }
    if (asked === question) onChange();
  };

  return {
    get calls() {
      return asked !== undefined && asked.of === holderOf(gate) ? asked.calls : undefined;
    },
    look() {
      const [{ state }, of] = [gate, holderOf(gate)];
      if (state.status !== 'active' || of === undefined) return;
      const at = Date.parse(state.checkedAt);
      const isSame = asked?.of === of;
      if (isSame && Math.abs(at - (asked?.at ?? 0)) < LEAST_PAUSE_MS) return;
      asked = { of, at, calls: isSame ? asked?.calls : undefined };
      void ask(asked);
    },
  };
}

/** Keys are counted one by one, and people over all their sign-ins. */
function holderOf({ state, url }: Pick<Gate, 'state' | 'url'>): string | undefined {
  if (state.status !== 'active') return undefined;
  const { key, principal } = state.identity;
  return JSON.stringify([url, key === null ? 'principal' : 'key', key?.id ?? principal.id]);
}
