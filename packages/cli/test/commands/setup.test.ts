import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSeededRandom } from '@wicketgate/testing';
import { describe, expect, test, vi } from 'vitest';
import { fakeKeyring } from '../keyrings.ts';
import { type Answer, createDesk, CTRL_C, type Desk, type SitOptions } from '../setup-desk.ts';

const VALUES = {
  ALPHA_KEY: 'alpha-0123456789abcdef',
  BETA_KEY: 'beta-fedcba9876543210',
  GAMMA_KEY: 'gamma-0f1e2d3c4b5a6978',
};
const SECRETS = [
  { name: 'GAMMA_KEY', required: false },
  {
    name: 'ALPHA_KEY',
    required: true,
    aliases: ['OLD_ALPHA'],
    purpose: 'opens alpha',
    url: 'https://alpha.example.com/keys',
    scopes: ['read'],
    pattern: 'alpha-[0-9a-f]{16}',
    example: 'alpha-…',
  },
  { name: 'BETA_KEY', required: true },
];
const ALL: readonly Answer[] = [
  ['Open the page? [Y/n]', 'n'],
  ['ALPHA_KEY (what', VALUES.ALPHA_KEY],
  ['BETA_KEY (what', VALUES.BETA_KEY],
  ['GAMMA_KEY (what', VALUES.GAMMA_KEY],
];

async function deskWithAll() {
  const desk = createDesk(SECRETS);
  const { code } = await desk.sit(['setup'], { answers: ALL });
  expect(code).toBe(0);
  return desk;
}

