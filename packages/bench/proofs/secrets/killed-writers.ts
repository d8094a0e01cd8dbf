import { randomInt } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { atLeast, atMost, type Figure, figureOf } from '../../src/figure.ts';
import { judgeAfterKill } from './after-kill.ts';
import { makeProofFile, type ProofFile } from './proof-file.ts';
import { startWriter } from './writer-process.ts';

export const KILLS = 100;
/** Longer than several writes, and shorter than would leave the first of them unmet. */
const LONGEST_LIFE_MS = 200;
const NAMES = ['ALPHA', 'BETA', 'GAMMA'];

/** One writer after the other is killed at a moment of chance, and the file read as a new process reads it. */
export async function killedWriters(): Promise<Figure[]> {
  const room = await makeProofFile(new Map(NAMES.map((name) => [name, '0'])));
  const counts = { kills: 0, midWrite: 0, unreadable: 0, neither: 0, rounds: 0 };
  try {
    for (let said = 0; counts.kills < KILLS; counts.kills++) {
      const killed = await killOnce(room, said);
      if ((await room.lockHolder()) === killed.pid) counts.midWrite++;
      const values = await room.readAll().catch(() => undefined);
      if (values === undefined) {
        counts.unreadable++;
        break;
      }
      const { round, isOldOrNew } = judgeAfterKill(values, { names: NAMES, said: killed.said });
      if (!isOldOrNew) counts.neither++;
      said = round ?? killed.said;
      counts.rounds = said;
    }
    // A file that does not open lets nobody write.
    if (counts.unreadable === 0) await writeOnceMore(room, counts.rounds);
    return figuresOf({ ...counts, leftovers: (await room.leftovers()).length });
  } finally {
    await room.remove();
  }
}

interface Killed {
  readonly pid: number | undefined;
  /** The last round that the writer said it had written. */
  readonly said: number;
}

async function killOnce({ file, masterKey }: ProofFile, before: number): Promise<Killed> {
  const writer = await startWriter({ kind: 'rounds', file, names: NAMES, from: before + 1 }, masterKey);
  writer.begin();
  await setTimeout(randomInt(LONGEST_LIFE_MS));
  writer.kill();
  if ((await writer.ended) !== null) throw new Error('A writer ended before it was killed.');
  return { pid: writer.pid, said: Number(writer.lines.slice(1).at(-1) ?? before) };
}

/** The next writer clears away what the killed ones left. */
async function writeOnceMore({ file, masterKey }: ProofFile, round: number): Promise<void> {
  const writer = await startWriter({ kind: 'store', file, names: ['LAST'] }, masterKey);
  writer.begin();
  if ((await writer.ended) !== 0) throw new Error(`No writer could go on after round ${round}.`);
}

interface Outcome {
  readonly kills: number;
  readonly midWrite: number;
  readonly unreadable: number;
  readonly neither: number;
  readonly rounds: number;
  readonly leftovers: number;
}

function figuresOf({ kills, midWrite, unreadable, neither, rounds, leftovers }: Outcome): Figure[] {
  return [
    figureOf({ figure: 'writers killed', unit: 'kills', goal: atLeast(KILLS), ours: kills }),
    figureOf({ figure: 'of them while they held the lock', unit: 'kills', goal: atLeast(KILLS / 2), ours: midWrite }),
    figureOf({ figure: 'rounds written meanwhile', unit: 'rounds', goal: atLeast(KILLS), ours: rounds }),
    figureOf({ figure: 'files that did not open', unit: 'files', goal: atMost(0), ours: unreadable }),
    figureOf({ figure: 'files neither old nor new', unit: 'files', goal: atMost(0), ours: neither }),
    figureOf({ figure: 'files left behind by killed writers', unit: 'files', goal: atMost(0), ours: leftovers }),
  ];
}
