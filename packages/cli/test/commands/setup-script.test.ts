import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createDesk } from '../setup-desk.ts';
import { deskWithAll, SECRETS, VALUES } from '../setup-project.ts';

describe('Set-up in a script', () => {
  test('without a way to get values is wrong usage, and names the ways', async () => {
    const { code, stderr } = await createDesk(SECRETS).sit(['setup']);
    expect(code).toBe(2);
    for (const way of ['--from-env', '--from-file FILE', '--stdin']) expect(stderr).toContain(way);
  });

  test('takes what the environment has, under any of its names', async () => {
    const desk = createDesk(SECRETS);
    const env = { OLD_ALPHA: VALUES.ALPHA_KEY, BETA_KEY: VALUES.BETA_KEY, GAMMA_KEY: ' ' };
    const { code, stdout } = await desk.sit(['setup', '--from-env'], { env });
    expect(code).toBe(0);
    expect(stdout).toContain('2 of 3 set');
    expect((await desk.sit(['secrets', 'get', 'ALPHA_KEY'])).stdout).toBe(`${VALUES.ALPHA_KEY}\n`);
  });

  test.each([
    ['dotenv', `# keys\nALPHA_KEY="${VALUES.ALPHA_KEY}"\nexport BETA_KEY=${VALUES.BETA_KEY}\nLOG_LEVEL=info\n`],
    ['JSON', JSON.stringify({ ALPHA_KEY: VALUES.ALPHA_KEY, BETA_KEY: VALUES.BETA_KEY, LOG_LEVEL: 'info' })],
  ])('takes a file of the form %s, and the same through a pipe', async (_, text) => {
    for (const way of ['file', 'pipe']) {
      const desk = createDesk(SECRETS);
      const file = join(desk.project, 'keys');
      writeFileSync(file, text, { mode: 0o600 });
      const argv = way === 'file' ? ['--from-file', file] : ['--stdin'];
      const { code, stdout, stderr } = await desk.sit(['setup', ...argv, '--json'], { stdin: text });
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(JSON.parse(stdout)).toMatchObject({ set: 2, total: 3, missing: [], ignored: ['LOG_LEVEL'] });
      expect((await desk.sit(['secrets', 'get', 'BETA_KEY'])).stdout).toBe(`${VALUES.BETA_KEY}\n`);
    }
  });

  test('says that the values are still in the file they came from', async () => {
    const desk = createDesk(SECRETS);
    const file = join(desk.project, 'keys');
    writeFileSync(file, `BETA_KEY=${VALUES.BETA_KEY}`, { mode: 0o600 });
    const { stderr } = await desk.sit(['setup', '--from-file', file]);
    expect(stderr).toContain(`The values are still in ${file}: delete it`);
  });

  test.each([
    ['a key has another value already', `ALPHA_KEY=${VALUES.ALPHA_KEY}\nBETA_KEY=a-newer-value\n`],
    ['no secret goes by a name', `ALPHA_KEY=${VALUES.ALPHA_KEY}\nLOG_LEVEL=info\n`],
    ['an alias has lost', `ALPHA_KEY=${VALUES.ALPHA_KEY}\nOLD_ALPHA=alpha-aaaaaaaaaaaaaaaa\n`],
    ['a line was skipped', `ALPHA_KEY=${VALUES.ALPHA_KEY}\nBETA_KEY: yaml\n`],
    ['a value was cut off', `ALPHA_KEY=${VALUES.ALPHA_KEY}#more\n`],
    ['a value was overridden', `ALPHA_KEY=1\nALPHA_KEY=${VALUES.ALPHA_KEY}\n`],
    ['nothing was taken', `BETA_KEY=${VALUES.BETA_KEY}\n`],
  ])('does not advise to delete the file when %s', async (_, text) => {
    const desk = createDesk(SECRETS);
    await desk.sit(['setup', '--from-env'], { env: { BETA_KEY: VALUES.BETA_KEY } });
    const file = join(desk.project, 'keys');
    writeFileSync(file, text, { mode: 0o600 });
    expect((await desk.sit(['setup', '--from-file', file])).stderr).not.toContain('delete it');
  });

  test.each([
    [['--from-env'], {}],
    [['--stdin'], { stdin: `BETA_KEY=${VALUES.BETA_KEY}` }],
  ])('with %j ends with the name of the command that prints the snippets, not with them', async (words, options) => {
    const argv = ['setup', ...words, '--environment', 'staging'];
    const { stdout } = await createDesk(SECRETS).sit(argv, options);
    expect(stdout).toMatch(/`wicketgate setup --snippets --environment staging` prints how they are set up\.\n$/);
    expect(stdout).not.toContain('mcpServers');
  });

  test.each([
    ['{"BETA_KEY": 1}', 'not an object of names and texts'],
    ['{"BETA_KEY": "a-value-cut-off', 'not valid JSON'],
  ])('refuses %j without repeating it', async (stdin, why) => {
    const { code, stderr } = await createDesk(SECRETS).sit(['setup', '--stdin'], { stdin });
    expect(code).not.toBe(0);
    expect(stderr).toContain(why);
    expect(stderr).not.toContain('a-value-cut-off');
  });

  test('keeps what is stored already, unless all is to be replaced', async () => {
    const desk = await deskWithAll();
    const env = { BETA_KEY: 'another-value-of-the-shell' };
    const kept = await desk.sit(['setup', '--from-env'], { env });
    expect(kept.stdout).toMatch(/BETA_KEY .+ kept/);
    expect((await desk.sit(['secrets', 'get', 'BETA_KEY'])).stdout).toBe(`${VALUES.BETA_KEY}\n`);
    await desk.sit(['setup', '--from-env', '--all'], { env });
    expect((await desk.sit(['secrets', 'get', 'BETA_KEY'])).stdout).toBe('another-value-of-the-shell\n');
  });

  test('stores a value that looks odd, and tells without repeating it', async () => {
    const desk = createDesk(SECRETS.slice(1, 2));
    const { code, stderr } = await desk.sit(['setup', '--from-env'], { env: { ALPHA_KEY: 'an-odd-value-of-alpha' } });
    expect(code).toBe(0);
    expect(stderr).toContain('This does not look like a value for ALPHA_KEY.');
    expect(stderr).not.toContain('an-odd-value');
  });

  test('stores all or nothing', async () => {
    const desk = createDesk(SECRETS);
    const stdin = JSON.stringify({ ALPHA_KEY: VALUES.ALPHA_KEY, BETA_KEY: 'two\nlines' });
    const { code } = await desk.sit(['setup', '--stdin'], { stdin });
    expect(code).not.toBe(0);
    expect((await desk.sit(['secrets', 'get', 'ALPHA_KEY'])).code).toBe(4);
  });

  test('answers 4 and the names when required ones are missing', async () => {
    const { code, stdout } = await createDesk(SECRETS).sit(['setup', '--from-env', '--json']);
    expect(code).toBe(4);
    expect(JSON.parse(stdout)).toMatchObject({ set: 0, total: 3, missing: ['ALPHA_KEY', 'BETA_KEY'] });
  });

  test('gives one document without any value in it', async () => {
    const env = { ALPHA_KEY: VALUES.ALPHA_KEY, BETA_KEY: VALUES.BETA_KEY };
    const { stdout } = await createDesk(SECRETS).sit(['setup', '--from-env', '--json'], { env });
    const document = JSON.parse(stdout) as { secrets: object[]; snippets: object[] };
    expect(document.secrets[0]).toMatchObject({ name: 'ALPHA_KEY', is_set: true, required: true, outcome: 'stored' });
    expect(document.snippets).toHaveLength(4);
    for (const value of Object.values(VALUES)) expect(stdout).not.toContain(value);
  });

  test.each([
    [['--from-env', '--stdin']],
    [['--from-env', '--from-file', 'x']],
    [['--stdin', '--from-file', 'x']],
    [['--plain-values', '--from-env']],
  ])('%j is wrong usage', async (words) => {
    expect((await createDesk(SECRETS).sit(['setup', ...words])).code).toBe(2);
  });
});

