import type { Asked } from '../../src/command.ts';
import type { Figure } from '../../src/figure.ts';
import { readToolSets, type ToolSet } from '../../src/tool-sets.ts';
import { type Finder, withWordTable } from './finders.ts';
import { readOwnSet } from './own-set.ts';
import { qualityFigures } from './quality.ts';
import { speedFigures } from './speed.ts';
import { tokenFigures } from './tokens.ts';

/** Of each set in the folder that was named, by default of our own requests over real servers' tools. */
export async function figures({ operand, options }: Asked): Promise<Figure[]> {
  if (operand !== undefined && options.has('--locked'))
    throw new TypeError('Only our own requests have a locked part.');
  const part = options.has('--locked') ? 'locked' : 'open';
  const sets = operand === undefined ? [await readOwnSet(part)] : await readToolSets(operand);
  const table = await withWordTable();
  const figuresOfSets: Figure[] = [];
  // One after the other: what is measured at the same time is measured wrongly.
  for (const set of sets) figuresOfSets.push(...(await figuresOf(set, table)));
  return figuresOfSets;
}

async function figuresOf(set: ToolSet, table: Finder | undefined): Promise<Figure[]> {
  const quality = await qualityFigures(set, table);
  const figures = [...quality, ...(await speedFigures(set, table)), ...(await tokenFigures(set))];
  return figures.map((figure) => ({ ...figure, figure: `${set.name}: ${figure.figure}` }));
}
