// Writes the vectors anew: node --conditions=@wicketgate/source test/vectors/write.mjs
import { writeFile } from 'node:fs/promises';
import { makeVectors } from './make.ts';

const { files, answers } = await makeVectors();
const write = (name, text) => writeFile(new URL(name, import.meta.url), text);
for (const [name, text] of files) await write(name, text);
await write('answers.json', `${JSON.stringify(answers, undefined, 2)}\n`);
