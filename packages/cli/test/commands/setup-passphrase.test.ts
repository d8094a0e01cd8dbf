import { describe, expect, test } from 'vitest';
import { type Answer, createDesk } from '../setup-desk.ts';
import { SECRETS, VALUES } from '../setup-project.ts';

describe('A passphrase for a new file', () => {
  const env = { WICKETGATE_MASTER_KEY: undefined };
  const good = 'a-passphrase-of-six-words';

  test('that is short, or another one the second time, is asked for again', async () => {
    const desk = createDesk(SECRETS.slice(2));
    const answers: readonly Answer[] = [
      ['New passphrase', 'elevenchars'],
      [/12 characters at least\.[^]*New passphrase/, good],
      ['The same again', `${good}!`],
      [/The two passphrases differ\.[^]*New passphrase/, good],
      ['The same again', good],
      ['BETA_KEY (what', VALUES.BETA_KEY],
    ];
    const { code, stderr, left } = await desk.sit(['setup'], { answers, env });
    expect({ code, left }).toEqual({ code: 0, left: [] });
    expect(stderr).not.toMatch(/elevenchars|six-words/);
  });

  test('is given up on after three times, and nothing is made', async () => {
    const desk = createDesk(SECRETS.slice(2));
    const answers = Array.from({ length: 3 }, (): Answer => ['New passphrase', 'elevenchars']);
    const { code, left } = await desk.sit(['setup'], { answers, env });
    expect({ code, left }).toEqual({ code: 1, left: [] });
    expect(desk.kept()).toBe('');
  });
});
