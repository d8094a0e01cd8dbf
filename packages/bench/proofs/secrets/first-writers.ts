import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { atLeast, atMost, type Figure, figureOf } from '../../src/figure.ts';
import { storedValue } from './order.ts';
import { makeProofPlace, type ProofFile } from './proof-file.ts';

const COMMAND = path.resolve(import.meta.dirname, '../../../cli/dist/bin.js');

export const FIRST_WRITERS = 20;
/** Enough for each to load, to find no file, and to wait for its value before the first of them gets one. */
const LOADING_MS = 10_000;

/** The built command stores one secret in each of many processes, where no file is yet: they all want to make it. */
export async function firstWriters(): Promise<Figure[]> {
  const place = await makeProofPlace();
  try {
    const names = Array.from({ length: FIRST_WRITERS }, (_, at) => `FIRST_${at}`);
    const writers = names.map((name) => ({ name, child: startCommand(name, place) }));
    const ended = writers.map(async ({ child }) => ((await once(child, 'exit')) as [number | null])[0]);
    await setTimeout(LOADING_MS);
    for (const { name, child } of writers) child.stdin?.end(storedValue(name));
    const codes = await Promise.all(ended);
    const values = await place.readAll();
    return figuresOf({
      stored: names.filter((name) => values.get(name) === storedValue(name)).length,
      failed: codes.filter((code) => code !== 0).length,
      leftovers: (await place.leftovers()).length,
    });
  } finally {
    await place.remove();
  }
}

/** Without a session bus: a keyring of this machine is not asked. */
function startCommand(name: string, { file, folder, masterKey }: ProofFile): ChildProcess {
  const words = ['secrets', 'set', name, '--stdin', '--quiet', '--environment', 'proof', '--file', file];
  const env = {
    PATH: process.env['PATH'],
    WICKETGATE_CONFIG_DIR: path.join(folder, 'settings'),
    WICKETGATE_MASTER_KEY: masterKey,
    DBUS_SESSION_BUS_ADDRESS: `unix:path=${path.join(folder, 'no-bus')}`,
  };
  const child = spawn(process.execPath, [COMMAND, ...words], {
    cwd: folder,
    env,
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  // It may be gone before it reads its value.
  child.stdin.on('error', () => undefined);
  return child;
}

interface Outcome {
  readonly stored: number;
  readonly failed: number;
  readonly leftovers: number;
}

function figuresOf({ stored, failed, leftovers }: Outcome): Figure[] {
  return [
    figureOf({
      figure: 'first writes at once that were stored',
      unit: 'secrets',
      goal: atLeast(FIRST_WRITERS),
      ours: stored,
    }),
    figureOf({ figure: 'first writers that failed', unit: 'processes', goal: atMost(0), ours: failed }),
    figureOf({ figure: 'files left behind by first writers', unit: 'files', goal: atMost(0), ours: leftovers }),
  ];
}
