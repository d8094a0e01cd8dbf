import { rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { SIGNALS } from '../../mcp-client/src/rules/search/signals.ts';
import { readCatalogue, readOwnSet } from '../benches/tools/own-set.ts';
import { readToolSets } from '../src/tool-sets.ts';
import {
  type Judgement,
  leftOutJudgements,
  openJudgements,
  ownJudgements,
  readWishes,
  sharedJudgements,
} from './examples.ts';
import { quantile, scoresFromOutside } from './folds.ts';
import { fitLogistic } from './logistic.ts';
import { leaningsModule, withoutRareWords } from './leanings.ts';

const PENALTY = 1;
/** Of our own open requests that a server serves, the shares that are tried to be lost. */
const SHARES = [0.005, 0.01, 0.015, 0.02, 0.03, 0.04];
const LEANINGS = path.resolve(import.meta.dirname, '../../mcp-client/src/rules/search/leaning-words.ts');
/** Of the requests that nothing serves, the share that is answered with confidence. */
const CONFIDENT = 0.03;

async function readJudgements(folder: string): Promise<Judgement[]> {
  const tools = await readCatalogue();
  const own = { tools, served: await readWishes('served'), unserved: await readWishes('unserved') };
  const shared = sharedJudgements(await readToolSets(folder), tools);
  const open = [...openJudgements(await readOwnSet('open')), ...openJudgements(await readOwnSet('former'))];
  return [...ownJudgements(own), ...open, ...leftOutJudgements(own), ...shared];
}

/** Of each set, the share below a threshold, by models that saw none of its group. */
function rowsOf(judgements: readonly Judgement[], scores: readonly number[]): string[] {
  const of = (set: string) => scores.filter((_, at) => judgements[at]?.set === set);
  const thresholds = SHARES.map((share) => quantile(of('open'), share));
  const heading = ['threshold', ...thresholds.map((value) => value.toFixed(2))].join('\t');
  const sets = [...new Set(judgements.map(({ set }) => set))];
  const rows = sets.map((set) => {
    const own = of(set);
    const shares = thresholds.map((threshold) => own.filter((score) => score < threshold).length / own.length);
    return [`${set} (${own.length})`, ...shares.map((share) => share.toFixed(3))].join('\t');
  });
  const confident = quantile(of('unserved'), 1 - CONFIDENT).toFixed(2);
  return [heading, ...rows, `answered with confidence from\t${confident}`];
}

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('Which folder holds the shared sets?');
const judgements = withoutRareWords(await readJudgements(folder));
process.stdout.write(`${rowsOf(judgements, scoresFromOutside(judgements, PENALTY)).join('\n')}\n\n`);
const { weights, words, bias } = fitLogistic(judgements, PENALTY);
SIGNALS.forEach((name, at) => process.stdout.write(`  ${name}: ${(weights[at] ?? 0).toFixed(2)},\n`));
process.stdout.write(`bias ${bias.toFixed(2)}\n`);
await writeFile(`${LEANINGS}.new`, leaningsModule(words));
await rename(`${LEANINGS}.new`, LEANINGS);
