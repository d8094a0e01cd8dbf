import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Secret, systemClock } from '@wicketgate/core';
import { createSeededRandom } from '@wicketgate/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  ACCOUNT,
  OTHER_ACCOUNT,
  read,
  record,
  tokenStoreContract,
} from '../../../secrets/test/token-store-contract.ts';
import { createTokenFiles } from '../../src/host/token-files.ts';
import type { TokenNotes } from '../../src/ports/token-notes.ts';
import { createEditorTokenStore } from '../../src/services/editor-token-store.ts';
import { newTokensKey } from '../../src/services/token-seal.ts';
import { createMemoryTokenNotes } from '../doubles/memory-token-notes.ts';

const random = createSeededRandom(11);
const KEY = newTokensKey(random);
const open = (notes: TokenNotes, tokensKey = KEY) => createEditorTokenStore({ notes, tokensKey, random });

async function folderOfNotes() {
  const place = await mkdtemp(join(tmpdir(), 'wicketgate-tokens-'));
  onTestFinished(() => rm(place, { recursive: true, force: true }));
  return join(place, 'tokens');
}

describe.each([
  {
    where: 'notes of a host in memory',
    windows: () => {
      const notes = createMemoryTokenNotes();
      return Promise.resolve(() => notes);
    },
  },
  {
    where: 'files of the global storage',
    windows: async () => {
      const folder = await folderOfNotes();
      return () => createTokenFiles({ folder, clock: systemClock });
    },
  },
])('the tokens of a sign-in in $where', ({ windows }) => {
  it.each(tokenStoreContract)('$name', async ({ run }) => {
    const notes = await windows();
    await run({ store: open(notes()), open: () => open(notes()) });
  });
});

describe('a sign-in that is kept', () => {
  it('is sealed: no note holds anything of it, and its name is not its account', async () => {
    const notes = createMemoryTokenNotes();
    await open(notes).save(ACCOUNT, record('{"refresh":"planted"}'));
    const kept = JSON.stringify([...notes.notes]);
    expect(kept).not.toContain('planted');
    expect(kept).not.toContain(btoa('planted').slice(0, 8));
    expect(kept).not.toContain(ACCOUNT);
    expect(kept).not.toContain(KEY.reveal());
  });

  it('is sealed anew each time: the same record is never the same note', async () => {
    const notes = createMemoryTokenNotes();
    const store = open(notes);
    const seen = new Set<string>();
    for (let each = 0; each < 3; each++) {
      await store.save(ACCOUNT, record('same'));
      seen.add(String([...notes.notes.values()]));
    }
    expect(seen.size).toBe(3);
  });

  it('is another one for whoever has another key: two browsers at one machine keep theirs apart', async () => {
    const notes = createMemoryTokenNotes();
    const [here, there] = [open(notes), open(notes, newTokensKey(random))];
    await here.save(ACCOUNT, record('one'));
    expect(await there.load(ACCOUNT)).toBeUndefined();
    await there.save(ACCOUNT, record('two'));
    expect(await read(here)).toBe('one');
    await there.clear(ACCOUNT);
    expect(await read(here)).toBe('one');
  });

  it('is an error when its note is damaged, exchanged or cut off, and not an absent one', async () => {
    const notes = createMemoryTokenNotes();
    const store = open(notes);
    await store.save(ACCOUNT, record('one'));
    const [name = '', note = ''] = [...notes.notes].at(0) ?? [];
    await store.save(OTHER_ACCOUNT, record('two'));
    const other = [...notes.notes].find(([each]) => each !== name)?.[1] ?? '';
    const flipped = note.replace(/"sealed":"(.)/, (_, sign: string) => `"sealed":"${sign === 'A' ? 'B' : 'A'}`);
    for (const spoilt of [flipped, other, note.slice(0, -4), '', 'null', note.replace('"v":1', '"v":2')]) {
      notes.notes.set(name, spoilt);
      await expect(store.load(ACCOUNT)).rejects.toMatchObject({ code: 'corrupt_record' });
    }
    await store.save(ACCOUNT, record('anew'));
    expect(await read(store)).toBe('anew');
  });

  it('takes no key but one of 256 bits', () => {
    const notes = createMemoryTokenNotes();
    for (const key of ['', 'short', 'A'.repeat(42), 'A'.repeat(44), `${'A'.repeat(42)}*`]) {
      expect(() => open(notes, new Secret(key || ' '))).toThrow(TypeError);
    }
  });

  it('is a file of its owner in a folder of its owner, and leaves no lock behind', async ({ skip }) => {
    const folder = await folderOfNotes();
    const store = open(createTokenFiles({ folder, clock: systemClock }));
    await store.exclusively(ACCOUNT, () => store.save(ACCOUNT, record('planted')));
    const [name = '', ...rest] = await readdir(folder);
    expect(rest).toEqual([]);
    expect(name).toMatch(/^tokens-[0-9a-f]{64}\.json$/);
    expect(await readFile(join(folder, name), 'utf8')).not.toContain('planted');
    skip(process.platform === 'win32', 'Windows keeps permissions elsewhere');
    const modes = await Promise.all([folder, join(folder, name)].map(async (path) => (await stat(path)).mode & 0o777));
    expect(modes).toEqual([0o700, 0o600]);
  });
});
