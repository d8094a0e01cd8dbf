import type { Person } from '@wicketgate/testing';
import { MESSAGES } from '../../src/words/messages.ts';
import { createGateWorld, type GateWindow, type GateWorld, type WindowChange, type WorldChange } from './gate-world.ts';

const CLIENT = 'wicketgate-vscode';
export const REDIRECT = 'vscode://wicketgate.wicketgate/signed-in';
export const DEV: Person = {
  principal: { id: 'sso:dev', email: 'dev@example.com', name: 'Dev' },
  tier: 'pro',
  scopes: ['tools:call', 'releases:read'],
};

export interface SignInWorld extends GateWorld {
  /** Opens a window of an extension that has an id at the gateway, and rests. */
  openSignIn(change?: WindowChange): Promise<GateWindow>;
  /** Begins a sign-in by a code, and answers the code that the person sees. */
  beginCode(window: GateWindow): Promise<string>;
  /** Signs a person in by a code. */
  signInByCode(window: GateWindow, person?: Person): Promise<void>;
}

/** A machine with a gateway at which people sign in without a key. */
export function createSignInWorld(change: WorldChange = {}): SignInWorld {
  const world = createGateWorld(change);
  const beginCode = async (window: GateWindow) => {
    const before = window.dialogue.decisions.length;
    window.dialogue.take(MESSAGES.byCode, MESSAGES.openPage);
    void window.engine.run('signIn');
    await world.until(() => window.dialogue.decisions.length > before);
    await world.rest();
    return /[A-Z]{4}-[A-Z]{4}/.exec(window.dialogue.decisions.at(-1)?.text ?? '')?.[0] ?? '';
  };
  return {
    ...world,
    beginCode,
    openSignIn: async ({ options, ...rest } = {}) => {
      const window = world.open({ ...rest, options: { clientId: CLIENT, ...options } });
      await world.rest();
      return window;
    },
    signInByCode: async (window, person = DEV) => {
      world.gateway.signIn.approve(await beginCode(window), person);
      await world.advance(5_000);
      await world.until(() => window.status === 'active');
      await world.rest();
    },
  };
}

/** All that outlives the windows, as one text. */
export async function keptText({ host, notes, ledger, memento }: GateWorld): Promise<string> {
  return JSON.stringify([[...(await host.kept())], [...notes.notes], [...ledger.notes], [...memento.values]]);
}
