import { expect, test } from 'vitest';
import { browserEnvironment } from '../../src/rules/browser-environment.ts';

test('a browser gets what it needs to find its display, its desktop and its profile', () => {
  const needed = {
    PATH: '/usr/bin',
    HOME: '/nowhere',
    DISPLAY: ':0',
    WAYLAND_DISPLAY: 'wayland-0',
    XDG_RUNTIME_DIR: '/run/user/1000',
    KDE_FULL_SESSION: 'true',
    GNOME_DESKTOP_SESSION_ID: 'x',
    LC_ALL: 'C.UTF-8',
    BROWSER: 'firefox',
  };
  expect(browserEnvironment(needed, 'linux')).toEqual(needed);
});

test.each(['linux', 'darwin', 'win32'] as const)('on %s it gets no secret and nothing of ours', (platform) => {
  const env = {
    PATH: '/usr/bin',
    WICKETGATE_API_KEY: 'x',
    WICKETGATE_MASTER_KEY: 'x',
    WICKETGATE_URL: 'x',
    GITHUB_TOKEN: 'x',
    OPENAI_API_KEY: 'x',
    DATABASE_URL: 'x',
    AWS_SECRET_ACCESS_KEY: 'x',
    NODE_OPTIONS: 'x',
    PASSPHRASE: 'x',
    HOMEKEY: 'x',
  };
  expect(browserEnvironment(env, platform)).toEqual({ PATH: '/usr/bin' });
});

test('Windows spells names as it likes', () => {
  const env = { Path: 'C:\\', SystemRoot: 'C:\\Windows', 'ProgramFiles(x86)': 'C:\\x86', LocalAppData: 'C:\\l' };
  expect(browserEnvironment(env, 'win32')).toEqual(env);
});
