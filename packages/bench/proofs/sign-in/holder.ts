// A process of its own that is signed in: asks the gateway who it is, over and over, with whatever token the shared sign-in has.
// Says one line of JSON for each call, and one when it is signed out.
import { writeSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { createGatewayClient, WicketgateError } from '@wicketgate/core';
import { createSession } from '@wicketgate/core/auth';
import type { HolderWord } from './hearsay.ts';
import { openStore, type StoreKind } from './shared-store.ts';

const PAUSE_MS = 400;

const [url = '', kind = '', folder = ''] = process.argv.slice(2);
const masterKey = process.env['WICKETGATE_MASTER_KEY'] ?? '';
const store = openStore({ kind: kind as StoreKind, folder, masterKey });
const session = createSession({ url, clientId: 'wicketgate-cli', store });
session.onChange((change) => {
  if (change.kind === 'signed_out') say({ kind: 'signed_out', because: change.because });
});
const client = createGatewayClient({ url, credential: session });

// Nobody listens any more.
process.stdin.resume().once('end', () => process.exit());

for (;;) {
  say(await ask());
  await setTimeout(PAUSE_MS);
}

async function ask(): Promise<HolderWord> {
  const askedAt = Date.now();
  const begun = performance.now();
  try {
    if ((await session.credential()) === undefined) return { kind: 'signed_out', because: 'nothing stored' };
    const waitedMs = performance.now() - begun;
    await client.auth.me();
    return { kind: 'answered', askedAt, waitedMs };
  } catch (error) {
    const code = WicketgateError.isInstance(error) ? error.code : String(error);
    return { kind: 'failed', askedAt, code };
  }
}

/** Written at once: whoever is killed has said what it has seen. */
function say(word: HolderWord): void {
  writeSync(1, `${JSON.stringify(word)}\n`);
}
