import { createFakeGateway, type FakeGateway, type Misbehaviour } from '@wicketgate/testing';
import { serveOverHttp } from '@wicketgate/testing/http';
import { beforeEach, describe, expect, test } from 'vitest';
import { type GateWindow, STATUS } from '../src/vscode/gate-window.ts';
import { createDesk, expectStatus, signOut, useDesk } from './vscode/desk.ts';

const PERSON = 'dev@example.com';
const ACTIVE = `Wicketgate: ${PERSON}`;
/** No check takes longer than ten seconds; the rest is the time of the screen, on a busy machine. */
const VERDICT_MS = 11_000;

let fake: FakeGateway;
let window: GateWindow;
let apiKey: string;
/** Who a gateway may send us to. It must never be asked anything. */
const asked: string[] = [];
let elsewhere: string;

useDesk(async (cleanup) => {
  fake = createFakeGateway();
  const served = await serveOverHttp(fake.fetch);
  const other = await serveOverHttp((request) => {
    asked.push(`${request.url} ${request.headers.get('authorization') ?? ''}`);
    return fake.fetch(request);
  });
  cleanup.defer(() => served.close());
  cleanup.defer(() => other.close());
  elsewhere = other.url;
  ({ apiKey } = fake.issue({ owner: { id: PERSON } }));
  const made = await createDesk({ cleanup, machineSettings: { 'wicketgate.url': served.url } });
  window = await made.openWindow();
  return made;
});

/** Each scenario begins signed out: without a receipt, and without messages. */
beforeEach(async () => {
  fake.heal();
  if ((await window.status.text()) !== STATUS.noKey) await signOut(window);
  await expectStatus(window, STATUS.noKey);
  await window.workbench.forget();
});

const ANSWERS: readonly (readonly [name: string, how: () => Misbehaviour, words: string])[] = [
  ['answers 200 with {"valid":false}', () => 'valid-false', 'The gateway gave no usable answer.'],
  [
    'sends the question on to another origin',
    () => ({ status: 307, headers: { Location: `${elsewhere}/api/v1/auth/validate` } }),
    'The gateway gave no usable answer.',
  ],
  ['answers with a page in HTML', () => 'html', 'The gateway gave no usable answer.'],
  ['never answers', () => 'hang', 'The gateway did not answer in time.'],
  ['begins an answer and never ends it', () => 'stall', 'The gateway did not answer in time.'],
  ['answers 500', () => ({ status: 500, body: 'Internal Server Error' }), 'The gateway gave no usable answer.'],
];

describe('A gateway that', () => {
  test.each(ANSWERS)(
    '%s never opens the gate, and is told as unavailable within ten seconds',
    async (_, how, words) => {
      fake.fail(how(), { times: Infinity });
      await window.enterKey(apiKey);
      await expectStatus(window, STATUS.unavailable, VERDICT_MS);
      const told = await window.workbench.notifications.waitFor(words);
      expect(told).not.toMatch(/refused|invalid/i);
      expect((await window.status.look()).label).toContain(words);
      await window.openSideBar();
      expect(await window.workbench.sideBar.welcomeText()).toContain('The gateway cannot be asked about you.');
      expect(await window.accountText()).toBe('');

      const history = await window.status.history();
      expect(history).not.toContain(ACTIVE);
      expect(history).not.toContain(STATUS.invalid);
      expect(asked).toEqual([]);

      fake.heal();
      await window.run('Check Status');
      await expectStatus(window, ACTIVE);
    },
  );
});
