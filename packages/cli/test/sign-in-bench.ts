import type { FakeGateway, Person } from '@wicketgate/testing';
import { type Bench, createBench, type RunOptions, type RunResult } from './cli-harness.ts';
import { type FakeKeyring, fakeKeyring } from './keyrings.ts';

export const DEV: Person = {
  principal: { id: 'corp:dev', email: 'dev@example.com', name: 'Dev' },
  tier: 'pro',
  scopes: ['tools:call'],
};

const USER_CODE = /[B-DF-HJ-NP-TV-XZ]{4}-[B-DF-HJ-NP-TV-XZ]{4}/;

/** Somebody who types the code once it is shown, and does with it what is said. */
export function whenCodeIsShown(act: (userCode: string) => void): NonNullable<RunOptions['meanwhile']> {
  let done = false;
  return ({ stdout, stderr }) => {
    const [userCode] = USER_CODE.exec(stdout + stderr) ?? [];
    if (done || userCode === undefined) return;
    done = true;
    act(userCode);
  };
}

export function approving(gateway: FakeGateway, person: Person = DEV): NonNullable<RunOptions['meanwhile']> {
  return whenCodeIsShown((userCode) => {
    gateway.signIn.approve(userCode, person);
  });
}

export interface SignInBench extends Bench {
  readonly keyring: FakeKeyring;
  /** Signs in by code as `DEV`, or as somebody else, with the keyring and without a key. */
  readonly login: (argv?: readonly string[], person?: Person) => Promise<RunResult>;
  /** Runs with the keyring and without a key in the environment. */
  readonly runSignedIn: (argv: readonly string[], options?: RunOptions) => Promise<RunResult>;
}

export function createSignInBench(): SignInBench {
  const bench = createBench();
  const keyring = fakeKeyring();
  const runSignedIn = (argv: readonly string[], options: RunOptions = {}) =>
    bench.run(argv, { key: null, keyring, ...options });
  return {
    ...bench,
    keyring,
    runSignedIn,
    login: (argv = [], person = DEV) =>
      runSignedIn(['login', '--device', ...argv], { meanwhile: approving(bench.gateway, person) }),
  };
}

/** What the keyring holds of sign-ins. */
export function tokenRecords({ entries }: FakeKeyring): readonly string[] {
  return [...entries].filter(([account]) => account.startsWith('token:')).map(([, record]) => record);
}
