import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Secret, type SecretSource } from '@wicketgate/core';
import { createFakeClock, createSeededRandom } from '@wicketgate/testing';
import { createDefaultSource } from '../src/adapters/default-source.ts';
import { createEnvironmentSource } from '../src/adapters/environment-source.ts';
import { createExplicitSource } from '../src/adapters/explicit-source.ts';
import { createCommandSource } from '../src/node/command-source.ts';
import { createDotenvSource } from '../src/node/dotenv-source.ts';
import { createSecretFile } from '../src/node/file/secret-file.ts';
import { createKeyringSource } from '../src/node/keyring/keyring-source.ts';
import type { SecretSpec } from '../src/words/spec.ts';
import { createMemoryKeyring } from './memory-keyring.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** The places where people keep secrets, the highest first. */
export const SOURCE_IDS = [
  'explicit',
  'environment',
  'keyring',
  'file',
  '.env.development',
  '.env.local',
  '.env',
  'command',
  'default',
] as const;
export type SourceId = (typeof SOURCE_IDS)[number];

/** Those that look for aliases as well: a program and a default belong to the spec's own name. */
export const ALIASED_IDS = SOURCE_IDS.filter((id) => id !== 'command' && id !== 'default');

export const NAME = 'API_TOKEN';
const ALIASES = ['OLD_API_TOKEN', 'VENDOR_TOKEN', 'TOKEN'] as const;
export const NAMES = [NAME, ...ALIASES] as const;

/** What stands in one source, by name. An empty text is an empty value. */
export type Planted = Readonly<Record<string, string>>;

export interface SourceWorld {
  readonly sources: readonly SecretSource[];
  readonly specs: readonly SecretSpec[];
}

/** All nine sources, each the real one, holding what the test has planted. */
export async function createSourceWorld(planted: Partial<Record<SourceId, Planted>>): Promise<SourceWorld> {
  const folder = await temporaryFolder();
  const clock = createFakeClock();
  const at = (id: SourceId) => planted[id] ?? {};
  const spec: SecretSpec = {
    ...{ name: NAME, aliases: ALIASES, scopes: [], required: true, from: 'test' },
    ...(NAME in at('command') && { command: printing(at('command')[NAME] ?? '') }),
    ...(NAME in at('default') && { default: at('default')[NAME] ?? '' }),
  };
  const sources = [
    createExplicitSource(at('explicit')),
    createEnvironmentSource(at('environment')),
    keyringWith(at('keyring')),
    await fileWith(at('file'), folder),
    await dotenvWith(at('.env.development'), join(folder, '.env.development')),
    await dotenvWith(at('.env.local'), join(folder, '.env.local')),
    await dotenvWith(at('.env'), join(folder, '.env')),
    createCommandSource({ specs: [spec], env: {}, platform: process.platform, clock }),
    createDefaultSource([spec]),
  ];
  return { sources, specs: [spec] };
}

/** A program that prints a text and a line end. */
function printing(text: string): readonly [string, ...string[]] {
  return [process.execPath, '-e', 'console.log(process.argv[1])', text];
}

function keyringWith(values: Planted): SecretSource {
  const entries = new Map(Object.entries(values).map(([name, value]) => [`secret:development:${name}`, value]));
  return createKeyringSource({ keyring: createMemoryKeyring({ entries }), environment: 'development' });
}

async function fileWith(values: Planted, folder: string): Promise<SecretSource> {
  // No writer of ours stores an empty value; another one may have.
  if (Object.values(values).includes('')) return { ...createExplicitSource(values), id: 'file' };
  const file = createSecretFile({
    file: join(folder, 'secrets.json'),
    path: 'development',
    keys: { masterKey: new Secret(Buffer.from(createSeededRandom(2)(new Uint8Array(32))).toString('base64')) },
    clock: createFakeClock(),
    random: createSeededRandom(1),
  });
  if (Object.keys(values).length === 0) return file;
  await chmod(folder, 0o700);
  await file.create([{ kind: 'master-key' }]);
  await file.putAll(new Map(Object.entries(values).map(([name, value]) => [name, new Secret(value)])));
  return file;
}

async function dotenvWith(values: Planted, file: string): Promise<SecretSource> {
  const lines = Object.entries(values).map(([name, value]) => `${name}=${value}\n`);
  if (lines.length > 0) await writeFile(file, lines.join(''), { mode: 0o600 });
  return createDotenvSource({ file, label: file.slice(file.lastIndexOf('.env')) });
}
