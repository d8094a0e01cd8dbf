import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Answer, createDesk, CTRL_C, CTRL_D, type SitOptions } from '../setup-desk.ts';
import { ALL, SECRETS, VALUES } from '../setup-project.ts';

describe('Ctrl-C and Ctrl-D', () => {
  const mismatch: readonly Answer[] = [...ALL.slice(0, 1), ['ALPHA_KEY (what', 'mistyped-value']];
  const places: readonly (readonly [
    where: string,
    before: readonly Answer[],
    question: string,
    options?: SitOptions,
  ])[] = [
    ['a new passphrase', [], 'New passphrase', { env: { WICKETGATE_MASTER_KEY: undefined } }],
    ['a page', [], 'Open https://alpha.example.com/keys?'],
    ['a value', ALL.slice(0, 1), 'ALPHA_KEY (what'],
    ['a value of another form', mismatch, 'Store it all the same?'],
    ['an optional value', ALL.slice(0, 3), 'GAMMA_KEY (what'],
  ];

  test.each(places.flatMap((place) => [CTRL_C, CTRL_D].map((key) => [place[0], key, place] as const)))(
    'at %s end the run with 130 (%j), and a second one finishes it',
    async (_, key, [, before, question, options = {}]) => {
      const desk = createDesk(SECRETS);
      const first = await desk.sit(['setup'], { ...options, answers: [...before, [question, key]] });
      expect(first).toMatchObject({ code: 130, left: [] });
      const stored = before.filter(([seen, typed]) => Object.values<unknown>(VALUES).includes(typed) && seen !== '');
      const second = await desk.sit(['setup'], {
        answers: ALL.filter(([seen]) => stored.length === 0 || !/alpha|ALPHA|BETA/.test(String(seen))),
      });
      expect(second).toMatchObject({ code: 0, left: [] });
    },
  );

  test('while connections are tested say what is stored and how to test it', async () => {
    const probe = { method: 'GET', url: 'https://beta.example.com/me', present: 'bearer' };
    const desk = createDesk([{ name: 'BETA_KEY', required: true, probe }]);
    await desk.sit(['secrets', 'allow', '--yes']);
    const interrupt = new AbortController();
    const { code, stderr } = await desk.sit(['setup', '--environment', 'staging'], {
      answers: [['BETA_KEY (what', VALUES.BETA_KEY]],
      signal: interrupt.signal,
      fetch: () => {
        interrupt.abort();
        return new Promise(() => undefined);
      },
    });
    expect(code).toBe(130);
    expect(stderr).toContain(
      'What was given is stored. `wicketgate secrets check --probe --environment staging` tests it.',
    );
  });
});

describe('A run that goes on', () => {
  const broken: readonly Answer[] = [...ALL.slice(0, 2), ['BETA_KEY (what', ''], ['GAMMA_KEY (what', CTRL_C]];

  test('asks for what the project has named since', async () => {
    const desk = createDesk(SECRETS);
    await desk.sit(['setup'], { answers: broken });
    const names = ['ALPHA_KEY', 'BETA_KEY', 'NEW_KEY'];
    const document = { version: 1, secrets: names.map((name) => ({ name, required: true })) };
    writeFileSync(join(desk.project, 'wicketgate.secrets.json'), JSON.stringify(document));
    const { stderr, left } = await desk.sit(['setup'], { answers: [['NEW_KEY (what', 'a-new-value']] });
    expect(left).toEqual([]);
    expect(stderr).toContain('Going on where you stopped: 2 of 3 done.');
  });

  test('says nothing of it where all that was done is of no concern any more', async () => {
    const desk = createDesk(SECRETS);
    await desk.sit(['setup'], { answers: broken });
    const document = { version: 1, secrets: [{ name: 'NEW_KEY' }] };
    writeFileSync(join(desk.project, 'wicketgate.secrets.json'), JSON.stringify(document));
    const { stderr } = await desk.sit(['setup'], { answers: [['NEW_KEY (what', 'a-new-value']] });
    expect(stderr).not.toContain('Going on');
  });

  test('begins anew in another environment, and names that in all that it advises', async () => {
    const desk = createDesk(SECRETS);
    await desk.sit(['setup'], { answers: broken });
    const { stdout, stderr, left } = await desk.sit(['setup', '--environment', 'staging'], { answers: ALL });
    expect(left).toEqual([]);
    expect(stderr).not.toContain('Going on');
    for (const line of stdout.split('\n').filter((text) => text.includes('wicketgate run'))) {
      expect(line).toContain('wicketgate run --environment staging');
    }
    expect(existsSync(join(desk.config, 'secrets', 'setup.development.json'))).toBe(true);
  });

  test('says how to go on in the environment that was broken off', async () => {
    const options = { answers: [['Open', CTRL_C]] as const };
    const { stderr } = await createDesk(SECRETS).sit(['setup', '--environment', 'staging'], options);
    expect(stderr).toContain('`wicketgate setup --environment staging` goes on where it stopped');
  });
});
