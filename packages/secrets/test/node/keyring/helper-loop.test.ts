import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { type KeyringEntry, serveKeyring } from '../../../src/node/keyring/helper-loop.ts';

interface Served {
  readonly opened: readonly (readonly unknown[])[];
  readonly ended: () => number;
  readonly input: PassThrough;
  readonly ask: (request: object) => Promise<unknown>;
}

/** The loop of the helper over a module of which every entry is the one given. */
function serve(entry: Partial<KeyringEntry>): Served {
  const input = new PassThrough();
  const output = new PassThrough({ encoding: 'utf8' });
  const opened: unknown[][] = [];
  let ended = 0;
  const AsyncEntry = function (...words: unknown[]) {
    opened.push(words);
    return entry;
  } as unknown as new () => KeyringEntry;
  serveKeyring({
    input,
    output,
    load: () => Promise.resolve({ AsyncEntry }),
    uniqueName: () => 'unique',
    end: () => {
      ended += 1;
    },
  });
  const ask = async (request: object) => {
    input.write(`${JSON.stringify(request)}\n`);
    const [line] = (await once(output, 'data')) as [string];
    return JSON.parse(line) as unknown;
  };
  return { opened, ended: () => ended, input, ask };
}

const bytes = (text: string) => [...Buffer.from(text)];
const PROBE = { id: 1, do: 'probe', service: 's' };

describe('The helper', () => {
  it('names the store, so that the module falls back to none', async () => {
    const { ask, opened } = serve({ getSecret: () => Promise.resolve(null) });
    expect(await ask({ id: 7, do: 'get', service: 's', account: 'a' })).toEqual({ id: 7, ok: true, value: null });
    expect(opened).toEqual([['s', 'a', { linux: { store: 'secret-service' } }]]);
  });

  it('probes at an account of its own, and leaves nothing there', async () => {
    let stored: number[] | undefined;
    const { ask, opened } = serve({
      setSecret: (secret) => Promise.resolve(void (stored = [...secret])),
      getSecret: () => Promise.resolve(stored ?? null),
      deleteCredential: () => {
        stored = undefined;
        return Promise.resolve(true);
      },
    });
    expect(await ask(PROBE)).toEqual({ id: 1, ok: true, value: null });
    expect(opened[0]?.[1]).toBe('probe:unique');
    expect(stored).toBeUndefined();
  });

  it.each([
    { flaw: 'forgets it', found: null, deleted: true, text: 'what was stored was not there.' },
    { flaw: 'changes it', found: bytes('other'), deleted: true, text: 'what was stored came back as something else.' },
    {
      flaw: 'keeps it for good',
      found: bytes('wicketgate'),
      deleted: false,
      text: 'what was stored could not be deleted.',
    },
  ])('finds out that a store $flaw', async ({ found, deleted, text }) => {
    const { ask } = serve({
      setSecret: () => Promise.resolve(),
      getSecret: () => Promise.resolve(found),
      deleteCredential: () => Promise.resolve(deleted),
    });
    expect(await ask(PROBE)).toEqual({ id: 1, ok: false, step: 'compare', text });
  });

  it('answers an error with its text, cut where it is long', async () => {
    const { ask } = serve({ getSecret: () => Promise.reject(new Error('x'.repeat(3_000))) });
    const answer = await ask({ id: 1, do: 'get', service: 's', account: 'a' });
    expect(answer).toEqual({ id: 1, ok: false, step: 'use', text: 'x'.repeat(2_000) });
  });

  it.each(['nonsense\n', `${'x'.repeat(600_000)}\n`])('ends when it does not understand', (text) => {
    const { input, ended } = serve({});
    input.write(text);
    return expect.poll(ended).toBe(1);
  });

  it('ends with its input, also while a call hangs', async () => {
    const { input, ended } = serve({ getSecret: () => new Promise(() => undefined) });
    input.write(`${JSON.stringify({ id: 1, do: 'get', service: 's', account: 'a' })}\n`);
    input.end();
    await expect.poll(ended).toBe(1);
  });
});
