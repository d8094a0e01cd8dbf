import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fakeKeyring } from '../keyrings.ts';
import { createDesk } from '../setup-desk.ts';
import { deskWithAll, SECRETS, VALUES } from '../setup-project.ts';

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

  test('leaves another value alone than the one that is stored', async () => {
    const desk = await deskWithAll();
    const file = join(desk.project, '.env');
    writeFileSync(file, 'BETA_KEY=a-newer-value-of-beta\n', { mode: 0o600 });
    const { stderr } = await desk.sit(['setup', '--from-env', '--dotenv-file', '.env']);
    expect(readFileSync(file, 'utf8')).toBe(
      'BETA_KEY=a-newer-value-of-beta\nGAMMA_KEY=wicketgate:GAMMA_KEY\nALPHA_KEY=wicketgate:ALPHA_KEY\n',
    );
    expect(stderr).toContain('Left out of .env: BETA_KEY.');
  });

  const places = ['apps/.env', '.env.production', '.env'];
  const writes = [[], ['--plain-values']];

  test.each(places.flatMap((place) => writes.map((words) => [place, words] as const)))(
    'never destroys a value that stands in %s alone: %j',
    async (place, words) => {
      const desk = await deskWithAll();
      mkdirSync(join(desk.project, 'apps'));
      const file = join(desk.project, place);
      const text = `BETA_KEY=only-in-this-file\nALPHA_KEY=${VALUES.ALPHA_KEY}\n`;
      writeFileSync(file, text, { mode: 0o600 });
      // As a shell has it that has loaded the file.
      const env = { BETA_KEY: 'only-in-this-file' };
      const argv = ['setup', '--from-env', '--no-probe', '--dotenv-file', place, ...words];
      const { code, stdout, stderr } = await desk.sit(argv, { env });
      expect(code).toBe(0);
      expect(readFileSync(file, 'utf8')).toMatch(/^BETA_KEY=only-in-this-file$/m);
      expect(readFileSync(file, 'utf8')).toContain(words.length > 0 ? VALUES.ALPHA_KEY : 'wicketgate:ALPHA_KEY');
      expect(stderr).toMatch(
        new RegExp(`Left out of ${place}: BETA_KEY\\..+\`wicketgate secrets set NAME\` stores it`),
      );
      expect(stdout + stderr).not.toContain('only-in-this-file');
      expect(JSON.parse((await desk.sit([...argv, '--json'], { env })).stdout)).toMatchObject({
        dotenv_file: place,
        dotenv_left: ['BETA_KEY'],
      });
    },
  );

  test('names a key that the file alone has, wherever the file is', async () => {
    const desk = createDesk(SECRETS);
    mkdirSync(join(desk.project, 'apps'));
    const file = join(desk.project, 'apps', '.env');
    writeFileSync(file, 'GAMMA_KEY=only-in-this-file\n', { mode: 0o600 });
    const { stderr } = await desk.sit(['setup', '--from-env', '--dotenv-file', 'apps/.env']);
    expect(stderr).toContain('Left out of apps/.env: GAMMA_KEY.');
    expect(readFileSync(file, 'utf8')).toBe('GAMMA_KEY=only-in-this-file\n');
  });

  test('leaves no line of a name behind that has several, and none alone that has another value', async () => {
    const desk = await deskWithAll();
    const file = join(desk.project, '.env');
    const lines = ['BETA_KEY=an-earlier-value', `ALPHA_KEY=${VALUES.ALPHA_KEY}`, `BETA_KEY=${VALUES.BETA_KEY}`];
    writeFileSync(file, [...lines, `ALPHA_KEY="${VALUES.ALPHA_KEY}"`, ''].join('\n'), { mode: 0o600 });
    const { stderr } = await desk.sit(['setup', '--from-env', '--dotenv-file', '.env']);
    expect(readFileSync(file, 'utf8').split('\n')).toEqual([
      ...['BETA_KEY=an-earlier-value', `BETA_KEY=${VALUES.BETA_KEY}`],
      ...['ALPHA_KEY=wicketgate:ALPHA_KEY', 'GAMMA_KEY=wicketgate:GAMMA_KEY', ''],
    ]);
    expect(stderr).toContain('Left out of .env: BETA_KEY.');
  });

  test('takes a value in the keyring for stored, and none under another name', async () => {
    const keyring = fakeKeyring();
    keyring.entries.set('secret:development:BETA_KEY', VALUES.BETA_KEY);
    keyring.entries.set('secret:development:OLD_ALPHA', VALUES.ALPHA_KEY);
    const desk = createDesk(SECRETS);
    const file = join(desk.project, '.env');
    writeFileSync(file, `BETA_KEY=${VALUES.BETA_KEY}\nALPHA_KEY=${VALUES.ALPHA_KEY}\n`, { mode: 0o600 });
    await desk.sit(['setup', '--from-env', '--dotenv-file', '.env'], { keyring });
    expect(readFileSync(file, 'utf8')).toBe(`BETA_KEY=wicketgate:BETA_KEY\nALPHA_KEY=${VALUES.ALPHA_KEY}\n`);
  });

  test('writes the values themselves only when that is asked for, for their owner alone', async () => {
    const desk = await deskWithAll();
    await desk.sit(['setup', '--from-env', '--dotenv-file', '.env', '--plain-values']);
    const file = join(desk.project, '.env');
    expect(readFileSync(file, 'utf8')).toContain(`ALPHA_KEY=${VALUES.ALPHA_KEY}\n`);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test('writes no value where git would take it along', async () => {
    const desk = await deskWithAll();
    execFileSync('git', ['init', '--quiet', desk.project]);
    const { code, stderr } = await desk.sit(['setup', '--from-env', '--dotenv-file', '.env', '--plain-values']);
    expect(code).toBe(78);
    expect(stderr).toMatch(/\.gitignore[\s\S]*not_ignored/);
    expect(existsSync(join(desk.project, '.env'))).toBe(false);
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