describe('Set-up at a terminal', () => {
  test('asks for every secret, the required ones first, and stores each encrypted', async () => {
    const desk = createDesk(SECRETS);
    const { code, stdout, stderr, left } = await desk.sit(['setup'], { answers: ALL });
    expect({ code, left }).toEqual({ code: 0, left: [] });
    expect(stderr).toContain('0 of 3 set');
    expect(stderr).toMatch(/\[1\/3\] ALPHA_KEY — opens alpha[\s\S]+\[2\/3\] BETA_KEY[\s\S]+\[3\/3\] GAMMA_KEY/);
    expect(stderr).toMatch(/\[2\/3\][\s\S]+Optional keys[\s\S]+\[3\/3\]/);
    expect(stdout).toMatch(/^3 of 3 set$/m);
    for (const value of Object.values(VALUES)) expect(stdout + stderr + desk.kept()).not.toContain(value);
    for (const [name, value] of Object.entries(VALUES)) {
      expect((await desk.sit(['secrets', 'get', name])).stdout).toBe(`${value}\n`);
    }
  });

  test('ends with what comes next and with the snippets for the gateway in use', async () => {
    const { stdout } = await (
      await deskWithAll()
    ).sit(['setup', '--url', 'https://gate.example.com'], { answers: ALL });
    expect(stdout).toContain('wicketgate run -- npm start');
    expect(stdout).toContain('"url": "https://gate.example.com/mcp"');
  });

  test('asks nothing when everything is set', async () => {
    const desk = await deskWithAll();
    const { code, stderr, left } = await desk.sit(['setup'], { answers: ALL });
    expect({ code, left: left.length }).toEqual({ code: 0, left: ALL.length });
    expect(stderr).toContain('3 of 3 set');
    expect(stderr).not.toContain('what you type');
  });

  test('goes on after Ctrl-C where it stopped, and remembers names alone', async () => {
    const desk = createDesk(SECRETS);
    const first = await desk.sit(['setup'], { answers: [...ALL.slice(0, 2), ['BETA_KEY (what', CTRL_C]] });
    expect(first.code).toBe(130);
    expect(first.stderr).toContain('`wicketgate setup` goes on where it stopped');
    const progress = join(desk.config, 'secrets', 'setup.development.json');
    expect(JSON.parse(readFileSync(progress, 'utf8'))).toMatchObject({ done: { ALPHA_KEY: 'stored' } });
    expect(statSync(progress).mode & 0o777).toBe(0o600);
    expect(desk.kept()).not.toContain(VALUES.ALPHA_KEY);
    const second = await desk.sit(['setup'], { answers: ALL.slice(2) });
    expect({ code: second.code, left: second.left }).toEqual({ code: 0, left: [] });
    expect(second.stderr).toContain('Going on where you stopped: 1 of 3 done.');
    expect(second.stderr).not.toContain('[1/3]');
    expect(existsSync(progress)).toBe(false);
  });

  test('does not ask again about what was skipped or kept before it was broken off', async () => {
    const desk = await deskWithAll();
    const first = await desk.sit(['setup', '--all'], {
      answers: [
        ['Replace ALPHA_KEY? [y/N]', ''],
        ['Replace BETA_KEY?', CTRL_C],
      ],
    });
    expect(first.code).toBe(130);
    const second = await desk.sit(['setup', '--all'], {
      answers: [
        ['Replace BETA_KEY?', 'n'],
        ['Replace GAMMA_KEY?', 'n'],
      ],
    });
    expect({ code: second.code, left: second.left }).toEqual({ code: 0, left: [] });
    expect(second.stderr).not.toContain('Replace ALPHA_KEY');
  });

  test('begins anew for another project', async () => {
    const desk = createDesk(SECRETS);
    await desk.sit(['setup'], { answers: [...ALL.slice(0, 1), ['ALPHA_KEY (what', ''], ['BETA_KEY (what', CTRL_C]] });
    const folder = join(desk.config, 'secrets');
    const progress = join(folder, 'setup.development.json');
    const document = JSON.parse(readFileSync(progress, 'utf8')) as object;
    writeFileSync(progress, JSON.stringify({ ...document, project: 'elsewhere' }));
    const { left } = await desk.sit(['setup'], { answers: ALL });
    expect(left).toEqual([]);
  });

  test('takes Enter for "not now": the exit code tells a required one that is missing', async () => {
    const desk = createDesk(SECRETS);
    const answers: readonly Answer[] = [...ALL.slice(0, 2), ['BETA_KEY (what', ''], ['GAMMA_KEY (what', '']];
    const { code, stdout } = await desk.sit(['setup'], { answers });
    expect(code).toBe(4);
    expect(stdout).toMatch(/· BETA_KEY +missing +skipped/);
    expect(stdout).toMatch(/· GAMMA_KEY +not set +skipped/);
    expect(stdout).toMatch(/^wicketgate secrets set BETA_KEY +still missing$/m);
    expect(readdirSync(join(desk.config, 'secrets'))).not.toContain('setup.development.json');
  });

  test('warns of a value that does not look right, and asks again unless it is meant', async () => {
    const desk = createDesk(SECRETS.slice(1, 2));
    const answers: readonly Answer[] = [
      ['Open the page?', 'n'],
      ['ALPHA_KEY (what', 'mistyped-value-one'],
      ['Store it all the same? [y/N]', ''],
      ['ALPHA_KEY (what', 'mistyped-value-two'],
      ['Store it all the same?', 'y'],
    ];
    const { code, stderr, left } = await desk.sit(['setup'], { answers });
    expect({ code, left }).toEqual({ code: 0, left: [] });
    expect(stderr).toContain('That does not look as ALPHA_KEY usually does (alpha-…).');
    expect(stderr).not.toContain('mistyped');
    expect((await desk.sit(['secrets', 'get', 'ALPHA_KEY'])).stdout).toBe('mistyped-value-two\n');
  });

  test('replaces what is set when that is wanted, and only then', async () => {
    const desk = await deskWithAll();
    const answers: readonly Answer[] = [
      ['Replace ALPHA_KEY?', 'y'],
      ['Open the page?', 'n'],
      ['ALPHA_KEY (what', 'alpha-aaaaaaaaaaaaaaaa'],
      ['Replace BETA_KEY?', 'y'],
      ['BETA_KEY (what', ''],
      ['Replace GAMMA_KEY?', ''],
    ];
    const { stdout, left } = await desk.sit(['setup', '--all'], { answers });
    expect(left).toEqual([]);
    expect(stdout).toMatch(/ALPHA_KEY .+ stored/);
    expect(stdout).toMatch(/BETA_KEY .+ kept/);
    expect((await desk.sit(['secrets', 'get', 'ALPHA_KEY'])).stdout).toBe('alpha-aaaaaaaaaaaaaaaa\n');
    expect((await desk.sit(['secrets', 'get', 'BETA_KEY'])).stdout).toBe(`${VALUES.BETA_KEY}\n`);
  });

  test('says so when a higher place has another value than the one that was stored', async () => {
    const desk = createDesk(SECRETS.slice(2));
    const { stderr } = await desk.sit(['setup', '--all'], {
      env: { BETA_KEY: 'another-value-of-the-shell' },
      answers: [
        ['Replace BETA_KEY?', 'y'],
        ['BETA_KEY (what', VALUES.BETA_KEY],
      ],
    });
    expect(stderr).toMatch(/BETA_KEY stands in variable BETA_KEY as well, which comes first/);
    expect(stderr).not.toContain('another-value-of-the-shell');
  });

  test('fails before the first question when the store cannot be opened', async () => {
    const desk = await deskWithAll();
    const wrong = Buffer.from(createSeededRandom(6)(new Uint8Array(32))).toString('base64');
    const { code, stderr, left } = await desk.sit(['setup', '--all', '--json'], {
      env: { WICKETGATE_MASTER_KEY: wrong },
      answers: [
        ['Passphrase', ''],
        ['Replace', 'y'],
      ],
    });
    expect(code).toBe(3);
    expect(stderr).toContain('"code": "wrong_key"');
    expect(left).toContainEqual(['Replace', 'y']);
  });

  test('asks for no passphrase where a keyring opens the file', async () => {
    const keyring = fakeKeyring();
    const env = { WICKETGATE_MASTER_KEY: undefined };
    const { code, stderr } = await createDesk(SECRETS).sit(['setup'], { answers: ALL, env, keyring });
    expect(code).toBe(0);
    expect(stderr).not.toMatch(/passphrase,/i);
    expect(JSON.stringify([...keyring.entries])).not.toContain(VALUES.ALPHA_KEY);
    expect(keyring.closed()).toBe(1);
  });

  test('stores in the keyring itself when that is wanted, and makes no file', async () => {
    const keyring = fakeKeyring();
    const desk = createDesk(SECRETS);
    const { code, left } = await desk.sit(['setup', '--to', 'keyring'], { answers: ALL, keyring });
    expect({ code, left }).toEqual({ code: 0, left: [] });
    expect([...keyring.entries.keys()].sort()).toEqual(Object.keys(VALUES).map((name) => `secret:development:${name}`));
    expect(desk.kept()).not.toContain('wicketgate-secrets');
  });

  test('asks for nothing where the file cannot be made', async () => {
    const desk = createDesk(SECRETS);
    const env = { WICKETGATE_MASTER_KEY: 'a-password-and-no-key' };
    const { code, stderr, left } = await desk.sit(['setup'], { answers: ALL, env });
    expect({ code, left: left.length }).toEqual({ code: 78, left: ALL.length });
    expect(stderr).toContain('openssl rand -base64 32');
    expect(stderr).not.toContain('a-password-and-no-key');
  });

  test('says with --quiet only what must be seen', async () => {
    const { stderr } = await createDesk(SECRETS).sit(['setup', '--quiet'], { answers: ALL });
    expect(stderr).not.toMatch(/0 of 3|\[1\/3\]|Stored/);
  });
});

