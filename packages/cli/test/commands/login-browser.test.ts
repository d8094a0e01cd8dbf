import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { RunOptions } from '../cli-harness.ts';
import { createSignInBench, DEV, type SignInBench, tokenRecords } from '../sign-in-bench.ts';

interface Desk extends SignInBench {
  /** The environment of a desktop whose browser writes down the page that it is given. */
  readonly env: Readonly<Record<string, string>>;
  /** Somebody who does something with the page, once, as soon as it is open. */
  readonly whenOpened: (act: (page: string) => Promise<unknown>) => NonNullable<RunOptions['meanwhile']>;
}

function createDesk(): Desk {
  const bench = createSignInBench();
  const note = join(bench.folder, 'page');
  writeFileSync(
    join(bench.folder, 'xdg-open'),
    `#!/bin/sh\necho "$@" > '${note}.part'\n/bin/mv '${note}.part' '${note}'\n`,
  );
  chmodSync(join(bench.folder, 'xdg-open'), 0o755);
  const whenOpened: Desk['whenOpened'] = (act) => {
    let done = false;
    return async () => {
      if (done || !existsSync(note)) return;
      done = true;
      await act(readFileSync(note, 'utf8').trim());
    };
  };
  return { ...bench, env: { PATH: bench.folder, DISPLAY: ':0' }, whenOpened };
}

test('where a page can be shown the browser signs in', async () => {
  const { runSignedIn, gateway, keyring, env, whenOpened } = createDesk();
  const pages: string[] = [];
  const meanwhile = whenOpened(async (page) => {
    const back = await fetch(gateway.signIn.authorize(page, DEV));
    pages.push(page, await back.text());
  });
  const { code, stdout, stderr } = await runSignedIn(['login'], { env, meanwhile });
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: 'Signed in as corp:dev (Dev, dev@example.com). The sign-in is in the keyring (Memory).\n',
  });
  const [page = '', done] = pages;
  expect(page).toMatch(/^https:\/\/gateway\.example\.com\/authorize\?/);
  expect(stderr).toContain(`Your browser shows a page of the gateway now.`);
  expect(stderr).toContain(page);
  expect(done).toContain('You can close this page');
  expect(tokenRecords(keyring)).toHaveLength(1);
});

test('--json tells of the page', async () => {
  const { runSignedIn, gateway, env, whenOpened } = createDesk();
  const meanwhile = whenOpened((page) => fetch(gateway.signIn.authorize(page, DEV)));
  const { stdout, stderr } = await runSignedIn(['login', '--json'], { env, meanwhile });
  const [first = '', second = ''] = stdout.split('\n');
  expect(JSON.parse(first)).toMatchObject({ event: 'browser', opened: true });
  expect(JSON.parse(second)).toMatchObject({ event: 'signed_in', store: 'keyring' });
  expect(stderr).toBe('');
});

test.each([
  ['over SSH', { SSH_CONNECTION: '192.0.2.1 1 192.0.2.2 22' }, []],
  ['without a display', { DISPLAY: '' }, []],
  ['with --no-open', {}, ['--no-open']],
])('%s a code is shown instead, and no page is opened', async (_, change, argv) => {
  const { runSignedIn, env, folder } = createDesk();
  const interrupt = new AbortController();
  const meanwhile: RunOptions['meanwhile'] = ({ stderr }) => {
    if (stderr.includes('type this code')) interrupt.abort();
  };
  const options = { env: { ...env, ...change }, meanwhile, signal: interrupt.signal };
  expect((await runSignedIn(['login', ...argv], options)).code).toBe(130);
  expect(existsSync(join(folder, 'page'))).toBe(false);
});

test('--browser without one shows the address for whoever opens it', async () => {
  const { runSignedIn, gateway } = createSignInBench();
  let done = false;
  const meanwhile: RunOptions['meanwhile'] = async ({ stderr }) => {
    const [page] = /https:\/\/gateway\.example\.com\/authorize\S+/.exec(stderr) ?? [];
    if (done || page === undefined) return;
    done = true;
    await fetch(gateway.signIn.authorize(page, DEV));
  };
  const { code, stderr } = await runSignedIn(['login', '--browser'], { meanwhile });
  expect(code).toBe(0);
  expect(stderr).toContain('Open this address in a browser on this machine:');
});

test('--device --open opens the page of the code, without the code', async () => {
  const { runSignedIn, gateway, env, whenOpened } = createDesk();
  const pages: string[] = [];
  const shown = { code: '' };
  const opened = whenOpened((page) => {
    pages.push(page);
    gateway.signIn.approve(shown.code, DEV);
    return Promise.resolve();
  });
  const meanwhile: RunOptions['meanwhile'] = async (printed) => {
    shown.code = /│ {3}(\S{9}) {3}│/.exec(printed.stderr)?.[1] ?? '';
    await opened(printed);
  };
  expect((await runSignedIn(['login', '--device', '--open'], { env, meanwhile })).code).toBe(0);
  expect(pages).toEqual(['https://gateway.example.com/activate']);
});

test('a person who refuses ends it with 3', async () => {
  const { runSignedIn, gateway, env, whenOpened, keyring } = createDesk();
  const meanwhile = whenOpened((page) => fetch(gateway.signIn.authorize(page, 'denied')));
  const { code, stderr } = await runSignedIn(['login'], { env, meanwhile });
  expect(code).toBe(3);
  expect(stderr).toContain('(authorization_denied)');
  expect(tokenRecords(keyring)).toEqual([]);
});

test('an interrupt stops listening', async () => {
  const { runSignedIn, env, whenOpened } = createDesk();
  const interrupt = new AbortController();
  const redirects: string[] = [];
  const meanwhile = whenOpened((page) => {
    redirects.push(new URL(page).searchParams.get('redirect_uri') ?? '');
    interrupt.abort();
    return Promise.resolve();
  });
  const { code } = await runSignedIn(['login'], { env, meanwhile, signal: interrupt.signal });
  expect(code).toBe(130);
  await expect(fetch(redirects[0] ?? '')).rejects.toThrow('fetch failed');
});
