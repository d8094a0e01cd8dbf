import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keyPattern } from '@wicketgate/contract';
import { createFakeClock, createSeededRandom } from '@wicketgate/testing';
import { describe, expect, it } from 'vitest';
import type { GatewayConfig } from '../../src/config.ts';
import { type BinIo, runBin } from '../../src/node/bin-run.ts';
import { StartError } from '../../src/node/start-error.ts';
import { settings } from '../../src/settings.ts';

async function run(args: readonly string[], given: Partial<BinIo> = {}) {
  let [out, err] = ['', ''];
  const code = await runBin({
    args,
    environment: {},
    out: (text) => {
      out += text;
      return Promise.resolve();
    },
    err: (text) => (err += text),
    platform: { clock: createFakeClock(), random: createSeededRandom() },
    serve: () => Promise.resolve(),
    ...given,
  });
  return { code, out, err };
}

describe('the command', () => {
  it('serves when it is told nothing else', async () => {
    const served: GatewayConfig[] = [];
    const serve = (config: GatewayConfig) => {
      served.push(config);
      return Promise.resolve();
    };
    expect(await run([], { serve, environment: { WICKETGATE_PORT: '9000' } })).toEqual({ code: 0, out: '', err: '' });
    expect(await run(['serve'], { serve })).toEqual({ code: 0, out: '', err: '' });
    expect(served.map(({ port }) => port)).toEqual([9000, 8787]);
  });

  it('explains every command and setting', async () => {
    for (const args of [['--help'], ['-h'], ['help'], ['bootstrap', '--help']]) {
      const { code, out, err } = await run(args);
      expect([code, err]).toEqual([0, '']);
      for (const { name } of settings) expect(out).toContain(name);
      for (const word of ['serve', 'bootstrap', '--key-file', '--if-empty', 'rotate-signing-key', '--retire', '78'])
        expect(out).toContain(word);
    }
  });

  it('tells its version', async () => {
    expect((await run(['--version'])).out).toMatch(/^\d+\.\d+\.\d+\S*\n$/);
  });

  it.each([
    ['an unknown command', ['reboot']],
    ['one argument too many', ['bootstrap', 'now']],
    ['an option without its value', ['bootstrap', '--key-file']],
    ['an option with an empty value', ['bootstrap', '--owner=']],
    ['an unknown option', ['--port=1']],
    ['an option of another command', ['serve', '--name', 'a']],
    ['an option of bootstrap for a rotation', ['rotate-signing-key', '--if-empty']],
    ['an option of a rotation for bootstrap', ['bootstrap', '--retire', 'x']],
    ['an empty id', ['rotate-signing-key', '--retire=']],
  ])('refuses %s with 2', async (_name, args) => {
    const { code, out, err } = await run(args);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/^wicketgate-gateway: .+ See --help\.\n$/);
  });

  it('repeats nothing that was given to it: it may be a key', async () => {
    const { err } = await run(['--key=wg_live_hush', 'wg_live_hush']);
    expect(err).not.toContain('hush');
    expect((await run(['wg_live_hush'])).err).not.toContain('hush');
  });

  it('reports a wrong environment whole, without its values, with 78', async () => {
    const environment = { WICKETGATE_PORT: 'hush-1', WICKETGATE_PEPPER: 'hush-2', WICKETGATE_TYPO: 'hush-3' };
    for (const command of ['serve', 'bootstrap']) {
      const { code, out, err } = await run([command], { environment });
      expect([code, out]).toEqual([78, '']);
      for (const name of Object.keys(environment)) expect(err).toContain(`  ${name} `);
      expect(err).not.toContain('hush');
    }
  });

  it('makes no key where the new one cannot be written, so that it can be made once that is mended', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'wicketgate-run-'));
    const environment = { WICKETGATE_DATA_DIR: folder };
    const full = Object.assign(new Error('write'), { code: 'ENOSPC' });
    const lost = await run(['bootstrap', '--if-empty'], { environment, out: () => Promise.reject(full) });
    expect(lost.err).toBe('wicketgate-gateway: The output cannot be written (ENOSPC). No key was made.\n');
    expect(lost.code).toBe(1);
    expect((await run(['bootstrap', '--if-empty'], { environment })).out).toMatch(keyPattern());
    await rm(folder, { recursive: true });
  });

  it('answers 1 with the sentence of what failed', async () => {
    const serve = () => Promise.reject(new StartError('Port 1 is taken.'));
    expect(await run([], { serve })).toEqual({ code: 1, out: '', err: 'wicketgate-gateway: Port 1 is taken.\n' });
  });

  it('refuses to rotate a key that the environment brings, and to retire one that is not there', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'wicketgate-run-'));
    const environment = { WICKETGATE_DATA_DIR: folder };
    const seed = { WICKETGATE_SIGNING_KEY: Buffer.alloc(32, 3).toString('base64') };
    const set = await run(['rotate-signing-key'], { environment: { ...environment, ...seed } });
    expect(set).toMatchObject({ code: 78, out: '' });
    expect(set.err).toContain('WICKETGATE_SIGNING_KEY is set');
    expect(set.err).not.toContain(seed.WICKETGATE_SIGNING_KEY);
    expect(await run(['rotate-signing-key'], { environment })).toMatchObject({ code: 78, out: '' });
    await run(['bootstrap'], { environment });
    const unknown = await run(['rotate-signing-key', '--retire', 'x'], { environment });
    expect(unknown).toMatchObject({ code: 1, out: '' });
    expect(unknown.err).toContain('There is no signing key of this id');
    await rm(folder, { recursive: true });
  });
});
