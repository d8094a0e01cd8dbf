import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { findBrowser } from '../../src/adapters/browser.ts';
import { temporaryFolder } from '../cli-harness.ts';

const PAGE = 'https://example.com/keys';

/** A desktop whose program to open pages writes down what it was given. */
function desktop(name = 'xdg-open') {
  const folder = temporaryFolder();
  const notes = join(folder, 'notes');
  writeFileSync(
    join(folder, name),
    `#!/bin/sh\n{ echo "$@"; env; } > '${notes}.part'; mv '${notes}.part' '${notes}'\n`,
  );
  chmodSync(join(folder, name), 0o755);
  return { folder, notes, env: { PATH: `${folder}:${process.env['PATH'] ?? ''}`, DISPLAY: ':0' } };
}

test('a page is opened by the program of the desktop, in a harmless environment', async () => {
  const { env, notes } = desktop();
  const browser = await findBrowser({ env: { ...env, GITHUB_TOKEN: 'a-secret' }, platform: 'linux' });
  expect(await browser?.open(PAGE)).toBe(true);
  await vi.waitFor(() => expect(existsSync(notes)).toBe(true), { timeout: 5_000 });
  const [page, ...variables] = readFileSync(notes, 'utf8').split('\n');
  expect(page).toBe(PAGE);
  expect(variables).toContain('DISPLAY=:0');
  expect(variables.join('\n')).not.toContain('a-secret');
});

test('an entry of BROWSER that is not there is passed over', async () => {
  const { env, notes } = desktop('my-browser');
  const browser = await findBrowser({ env: { ...env, BROWSER: 'no-such-browser:my-browser' }, platform: 'linux' });
  expect(await browser?.open(PAGE)).toBe(true);
  await vi.waitFor(() => expect(existsSync(notes)).toBe(true), { timeout: 5_000 });
});

test('there is none without a display, and none without a program', async () => {
  const { env, folder } = desktop();
  expect(await findBrowser({ env: { ...env, DISPLAY: undefined }, platform: 'linux' })).toBeUndefined();
  expect(await findBrowser({ env: { DISPLAY: ':0', PATH: join(folder, 'empty') }, platform: 'linux' })).toBeUndefined();
});

test('a program that cannot be started is told from one that can', async () => {
  const { env, folder } = desktop();
  writeFileSync(join(folder, 'xdg-open'), '#!/no/such/shell\n');
  const browser = await findBrowser({ env: { ...env, PATH: folder }, platform: 'linux' });
  expect(await browser?.open(PAGE)).toBe(false);
});