describe('Connections', () => {
  const probed = {
    name: 'BETA_KEY',
    required: true,
    probe: { method: 'GET', url: 'https://beta.example.com/me', present: 'bearer' },
  };
  const env = { BETA_KEY: VALUES.BETA_KEY };

  function vendor(status: number) {
    const seen: { url: string; authorization: string | null }[] = [];
    const fetch = (url: string, init: RequestInit) => {
      seen.push({ url, authorization: new Headers(init.headers).get('authorization') });
      return Promise.resolve(new Response('{}', { status }));
    };
    return { seen, fetch };
  }

  test.each([
    [200, 'works'],
    [401, 'refused'],
    [500, 'unknown'],
  ])('are tested at the end: %s is %s', async (status, outcome) => {
    const desk = createDesk([probed]);
    expect((await desk.sit(['secrets', 'allow', '--yes'])).code).toBe(0);
    const { seen, fetch } = vendor(status);
    const { code, stdout } = await desk.sit(['setup', '--from-env', '--json'], { env, fetch });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ secrets: [{ probe: { outcome } }] });
    expect(seen).toEqual([{ url: 'https://beta.example.com/me', authorization: `Bearer ${VALUES.BETA_KEY}` }]);
  });

  test('are left out with --no-probe', async () => {
    const desk = createDesk([probed]);
    await desk.sit(['secrets', 'allow', '--yes']);
    const { seen, fetch } = vendor(200);
    await desk.sit(['setup', '--from-env', '--no-probe'], { env, fetch });
    expect(seen).toEqual([]);
  });

  test('are never made for a project that the user has not allowed', async () => {
    const { seen, fetch } = vendor(200);
    const { stderr } = await createDesk([probed]).sit(['setup', '--from-env'], { env, fetch });
    expect(seen).toEqual([]);
    expect(stderr).toContain('Not tested: BETA_KEY.');
    expect(stderr).toContain('wicketgate secrets allow');
  });
});
