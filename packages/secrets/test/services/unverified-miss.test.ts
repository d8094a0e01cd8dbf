import { describe, expect, it } from 'vitest';
import { SecretManager } from '../../src/services/secret-manager.ts';
import type { SecretSpec } from '../../src/words/spec.ts';
import { createCollectingLogger } from '../collecting-logger.ts';
import { createMemoryStore } from '../memory-store.ts';

const DOUBT = { code: 'unverified', reason: 'The file was not verified.' };
const ALPHA: SecretSpec = { name: 'ALPHA', aliases: ['OLD_ALPHA'], scopes: [], required: true, from: 'test' };

/** A file that has BETA, and nobody can say of what else; once BETA was asked for it is verified. */
function createDoubtful() {
  const store = createMemoryStore('file', { values: { BETA: 'b' } });
  return { ...store, doubt: () => (store.asked.includes('BETA') ? undefined : DOUBT) };
}

function createManager(values: Record<string, string> = { ALPHA: 'of a lower place' }) {
  const logger = createCollectingLogger();
  const started: unknown[] = [];
  const runner = (request: unknown) => Promise.resolve(started.push(request));
  const sources = [createDoubtful(), createMemoryStore('.env', { values })];
  return { manager: new SecretManager({ sources, specs: [ALPHA], logger, runner }), logger, started };
}

describe('a source that cannot be sure of what it does not have', () => {
  it('is told with what is found below it, once for all aliases', async () => {
    const { manager } = createManager();
    expect((await manager.find('ALPHA'))?.skipped).toEqual([{ source: 'file', ...DOUBT }]);
  });

  it('shows in an explanation, as absent with the reason', async () => {
    const { manager } = createManager();
    expect(await manager.explain('ALPHA')).toMatchObject([
      { source: 'file', name: 'ALPHA', outcome: 'absent', ...DOUBT },
      { source: 'file', name: 'OLD_ALPHA', outcome: 'absent', ...DOUBT },
      { source: '.env', name: 'ALPHA', outcome: 'used' },
      { source: '.env', name: 'OLD_ALPHA', outcome: 'absent' },
    ]);
  });

  it.each<[string, (manager: SecretManager) => Promise<unknown>]>([
    ['get', (manager) => manager.get('ALPHA')],
    ['require', (manager) => manager.require('ALPHA')],
    ['check', (manager) => manager.check()],
    ['run', (manager) => manager.run(['program'])],
  ])('is told to the logger when %s takes a lower value', async (_, call) => {
    const { manager, logger } = createManager();
    await call(manager);
    expect(logger.lines).toMatchObject([{ level: 'warn', fields: { source: 'file', ...DOUBT } }]);
  });

  it('is no matter where nothing below it is taken, nor where it is verified before a program starts', async () => {
    const { manager, logger, started } = createManager({});
    await manager.get('ALPHA');
    const other = createManager();
    await other.manager.run(['program'], { names: ['ALPHA', 'BETA'] });
    expect([...logger.lines, ...other.logger.lines]).toEqual([]);
    expect([started.length, other.started.length]).toEqual([0, 1]);
  });

  it('is named by the error for a secret that is nowhere, and hides nothing of a list', async () => {
    const { manager } = createManager({});
    await expect(manager.require('ALPHA')).rejects.toMatchObject({
      code: 'missing_secret',
      hint: expect.stringContaining(`Not verified: file. ${DOUBT.reason}`) as unknown,
    });
    expect((await manager.list())[0]).toEqual({ name: 'ALPHA', required: true, isSet: false, shadowed: [] });
  });
});
