import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { createScriptedBrowser, type ScriptedBrowser, type WebPage } from '@wicketgate/testing/openid';
import type { Environment } from '../../src/environment.ts';
import { type Outcome, run, start } from '../../src/program.ts';
import { PROVIDER_NAME } from '../../src/sign-in/sign-in-place.ts';
import { BIN } from './secrets-place.ts';
import { type CanaryPlace, GIVEN } from './sign-in-place.ts';
import { lastOpaque } from './sign-in-secrets.ts';

/** Somebody who runs the command on one machine, and has a browser. */
export interface Desk {
  /** A call of which nothing may show a token, however it ends: all that it says is kept. */
  readonly tell: (args: readonly string[], input?: string) => Promise<Outcome>;
  /** A call that prints a token on standard output, and there alone. */
  readonly show: (args: readonly string[]) => Promise<string>;
  /** Starts a sign-in, and answers its end once somebody has decided about what its first event says. */
  readonly login: (args: readonly string[], decide: (event: SignInEvent) => Promise<unknown>) => Promise<Outcome>;
  readonly browser: ScriptedBrowser;
}

export interface SignInEvent {
  readonly user_code: string;
  readonly url: string;
}

export interface DeskOptions {
  readonly place: CanaryPlace;
  readonly said: string[];
  /** The folder of its settings. */
  readonly settings: string;
  readonly env?: Environment;
}

export function openDesk({ place, said, settings, env = {} }: DeskOptions): Desk {
  const options = { cwd: place.home, env: place.envOf(settings, env) };
  const keep = (args: readonly string[], { code, stdout, stderr }: Outcome, isShown = true) =>
    said.push(`$ wicketgate ${args.join(' ')}`, `exit ${code}`, stderr, ...(isShown ? [stdout] : []));
  return {
    browser: createScriptedBrowser({ send: (request) => fetch(request) }),
    tell: async (args, input) => {
      const outcome = await run(process.execPath, [BIN, ...args], {
        ...options,
        ...(input !== undefined && { input }),
      });
      keep(args, outcome);
      return outcome;
    },
    show: async (args) => {
      const outcome = await run(process.execPath, [BIN, ...args], options);
      keep(args, outcome, false);
      return outcome.stdout;
    },
    login: async (args, decide) => {
      const whole = ['login', '--json', ...args];
      const program = start(process.execPath, [BIN, ...whole], options);
      const [line] = await program.waitFor(/^\{.*"event".*\}$/m);
      await decide(JSON.parse(line) as SignInEvent);
      const outcome = await program.ended;
      keep(whole, outcome);
      return outcome;
    },
  };
}

/** From the code to the page that asks who the person is. */
export async function typeCode({ browser }: Desk, { proxy }: CanaryPlace, code: string): Promise<WebPage> {
  return browser.press(await browser.open(`${proxy.url}/activate`), 'Continue', { fields: { user_code: code } });
}

/** From the page that offers the provider to the page after it. The provider remembers who has signed in there. */
export async function signInAtProvider({ browser }: Desk, offered: WebPage, login: string): Promise<WebPage> {
  const atProvider = await browser.press(offered, `Sign in with ${PROVIDER_NAME}`);
  const fields = { login, password: GIVEN.password };
  return browser.press(await browser.press(atProvider, 'Sign-in', { fields }), 'Continue');
}

/** Every command of somebody who is signed in. */
const COMMANDS = [
  'whoami',
  'whoami --json',
  'validate',
  'validate --json',
  'keys list',
  'sessions list --all',
  'sessions list --json',
  'config list --json',
  'token --token',
  'token --format nonsense',
];

/** A life in the encrypted file: a code, approved at the provider, and everything until the end. */
export async function useDevice(desk: Desk, place: CanaryPlace): Promise<readonly string[]> {
  await desk.login(['--device'], async ({ user_code: code }) => {
    const confirm = await signInAtProvider(desk, await typeCode(desk, place, code), 'otto');
    await desk.browser.press(confirm, 'Allow');
  });
  for (const words of COMMANDS) await desk.tell(words.split(' '));
  const shown = [
    await desk.show(['token']),
    await desk.show(['token', '--renew']),
    await desk.show(['token', '--format', 'json']),
  ];
  await desk.tell(['logout']);
  for (const words of ['whoami', 'token', 'sessions list', 'logout']) await desk.tell(words.split(' '));
  return shown;
}

/** A life in a plain file: by browser, refreshed. Answers its first refresh token, which somebody might have copied. */
export async function useBrowser(desk: Desk, place: CanaryPlace): Promise<string> {
  await loginByBrowser(desk, place, (offered) => signInAtProvider(desk, offered, 'anna'));
  const first = lastOpaque(place.proxy.exchanges, 'rt');
  await desk.show(['token', '--renew']);
  await desk.tell(['whoami', '--json']);
  await desk.tell(['keys', 'list']);
  place.provider.pause();
  await desk.show(['token', '--renew']);
  place.provider.resume();
  return first;
}

/** Signs in with a plain file; `prove` leads from the page that asks who the person is to the one that asks for a yes. */
export async function loginByBrowser(
  desk: Desk,
  { home }: CanaryPlace,
  prove: (offered: WebPage) => Promise<WebPage>,
): Promise<void> {
  await desk.login(['--browser', '--store', 'plain'], async () => {
    const address = (await untilThere(path.join(home, 'page'))).trim();
    await desk.browser.press(await prove(await desk.browser.open(address)), 'Allow');
  });
}

async function untilThere(file: string): Promise<string> {
  for (;;) {
    const text = await readFile(file, 'utf8').catch(() => undefined);
    if (text !== undefined) {
      await rm(file);
      return text;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
