import { expect, test } from 'vitest';
import { browserCommands, pageOfSignIn, pageToOpen } from '../../src/rules/browser-command.ts';

const PAGE = 'https://example.com/keys';
const DESK = { DISPLAY: ':0' };

test.each([
  ['https://example.com/keys', 'https://example.com/keys'],
  ['https://example.com/a b"c', 'https://example.com/a%20b%22c'],
])('%s is opened as %s', (url, page) => {
  expect(pageToOpen(url)).toBe(page);
});

test.each([
  'http://example.com/keys',
  'http://127.0.0.1/keys',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'vscode://extension/install',
  '--version',
  'https://me:word@example.com/',
  '',
])('%j is no page to open', (url) => {
  expect(pageToOpen(url)).toBeUndefined();
});

test.each(['https://gate.example.com/activate', 'http://127.0.0.1:8787/activate', 'http://[::1]:8787/authorize?a=b'])(
  '%s may be a page of the gateway',
  (url) => {
    expect(pageOfSignIn(url)).toBe(url);
  },
);

test.each([
  'http://gate.example.com/activate',
  'http://127.0.0.1.example.com/activate',
  'http://me:word@127.0.0.1/activate',
  'file:///etc/passwd',
  '--version',
])('%s is none', (url) => {
  expect(pageOfSignIn(url)).toBeUndefined();
});

test.each([
  ['linux', DESK, [['xdg-open', PAGE]]],
  ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, [['xdg-open', PAGE]]],
  ['darwin', {}, [['open', PAGE]]],
] as const)('on %s with %j it is %j', (platform, env, commands) => {
  expect(browserCommands(PAGE, { platform, env })).toEqual(commands);
});

test('on Windows no shell reads the page', () => {
  const [command] = browserCommands(PAGE, { platform: 'win32', env: { SystemRoot: String.raw`D:\Windows` } });
  expect(command).toEqual([String.raw`D:\Windows\System32\rundll32.exe`, 'url.dll,FileProtocolHandler', PAGE]);
});

test('BROWSER goes first, with the page in its place or behind it', () => {
  const env = { ...DESK, BROWSER: 'firefox --new-tab %s::lynx' };
  expect(browserCommands(PAGE, { platform: 'linux', env })).toEqual([
    ['firefox', '--new-tab', PAGE],
    ['lynx', PAGE],
    ['xdg-open', PAGE],
  ]);
});

test.each(['SSH_CONNECTION', 'SSH_CLIENT', 'SSH_TTY'])('with %s nothing is opened, whatever the display', (name) => {
  for (const platform of ['linux', 'darwin', 'win32'] as const) {
    expect(browserCommands(PAGE, { platform, env: { ...DESK, BROWSER: 'firefox', [name]: 'x' } })).toEqual([]);
  }
});

test('without a display nothing is opened, not even what BROWSER names', () => {
  expect(browserCommands(PAGE, { platform: 'linux', env: { BROWSER: 'firefox' } })).toEqual([]);
  expect(browserCommands(PAGE, { platform: 'linux', env: { DISPLAY: '' } })).toEqual([]);
});
