import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Decrypter } from 'age-encryption';
import { describe, expect, it } from 'vitest';
import { parseDocument } from '../src/rules/document.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { AGE_IDENTITY, type Answer, makeVectors } from './vectors/make.ts';

const pathOf = (name: string) => fileURLToPath(new URL(`vectors/${name}`, import.meta.url));
const textOf = (name: string) => readFileSync(pathOf(name), 'utf8');
const answers = JSON.parse(textOf('answers.json')) as Answer[];
const READER = pathOf('read.mjs');

interface Reading {
  readonly code: number;
  readonly output: string;
}

/** Runs the independent reader in a process of its own. */
function read(file: string, { kind, key, place }: Omit<Answer, 'file' | 'secrets'>): Promise<Reading> {
  const args = [READER, file, kind, ...(place ? [place.path, place.name] : [])];
  return new Promise((resolve) => {
    const child = execFile(process.execPath, args, (error, output) => {
      resolve({ code: error === null ? 0 : 1, output });
    });
    child.stdin?.end(key);
  });
}

/** The data key of the vector with an age wrap, opened by the library of age's author. */
async function dataKeyOfAge(): Promise<string> {
  const parsed = parseDocument(textOf('age.json'));
  const wrap = parsed.ok ? parsed.document.wraps.find(({ kind }) => kind === 'age') : undefined;
  const decrypter = new Decrypter();
  decrypter.addIdentity(AGE_IDENTITY);
  return Buffer.from(await decrypter.decrypt(Buffer.from(wrap?.key ?? '', 'base64url'))).toString('base64url');
}

/** What opens a vector for the reader. */
async function keyFor(answer: Answer): Promise<Omit<Answer, 'file' | 'secrets'>> {
  return answer.kind === 'age' ? { kind: 'data-key', key: await dataKeyOfAge() } : answer;
}

/** Another character of the same alphabet at a place of a text. */
function withOtherCharacter(text: string, at: number): string {
  const other = { A: 'B', '0': '1' }[text[at] ?? ''] ?? (/\d/.test(text[at] ?? '') ? '0' : 'A');
  return `${text.slice(0, at)}${other}${text.slice(at + 1)}`;
}

/** age draws keys of its own, and the MAC covers what they made. */
function withoutChance(name: string, text: string): string {
  if (name !== 'age.json') return text;
  return text.replace(/("recipient": .*\n\s*"key": ").*/, '$1').replace(/("mac": ").*/, '$1');
}

describe('the known answers', () => {
  it('are the very bytes that the package writes', async () => {
    const made = await makeVectors();
    expect(made.answers).toEqual(answers);
    for (const [name, text] of made.files) expect(withoutChance(name, text)).toBe(withoutChance(name, textOf(name)));
  });

  it.each(answers)('in $file are read by a program that knows nothing but the format', async (answer) => {
    const { code, output } = await read(pathOf(answer.file), await keyFor(answer));
    expect({ code, secrets: JSON.parse(output) as unknown }).toEqual({ code: 0, secrets: answer.secrets });
  });

  it('with two wraps are read by the other of them as well', async () => {
    const [age, master] = ['age.json', 'master-key.json'].map((name) => answers.find(({ file }) => file === name));
    const { output } = await read(pathOf('age.json'), { kind: 'master-key', key: master?.key ?? '' });
    expect(JSON.parse(output)).toEqual(age?.secrets);
  });

  it('hold what an old and a new write of a name look like', () => {
    const parsed = parseDocument(textOf('master-key.json'));
    const entries = parsed.ok
      ? parsed.document.secrets.map(({ name, version, updated }) => [name, version, updated])
      : [];
    const [before, after] = [Date.UTC(2026, 0, 1), Date.UTC(2026, 0, 2)];
    expect(entries).toEqual([
      ['LONG_VALUE', 1, before],
      ['TOKEN', 2, after],
      ['Zeta', 1, before],
      ['alpha.unicode-1', 1, before],
    ]);
    expect(parsed.ok && parsed.document.index.counter).toBe(3);
  });

  it.each(['master-key.json', 'keyring.json', 'envelope.txt'])(
    'in %s are refused with one byte changed anywhere',
    async (name) => {
      const answer = answers.find(({ file }) => file === name);
      if (answer === undefined) throw new Error('There is no such vector.');
      const folder = await temporaryFolder();
      const text = textOf(name);
      const places = Array.from({ length: 12 }, (_, at) => Math.floor(((at + 0.5) * text.length) / 12));
      for (const at of places) {
        const file = join(folder, String(at));
        await writeFile(file, withOtherCharacter(text, at));
        expect({ at, ...(await read(file, answer)) }).toEqual({ at, code: 1, output: '' });
      }
    },
  );

  it('are read by a program that is short and takes nothing but cryptography and files', () => {
    const lines = textOf('read.mjs').trimEnd().split('\n');
    expect(lines.length).toBeLessThan(80);
    const imports = lines.filter((line) => /\bimport\b|\brequire\b/.test(line));
    expect(imports.map((line) => /'(.*)'/.exec(line)?.[1])).toEqual(['node:crypto', 'node:fs']);
  });
});
