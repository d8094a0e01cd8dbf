import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { importFrom } from '../peer-packages.ts';

/** The part of better-auth that is measured, as its package has it. */
interface BetterAuthModules {
  readonly betterAuth: (options: object) => BetterAuthInstance;
  readonly apiKey: (options: object) => unknown;
  readonly getMigrations: (options: object) => Promise<{ runMigrations: () => Promise<void> }>;
}

interface BetterAuthInstance {
  readonly options: object;
  readonly api: {
    signUpEmail(call: { body: object }): Promise<{ user: { id: string } }>;
    createApiKey(call: { body: object }): Promise<{ key: string }>;
    verifyApiKey(call: { body: { key: string } }): Promise<{ valid: boolean }>;
  };
}

export interface PrefixedApiKey {
  generateAPIKey(options: { keyPrefix: string }): Promise<{ token: string; longTokenHash: string }>;
  checkAPIKey(token: string, hash: string): boolean;
}

export interface BetterAuth {
  mint(count: number): Promise<string[]>;
  verify(key: string): Promise<boolean>;
  readonly reads: () => number;
  readonly writes: () => number;
  close(): Promise<void>;
}

export async function openPrefixedApiKey(installed: string): Promise<PrefixedApiKey> {
  return (await importFrom(installed, 'prefixed-api-key')) as PrefixedApiKey;
}

/** better-auth with its API-key plugin on node:sqlite in WAL mode, with its own rate limit off. */
export async function openBetterAuth(installed: string): Promise<BetterAuth> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'wicketgate-bench-peer-'));
  const { betterAuth, apiKey, getMigrations } = await loadBetterAuth(installed);
  const database = new CountingDatabase(path.join(folder, 'peer.db'));
  database.exec('pragma journal_mode = wal; pragma synchronous = normal;');
  const settings = {
    database,
    secret: randomBytes(32).toString('base64'),
    baseURL: 'http://127.0.0.1:1',
    emailAndPassword: { enabled: true },
    telemetry: { enabled: false },
    logger: { disabled: true },
    plugins: [apiKey({ rateLimit: { enabled: false } })],
  };
  await (await getMigrations(settings)).runMigrations();
  const { api } = betterAuth(settings);
  const password = randomBytes(16).toString('hex');
  const { user } = await api.signUpEmail({ body: { email: 'dev@example.com', password, name: 'bench' } });
  return {
    mint: async (count) => {
      const made: string[] = [];
      while (made.length < count) made.push((await api.createApiKey({ body: { name: 'bench', userId: user.id } })).key);
      return made;
    },
    verify: async (key) => (await api.verifyApiKey({ body: { key } })).valid,
    reads: () => database.reads,
    writes: () => database.writes,
    close: async () => {
      database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function loadBetterAuth(installed: string): Promise<BetterAuthModules> {
  const parts = ['better-auth', '@better-auth/api-key', 'better-auth/db/migration'];
  const modules = await Promise.all(parts.map((part) => importFrom(installed, part)));
  return Object.assign({}, ...modules) as BetterAuthModules;
}

/** Counts what is asked of it, by the first word of each statement. */
class CountingDatabase extends DatabaseSync {
  reads = 0;
  writes = 0;

  override prepare(sql: string): StatementSync {
    const isRead = /^\s*select/i.test(sql);
    const count = () => (isRead ? this.reads++ : this.writes++);
    return new Proxy(super.prepare(sql), {
      get: (statement, name) => {
        const member: unknown = Reflect.get(statement, name, statement);
        if (typeof member !== 'function') return member;
        const method = member as (...input: unknown[]) => unknown;
        return (...input: unknown[]) => {
          if (name === 'run' || name === 'all' || name === 'get' || name === 'iterate') count();
          return method.apply(statement, input);
        };
      },
    });
  }
}