describe('The page of a secret', () => {
  const answers = (open: string): readonly Answer[] => [
    ['Open the page? [Y/n]', open],
    ['ALPHA_KEY (what', VALUES.ALPHA_KEY],
  ];

  test('is opened by the desktop, which gets nothing of ours and no secret', async () => {
    const desk = createDesk(SECRETS.slice(1, 2));
    await desk.sit(['setup'], { answers: answers(''), env: { OPENAI_API_KEY: 'a-secret-of-the-shell' } });
    await vi.waitFor(() => expect(desk.opened()).toHaveLength(1), { timeout: 5_000 });
    const [started = ''] = desk.opened();
    expect(started).toMatch(/^https:\/\/alpha\.example\.com\/keys$/m);
    expect(started).toMatch(/^DISPLAY=:0$/m);
    expect(started).not.toMatch(/WICKETGATE_|a-secret-of-the-shell/);
  });

  const shown: readonly (readonly [when: string, options: Parameters<typeof sitFor>[1]])[] = [
    ['the answer is no', { answers: answers('n') }],
    ['--no-open was given', { answers: answers('').slice(1), words: ['--no-open'] }],
    ['somebody works over SSH', { answers: answers('').slice(1), env: { SSH_CONNECTION: '::1 1 ::1 2' } }],
    ['there is no display', { answers: answers('').slice(1), env: { DISPLAY: undefined } }],
  ];

  test.each(shown)('is only shown when %s', async (_, options) => {
    const desk = createDesk(SECRETS.slice(1, 2));
    const { stderr, left } = await sitFor(desk, options);
    expect(left).toEqual([]);
    expect(stderr).toContain('Page https://alpha.example.com/keys');
    expect(desk.opened()).toEqual([]);
  });

  function sitFor(desk: Desk, { words = [], ...options }: SitOptions & { readonly words?: readonly string[] }) {
    return desk.sit(['setup', ...words], options);
  }
});

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
    expect(stderr).toContain('ALPHA_KEY: That does not look as ALPHA_KEY usually does');
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

