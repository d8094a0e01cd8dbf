import type { Figure } from '../../src/figure.ts';
import { FIRST_WRITERS, firstWriters } from './first-writers.ts';
import { KILLS, killedWriters } from './killed-writers.ts';
import { manyWriters, NAMES_EACH, WRITERS } from './many-writers.ts';

export const what =
  `${WRITERS} processes with the built package write ${NAMES_EACH} secrets each to one file, all from the same moment on. Then a writer that\n` +
  `rewrites three secrets without pause, and replaces the data key every fourth time, is killed (SIGKILL) at ${KILLS} moments of\n` +
  `chance, and the file read each time. Before them ${FIRST_WRITERS} processes of the built command store one secret each at once, where\n` +
  'there is no file yet.';

export async function prove(): Promise<Figure[]> {
  return [...(await firstWriters()), ...(await manyWriters()), ...(await killedWriters())];
}
