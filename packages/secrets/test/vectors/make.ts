import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Secret } from '@wicketgate/core';
import { createFakeClock, createSeededRandom } from '@wicketgate/testing';
import { createSecretFile } from '../../src/node/file/secret-file.ts';
import type { NewWrap } from '../../src/node/file/surface.ts';
import { createEnvelope } from '../../src/services/envelope.ts';
import { createMemoryKeyring } from '../memory-keyring.ts';

/** Keys that open nothing but these vectors. */
const MASTER_KEY = Buffer.from(createSeededRandom(11)(new Uint8Array(32))).toString('base64');
/** The package is given it with each letter with a mark in two parts, as some systems type it; a reader in one. */
const PASSPHRASE = 'fünf wörter über größe';
export const AGE_IDENTITY = 'AGE-SECRET-KEY-1382WD8GZXAW2F0ZG3Y3YWGYDQ22JSSJXAZ7REMDDVFJQAGEEQA6S44KLYW';
const AGE_RECIPIENT = 'age1h80wzwjaezuk29qqgx9hycydxsl5jjrer8wfgg8njjurssa3h94sdekryw';

/** What a reader is given for a vector, and what it must answer. */
export interface Answer {
  readonly file: string;
  /** The wrap that the key belongs to, or `envelope`. */
  readonly kind: string;
  readonly key: string;
  /** Of an envelope: what the text is bound to. */
  readonly place?: { readonly path: string; readonly name: string };
  readonly secrets: Readonly<Record<string, string>>;
}

export interface Vectors {
  /** Texts by file name. */
  readonly files: ReadonlyMap<string, string>;
  readonly answers: readonly Answer[];
}

interface FileCase {
  readonly file: string;
  readonly path: string;
  readonly seed: number;
  readonly wraps: readonly NewWrap[];
}

const FILES: readonly FileCase[] = [
  { file: 'master-key.json', path: 'production', seed: 1, wraps: [{ kind: 'master-key' }] },
  {
    file: 'passphrase.json',
    path: 'development',
    seed: 2,
    wraps: [{ kind: 'passphrase', passphrase: new Secret(PASSPHRASE.normalize('NFD')) }],
  },
  { file: 'keyring.json', path: 'team/app.eu-1', seed: 3, wraps: [{ kind: 'keyring' }] },
  {
    file: 'age.json',
    path: 'staging',
    seed: 4,
    wraps: [{ kind: 'age', recipient: AGE_RECIPIENT }, { kind: 'master-key' }],
  },
];

/** Written first and all at once. */
const FIRST = { Zeta: 'Z', LONG_VALUE: 'x'.repeat(100), 'alpha.unicode-1': 'schlüssel 🔑', TOKEN: 'the first token' };
/** Written after it, so that versions and times differ. */
const LATER = { TOKEN: 'the second token' };

/** The vectors as the package writes them. But for what age draws itself, every byte is the same in every run. */
export async function makeVectors(): Promise<Vectors> {
  const made = [...(await Promise.all(FILES.map(makeFile))), ...(await makeEnvelopes())];
  return {
    files: new Map(made.map(({ answer, text }) => [answer.file, text])),
    answers: made.map(({ answer }) => answer),
  };
}

interface Made {
  readonly answer: Answer;
  readonly text: string;
}

async function makeFile({ file: name, path, seed, wraps }: FileCase): Promise<Made> {
  const folder = await mkdtemp(join(tmpdir(), 'wicketgate-vectors-'));
  try {
    const file = join(folder, name);
    const keyring = createMemoryKeyring();
    const clock = createFakeClock();
    const keys = { masterKey: new Secret(MASTER_KEY), ...(wraps[0]?.kind === 'keyring' && { keyring }) };
    const store = createSecretFile({ file, path, keys, clock, random: createSeededRandom(seed) });
    await store.create(wraps);
    await store.putAll(asSecrets(FIRST));
    await clock.advance(86_400_000);
    await store.putAll(asSecrets(LATER));
    await store.close();
    const kept = [...keyring.entries].find(([account]) => account.startsWith('file:'))?.[1] ?? '';
    const kind = wraps[0]?.kind ?? 'none';
    const keyOf: Readonly<Record<string, string>> = {
      ...{ 'master-key': MASTER_KEY, passphrase: PASSPHRASE },
      ...{ age: AGE_IDENTITY, keyring: kept },
    };
    return {
      answer: { file: name, kind, key: keyOf[kind] ?? '', secrets: { ...FIRST, ...LATER } },
      text: await readFile(file, 'utf8'),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function asSecrets(values: Readonly<Record<string, string>>): ReadonlyMap<string, Secret> {
  return new Map(Object.entries(values).map(([name, value]) => [name, new Secret(value)]));
}

async function makeEnvelopes(): Promise<Made[]> {
  const random = createSeededRandom(5);
  const key = random(new Uint8Array(32));
  const envelope = createEnvelope({ keys: [{ id: '2026-11', key }], current: '2026-11', random });
  const make = async (file: string, value: string, place: { path: string; name: string }): Promise<Made> => ({
    answer: {
      file,
      kind: 'envelope',
      key: Buffer.from(key).toString('base64url'),
      place,
      secrets: { [place.name]: value },
    },
    text: await envelope.seal(new Secret(value), place),
  });
  return [
    await make('envelope.txt', 'tvly-vector', { path: 'provider-keys', name: 'tavily' }),
    await make('envelope-unicode.txt', 'zwei\nzeilen 🔑', { path: 'schlüssel/ä', name: '' }),
  ];
}
