import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSeededRandom } from '@wicketgate/testing';
import { describe, expect, test, vi } from 'vitest';
import { fakeKeyring } from '../keyrings.ts';
import { type Answer, createDesk, CTRL_C, type Desk, type SitOptions } from '../setup-desk.ts';
import { ALL, deskWithAll, SECRETS, VALUES } from '../setup-project.ts';

describe('Set-up at a terminal', () => {
  test('asks for every secret, the required ones first, and stores each encrypted', async () => {
    const desk = createDesk(SECRETS);
    const { code, stdout, stderr, left } = await desk.sit(['setup'], { answers: ALL });
    expect({ code, left }).toEqual({ code: 0, left: [] });
    expect(stderr).toContain('0 of 3 set');
    expect(stderr).toMatch(/\[1\/3\] ALPHA_KEY: opens alpha[\s\S]+\[2\/3\] BETA_KEY[\s\S]+\[3\/3\] GAMMA_KEY/);
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
      ['Open https://alpha.example.com/keys?', 'n'],
      ['ALPHA_KEY (what', 'mistyped-value-one'],
      ['Store it all the same? [y/N]', ''],
      ['ALPHA_KEY (what', 'mistyped-value-two'],
      ['Store it all the same?', 'y'],
    ];
    const { code, stderr, left } = await desk.sit(['setup'], { answers });
    expect({ code, left }).toEqual({ code: 0, left: [] });
    expect(stderr).toContain(
      'This does not look like a value for ALPHA_KEY. They look like alpha-…. Store it all the same? [y/N]',
    );
    expect(stderr).not.toContain('mistyped');
    expect((await desk.sit(['secrets', 'get', 'ALPHA_KEY'])).stdout).toBe('mistyped-value-two\n');
  });

  test('replaces what is set when that is wanted, and only then', async () => {
    const desk = await deskWithAll();
    const answers: readonly Answer[] = [
      ['Replace ALPHA_KEY?', 'y'],
      ['Open https://alpha.example.com/keys?', 'n'],
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

  test('keeps what another process stores meanwhile', async () => {
    const desk = createDesk(SECRETS);
    const [page, alpha, , gamma] = ALL;
    const typeBeta = async () => {
      const stdin = 'stored-by-somebody-else';
      expect((await desk.sit(['secrets', 'set', 'OTHER_KEY', '--stdin'], { stdin })).code).toBe(0);
      return VALUES.BETA_KEY;
    };
    const answers = [page, alpha, ['BETA_KEY (what', typeBeta], gamma] as readonly Answer[];
    expect((await desk.sit(['setup'], { answers })).code).toBe(0);
    expect((await desk.sit(['secrets', 'get', 'OTHER_KEY'])).stdout).toBe('stored-by-somebody-else\n');
    expect((await desk.sit(['secrets', 'get', 'BETA_KEY'])).stdout).toBe(`${VALUES.BETA_KEY}\n`);
  });

  test('goes on without a note of how far it came where that cannot be written', async () => {
    const desk = createDesk(SECRETS);
    mkdirSync(join(desk.config, 'secrets', 'setup.development.json'), { recursive: true });
    const { code, stderr, left } = await desk.sit(['setup'], { answers: ALL });
    expect({ code, left }).toEqual({ code: 0, left: [] });
    expect(stderr).toMatch(/setup\.development\.json cannot be written .+ A later run asks again for what is skipped/);
  });

  test('leaves out blanks around a value, and says so', async () => {
    const desk = createDesk(SECRETS.slice(2));
    const { stderr } = await desk.sit(['setup'], { answers: [['BETA_KEY (what', ` ${VALUES.BETA_KEY}\t`]] });
    expect(stderr).toContain('The blanks around it were left out.');
    expect((await desk.sit(['secrets', 'get', 'BETA_KEY'])).stdout).toBe(`${VALUES.BETA_KEY}\n`);
    expect((await createDesk(SECRETS).sit(['setup'], { answers: ALL })).stderr).not.toContain('blanks');
  });

  test('has nothing to ask where the project names no secret', async () => {
    const { code, stdout, stderr } = await createDesk([]).sit(['setup'], { answers: [['(what', '']] });
    expect(code).toBe(0);
    for (const text of [stdout, stderr]) expect(text).toContain('The project names no secret.');
    expect(stderr).not.toContain('what you type');
  });

  test('says of which secrets a program would give the value, once the project is allowed', async () => {
    const desk = createDesk([{ name: 'BETA_KEY', required: true, command: ['print-beta'] }, { name: 'GAMMA_KEY' }]);
    const { stderr } = await desk.sit(['setup'], { answers: [['BETA_KEY (what', CTRL_C]] });
    expect(stderr).toMatch(/Not fetched: BETA_KEY\. .*`wicketgate secrets allow`/);
  });

  test('says of which secrets the project has defaults, once it is allowed', async () => {
    const desk = createDesk([{ name: 'BETA_KEY', required: true, default: 'x' }, { name: 'GAMMA_KEY' }]);
    const { stderr } = await desk.sit(['setup'], { answers: [['BETA_KEY (what', CTRL_C]] });
    expect(stderr).toMatch(/Not taken: BETA_KEY\. .*`wicketgate secrets allow`/);
  });

  test('says with --quiet only what must be seen', async () => {
    const { stdout, stderr } = await createDesk(SECRETS).sit(['setup', '--quiet'], { answers: ALL });
    expect(stderr).not.toMatch(/0 of 3|\[1\/3\]|Stored/);
    expect(stdout).toMatch(/3 of 3 set[\s\S]+`wicketgate setup --snippets` prints how they are set up\.\n$/);
    expect(stdout).not.toContain('mcpServers');
  });

  test.each(['--quiet', '--json'])('asks with %s so that one knows what about', async (flag) => {
    const answers: readonly Answer[] = [
      ['Open https://alpha.example.com/keys? [Y/n]', 'n'],
      ['ALPHA_KEY (what', 'mistyped-value'],
      [/does not look like a value for ALPHA_KEY\. They look like alpha-…\. Store it all the same\? \[y\/N\]/, 'y'],
    ];
    const { code, left } = await createDesk(SECRETS.slice(1, 2)).sit(['setup', flag], { answers });
    expect({ code, left }).toEqual({ code: 0, left: [] });
  });
});

describe('The page of a secret', () => {
  const answers = (open: string): readonly Answer[] => [
    ['Open https://alpha.example.com/keys? [Y/n]', open],
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
    expect(stderr).toMatch(/(?:Page:|Open) https:\/\/alpha\.example\.com\/keys/);
    expect(desk.opened()).toEqual([]);
  });

  function sitFor(desk: Desk, { words = [], ...options }: SitOptions & { readonly words?: readonly string[] }) {
    return desk.sit(['setup', ...words], options);
  }
});
