import type { TestContext } from 'vitest';
import type { SignedIn, Wire } from './wire.ts';

type KeyMembers = Parameters<Wire['createKey']>[0];

/** Signs in with a new key of these members. Skips the test where nobody can. */
export async function signIn(wire: Wire, context: TestContext, members: KeyMembers = {}): Promise<SignedIn> {
  const start = wire.subject.signIn?.bind(wire.subject);
  if (!start) return context.skip('this gateway gives the suite no way to sign in');
  return start((await wire.createKey(members)).apiKey);
}
