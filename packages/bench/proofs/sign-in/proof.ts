import { DatabaseSync } from 'node:sqlite';
import { OAUTH_PATHS } from '@wicketgate/contract';
import type { Figure } from '../../src/figure.ts';
import { type BuiltGateway, startBuiltGateway } from '../verify-load/built-gateway.ts';
import { harassCrowd, HOLDERS, ROUNDS, type Seen } from './crowd.ts';
import { figuresOf, type Kept } from './figures.ts';
import { type SharedSignIn, signInShared } from './shared-sign-in.ts';
import type { StoreKind } from './shared-store.ts';

export const what =
  `${HOLDERS} processes with the built package share one sign-in, once in an encrypted file and once in a plain one, and ask the built\n` +
  `gateway who they are without pause. Access tokens live for one second, until the sign-in was refreshed ${ROUNDS} times. Meanwhile\n` +
  'processes are killed (SIGKILL) at moments of chance, every second time while one of them refreshes, and replaced; the\n' +
  'gateway is stopped once, killed once, and away for five seconds once. The store is read ten times a second.';

/** All processes have one address, and a token that ends on its way counts as refused there. */
const SETTINGS = { WICKETGATE_ACCESS_TOKEN_TTL: '1', WICKETGATE_PREAUTH_LIMIT: '999999/1/999999' };

export async function prove(): Promise<Figure[]> {
  return [...(await proveWith('file')), ...(await proveWith('plain'))];
}

async function proveWith(kind: StoreKind): Promise<Figure[]> {
  const gateway = await startBuiltGateway(SETTINGS);
  try {
    const signIn = await signInShared(gateway, kind);
    try {
      const seen = await harassCrowd(gateway, signIn);
      explain(seen);
      return figuresOf(kind, seen, await keptOf(gateway, signIn));
    } finally {
      await signIn.remove();
    }
  } finally {
    await gateway.stop();
  }
}

async function keptOf(gateway: BuiltGateway, signIn: SharedSignIn): Promise<Kept> {
  const acts = actsIn(gateway.databaseFile);
  const answers = await gateway.answers(OAUTH_PATHS.token, 200);
  const first = acts.get('session.create') ?? 0;
  return {
    alive: await signIn.alive(),
    // A gateway that was killed may have refreshed and not answered.
    givenAgain: Math.max(0, answers - first - (acts.get('session.refresh') ?? 0)),
    reuses: acts.get('session.reuse') ?? 0,
  };
}

/** How often each act stands in the audit trail. */
function actsIn(file: string): ReadonlyMap<string, number> {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const rows = database.prepare('select action, count(*) as acts from audit_log group by action').all();
    return new Map(rows.map(({ action, acts }) => [String(action), Number(acts)]));
  } finally {
    database.close();
  }
}

/** What a table has no room for. */
function explain({ hearsay, watch }: Seen): void {
  const reasons = { failed: hearsay.failed, 'signed out': hearsay.signedOut, torn: watch.torn };
  for (const [what, counts] of Object.entries(reasons)) {
    for (const [why, times] of counts) process.stderr.write(`${times} times ${what}: ${why}\n`);
  }
}
