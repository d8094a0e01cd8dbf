// A process of its own that writes to a file of secrets with the built package. Reads one line before it begins, and
// says a line when it is ready and after each round.
import { once } from 'node:events';
import { writeSync } from 'node:fs';
import { Secret, systemClock } from '@wicketgate/core';
import { createSecretFile, type SecretFile } from '@wicketgate/secrets/node';
import { isRotation, type RoundsOrder, storedValue, type WriterOrder } from './order.ts';

const LOCK_WAIT_MS = 300_000;

const order = JSON.parse(process.argv[2] ?? '') as WriterOrder;
const file = createSecretFile({
  ...{ file: order.file, path: 'proof', clock: systemClock, lockWaitMs: LOCK_WAIT_MS },
  keys: { masterKey: new Secret(process.env['WICKETGATE_MASTER_KEY'] ?? '') },
  random: (bytes) => crypto.getRandomValues(bytes),
});
await file.unlock();
say('ready');
await once(process.stdin, 'data');
process.stdin.unref();
if (order.kind === 'rounds') await writeRounds(file, order);
else for (const name of order.names) await file.put(name, new Secret(storedValue(name)));
await file.close();

async function writeRounds(to: SecretFile, { names, from }: RoundsOrder): Promise<void> {
  for (let round = from; ; round++) {
    const value = new Secret(String(round));
    await to.putAll(new Map(names.map((name) => [name, value])));
    say(String(round));
    if (isRotation(round)) await to.rotate({ dataKey: true });
  }
}

/** At once: whoever is killed has said what it had done. */
function say(line: string): void {
  writeSync(1, `${line}\n`);
}
