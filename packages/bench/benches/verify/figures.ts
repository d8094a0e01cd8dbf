import type { Figure } from '../../src/figure.ts';
import { knownKeyFigures, newKeyFigures, rejectFigures } from './in-process.ts';
import { hotKeyFigures, requestFigures, storeFigures } from './over-app.ts';
import { withRoom } from './room.ts';

const MEASUREMENTS = [rejectFigures, knownKeyFigures, newKeyFigures, requestFigures, hotKeyFigures, storeFigures];

/** Every figure of checking a key, ours and the peers' from one run, one measurement after another. */
export function figures(): Promise<Figure[]> {
  return withRoom(async (room) => {
    const all: Figure[] = [];
    for (const measure of MEASUREMENTS) all.push(...(await measure(room)));
    return all;
  });
}
