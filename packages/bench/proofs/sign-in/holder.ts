// A process of its own that is signed in: asks the gateway who it is, over and over, with whatever token the shared sign-in has.
// Says `answered` after each answer, `signed out` when it is, and `failed CODE` for a call that got none.
import { writeSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { createGatewayClient, WicketgateError } from '@wicketgate/core';
import { createSession } from '@wicketgate/core/auth';
import { openStore } from './shared-store.ts';

const PAUSE_MS = 400;

const [url = '', folder = ''] = process.argv.slice(2);
const store = openStore({ folder, masterKey: process.env['WICKETGATE_MASTER_KEY'] ?? '' });
const session = createSession({ url, clientId: 'wicketgate-cli', store });
session.onChange(({ kind }) => {
  if (kind === 'signed_out') say('signed out');
});
const client = createGatewayClient({ url, credential: session });

// Nobody listens any more.
process.stdin.resume().once('end', () => process.exit());

for (;;) {
  say(await ask());
  await setTimeout(PAUSE_MS);
}

async function ask(): Promise<string> {
  try {
    if ((await session.credential()) === undefined) return 'signed out';
    await client.auth.me();
    return 'answered';
  } catch (error) {
    return `failed ${WicketgateError.isInstance(error) ? error.code : String(error)}`;
  }
}

/** Written at once: whoever is killed has said what it has seen. */
function say(line: string): void {
  writeSync(1, `${line}\n`);
}
