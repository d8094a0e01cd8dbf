import { atLeast, atMost, type Figure, figureOf } from '../../src/figure.ts';
import { storedValue } from './order.ts';
import { makeProofFile } from './proof-file.ts';
import { startWriter, type WriterProcess } from './writer-process.ts';

export const WRITERS = 50;
export const NAMES_EACH = 4;
/** That many start at the same time: they need memory of their own while they load. */
const START_TOGETHER = 5;

/** Every process stores names of its own in one file, all from the same moment on. */
export async function manyWriters(): Promise<Figure[]> {
  const room = await makeProofFile(new Map([['FIRST', storedValue('FIRST')]]));
  try {
    const names = Array.from({ length: WRITERS }, (_, writer) => namesOf(writer));
    const before = await room.writes();
    const writers = await startAll(names.map((own) => () => start(room, own)));
    const begin = performance.now();
    for (const writer of writers) writer.begin();
    const codes = await Promise.all(writers.map(({ ended }) => ended));
    const seconds = (performance.now() - begin) / 1_000;
    const values = await room.readAll();
    const lost = ['FIRST', ...names.flat()].filter((name) => values.get(name) !== storedValue(name));
    return figuresOf({
      failed: codes.filter((code) => code !== 0).length,
      writes: (await room.writes()) - before,
      lost: lost.length,
      leftovers: (await room.leftovers()).length,
      seconds,
    });
  } finally {
    await room.remove();
  }
}

function namesOf(writer: number): string[] {
  return Array.from({ length: NAMES_EACH }, (_, at) => `WRITER_${writer}_NAME_${at}`);
}

function start({ file, masterKey }: { file: string; masterKey: string }, names: readonly string[]) {
  return startWriter({ kind: 'store', file, names }, masterKey);
}

async function startAll(starts: readonly (() => Promise<WriterProcess>)[]): Promise<WriterProcess[]> {
  const started: WriterProcess[] = [];
  for (let at = 0; at < starts.length; at += START_TOGETHER) {
    started.push(...(await Promise.all(starts.slice(at, at + START_TOGETHER).map((begin) => begin()))));
  }
  return started;
}

interface Outcome {
  readonly failed: number;
  readonly writes: number;
  readonly lost: number;
  readonly leftovers: number;
  readonly seconds: number;
}

function figuresOf({ failed, writes, lost, leftovers, seconds }: Outcome): Figure[] {
  const expected = WRITERS * NAMES_EACH;
  return [
    figureOf({ figure: 'writes by all processes', unit: 'writes', goal: atLeast(expected), ours: writes }),
    figureOf({ figure: 'secrets lost', unit: 'secrets', goal: atMost(0), ours: lost }),
    figureOf({ figure: 'processes that failed', unit: 'processes', goal: atMost(0), ours: failed }),
    figureOf({ figure: 'files left behind by many writers', unit: 'files', goal: atMost(0), ours: leftovers }),
    figureOf({ figure: 'time of all writes', unit: 's', goal: atMost(120), ours: seconds }),
  ];
}
