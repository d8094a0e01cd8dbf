import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { wicketgate } from '../../src/command.ts';
import type { Outcome } from '../../src/program.ts';
import type { Place } from './place.ts';

export const FOREIGN_SHAPE = {
  name: 'legacy',
  prefix: 'chef_',
  pattern: '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}',
};

export interface MadeKeys {
  readonly userKey: string;
  readonly successorKey: string;
  readonly foreignKey: string;
}

/** An operator's day: keys are made, looked at, changed, imported and ended, rightly and wrongly. */
export async function useCommand({ gateway, room, words, vault }: Place): Promise<MadeKeys> {
  const said: string[] = [];
  const installation = { url: gateway.url, configFolder: path.join(room, 'config') };
  const call = async (args: readonly string[], input: string): Promise<Outcome> => {
    const outcome = await wicketgate(installation, args, { input });
    said.push(`$ wicketgate ${args.join(' ')}`, String(outcome.code), outcome.stderr);
    return outcome;
  };
  /** A call whose whole answer counts as words: it is meant to show no secret. */
  const asAdmin = async (...args: string[]) => {
    const outcome = await call([...args, '--key-stdin'], gateway.adminKey);
    said.push(outcome.stdout);
  };
  /** A call that is meant to show a new key on standard output, and there alone. */
  const making = async (...args: string[]) => {
    const outcome = await call([...args, '--key-stdin', '--json'], gateway.adminKey);
    return JSON.parse(outcome.stdout) as { key: { id: string }; api_key: string };
  };

  const made = await making('keys', 'create', '--name', 'user', '--owner', 'dev@example.com', '--tier', 'pro');
  const next = await making('keys', 'rotate', made.key.id, '--overlap', '1h');
  const foreignKey = `${FOREIGN_SHAPE.prefix}${randomUUID()}`;
  const foreignFile = path.join(vault, 'foreign.key');
  await writeFile(foreignFile, foreignKey, { mode: 0o600 });
  const owner = ['--name', 'old', '--owner', 'dev@example.com'];
  await asAdmin('keys', 'import', '--shape', 'legacy', ...owner, '--foreign-key-file', foreignFile);
  await asAdmin('keys', 'import', '--shape', 'legacy', ...owner, '--foreign-key-file', foreignFile);
  await asAdmin('keys', 'list');
  await asAdmin('keys', 'list', '--json');
  await asAdmin('keys', 'show', made.key.id);
  await asAdmin('keys', 'show', 'nosuchkey0');
  await asAdmin('keys', 'suspend', next.key.id, '--reason', 'a look at it');
  await asAdmin('keys', 'resume', next.key.id);
  await asAdmin('config', 'list', '--json');
  await asAdmin('health');
  for (const key of [made.api_key, foreignKey, next.api_key, `${next.api_key}x`, `${foreignKey}x`]) {
    said.push((await call(['validate', '--key-stdin'], key)).stdout);
    said.push((await call(['validate', '--key-stdin', '--json'], key)).stdout);
  }
  said.push((await call(['keys', 'list', '--key-stdin'], made.api_key)).stdout);
  const unreachable = await wicketgate({ ...installation, url: 'http://127.0.0.1:9' }, ['validate', '--key-stdin'], {
    input: next.api_key,
  });
  said.push(unreachable.stdout, unreachable.stderr);
  await writeFile(path.join(words, 'command.txt'), said.join('\n'));
  return { userKey: made.api_key, successorKey: next.api_key, foreignKey };
}
