import { chmodSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { askDefaultCollection, readDefaultCollection } from '../../../src/node/keyring/default-collection.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

describe('What the session bus says of the default keyring', () => {
  it.each([
    // dbus-send 1.14, gdbus 2.74 and busctl 252.
    ['   /org/freedesktop/secrets/collection/login', 'keeps'],
    ["(objectpath '/org/freedesktop/secrets/collection/login',)\n", 'keeps'],
    ['o "/org/freedesktop/secrets/collection/login"\n', 'keeps'],
    ['   /org/freedesktop/secrets/collection/session', 'forgets'],
    ["(objectpath '/org/freedesktop/secrets/collection/session',)\n", 'forgets'],
    ['o "/org/freedesktop/secrets/collection/session"\n', 'forgets'],
    ['   /', 'none'],
    ["(objectpath '/',)\n", 'none'],
    ['o "/"\n', 'none'],
    ['o "/org/freedesktop/secrets/collection/my_session"', 'keeps'],
    ['', 'unknown'],
    ['()', 'unknown'],
  ])('%j', (printed, meaning) => {
    expect(readDefaultCollection(printed)).toBe(meaning);
  });
});

describe('Asking for it', () => {
  beforeEach(({ skip }) => {
    skip(process.platform === 'win32', 'its programs here are shell scripts');
  });

  /** A folder of programs, each a line of shell. */
  async function programs(lines: Readonly<Record<string, string>>): Promise<string> {
    const folder = await temporaryFolder();
    for (const [name, line] of Object.entries(lines)) {
      writeFileSync(path.join(folder, name), `#!/bin/sh\n${line}\n`);
      chmodSync(path.join(folder, name), 0o755);
    }
    return folder;
  }

  const ask = (PATH: string) => askDefaultCollection({ env: { PATH }, signal: new AbortController().signal });
  const SESSION = `echo "o '/org/freedesktop/secrets/collection/session'"`;

  it.each(['dbus-send', 'gdbus', 'busctl'])('takes %s when it is the only one', async (name) => {
    expect(await ask(await programs({ [name]: SESSION }))).toBe('forgets');
  });

  it('takes none from the current folder, whatever PATH says', async () => {
    const folder = await programs({ 'dbus-send': SESSION });
    const relative = path.relative(process.cwd(), folder);
    expect(await ask(relative)).toBe('unknown');
    expect(await ask(`${relative}:${folder}`)).toBe('forgets');
  });

  it('shows it no screen, with which it would start a bus of its own', async () => {
    const PATH = await programs({ 'dbus-send': `[ -z "$DISPLAY$WAYLAND_DISPLAY" ] && [ "$HOME" = /h ] && ${SESSION}` });
    const env = { PATH, HOME: '/h', DISPLAY: ':0', WAYLAND_DISPLAY: 'wayland-0' };
    expect(await askDefaultCollection({ env, signal: new AbortController().signal })).toBe('forgets');
  });

  it('asks the next program when one fails', async () => {
    expect(await ask(await programs({ 'dbus-send': 'exit 1', gdbus: SESSION }))).toBe('forgets');
  });

  it('does not know when there is none, or none gets an answer', async () => {
    expect(await ask(await programs({}))).toBe('unknown');
    expect(await ask(await programs({ 'dbus-send': 'exit 1', gdbus: 'exit 1', busctl: 'exit 1' }))).toBe('unknown');
  });

  it('ends with its signal', async () => {
    const PATH = await programs({ 'dbus-send': 'exec /bin/sleep 1000' });
    const controller = new AbortController();
    const asked = askDefaultCollection({ env: { PATH }, signal: controller.signal });
    const reason = new Error('enough');
    controller.abort(reason);
    await expect(asked).rejects.toBe(reason);
  });
});