describe('--dotenv-file', () => {
  test('writes references to what is stored, and changes nothing else', async () => {
    const desk = await deskWithAll();
    const file = join(desk.project, '.env');
    writeFileSync(file, '# mine\nLOG_LEVEL=info\nMY_ALPHA_KEY=1\n', { mode: 0o600 });
    const { code } = await desk.sit(['setup', '--from-env', '--dotenv-file', '.env']);
    expect(code).toBe(0);
    expect(readFileSync(file, 'utf8').split('\n')).toEqual([
      ...['# mine', 'LOG_LEVEL=info', 'MY_ALPHA_KEY=1'],
      ...['GAMMA_KEY=wicketgate:GAMMA_KEY', 'ALPHA_KEY=wicketgate:ALPHA_KEY', 'BETA_KEY=wicketgate:BETA_KEY', ''],
    ]);
  });

  test('leaves a value alone that stands nowhere else', async () => {
    const desk = createDesk(SECRETS);
    const file = join(desk.project, '.env');
    const text = `ALPHA_KEY=${VALUES.ALPHA_KEY}\nBETA_KEY=${VALUES.BETA_KEY}\n`;
    writeFileSync(file, text, { mode: 0o600 });
    const { stderr } = await desk.sit(['setup', '--from-env', '--dotenv-file', '.env']);
    expect(readFileSync(file, 'utf8')).toBe(text);
    expect(stderr).toContain('Left out of .env: ALPHA_KEY, BETA_KEY.');
  });

  test('writes the values themselves only when that is asked for, for their owner alone', async () => {
    const desk = await deskWithAll();
    await desk.sit(['setup', '--from-env', '--dotenv-file', '.env', '--plain-values']);
    const file = join(desk.project, '.env');
    expect(readFileSync(file, 'utf8')).toContain(`ALPHA_KEY=${VALUES.ALPHA_KEY}\n`);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test('is not touched without it', async () => {
    const desk = await deskWithAll();
    expect(readdirSync(desk.project)).toEqual(['wicketgate.secrets.json']);
  });
});

describe('--snippets', () => {
  test('prints how clients are set up, opens nothing and needs nobody', async () => {
    const desk = createDesk(SECRETS);
    const { code, stdout } = await desk.sit(['setup', '--snippets', '--url', 'https://gate.example.com']);
    expect(code).toBe(0);
    for (const title of ['curl', 'MCP over HTTP', 'MCP over stdio', 'Claude Desktop']) expect(stdout).toContain(title);
    expect(stdout).toContain('https://gate.example.com/mcp');
    expect(existsSync(desk.config)).toBe(false);
  });

  test('gives them as texts in one document', async () => {
    const { stdout } = await createDesk(SECRETS).sit(['setup', '--snippets', '--json']);
    const { url, snippets } = JSON.parse(stdout) as { url: string; snippets: { id: string; text: string }[] };
    expect(url).toBe('http://127.0.0.1:8787');
    expect(snippets.map(({ id }) => id)).toEqual(['curl', 'http', 'stdio', 'claude-desktop']);
    expect(JSON.parse(snippets[1]?.text ?? '')).toHaveProperty('servers.wicketgate.headers.Authorization');
  });
});
