import { expect, test } from 'vitest';
import { formatOfPath, formatOfText } from '../../../src/rules/config-files/formats.ts';
import { usualPlaces } from '../../../src/rules/config-files/places.ts';
import { serverIdOf } from '../../../src/rules/config-files/server-id.ts';

const files = (options: Partial<Parameters<typeof usualPlaces>[0]>) =>
  usualPlaces({ cwd: '/code', home: '/people/me', platform: 'linux', env: {}, ...options }).map(({ file }) => file);

test('the files of the project come first, and are marked as such', () => {
  const places = usualPlaces({ cwd: '/code', home: '/people/me', platform: 'linux', env: {} });
  const ofProject = places.filter(({ scope }) => scope === 'project').map(({ file }) => file);
  expect(ofProject).toEqual(['/code/.vscode/mcp.json', '/code/.mcp.json', '/code/.cursor/mcp.json']);
  expect(places.slice(0, 3).every(({ scope }) => scope === 'project')).toBe(true);
});

test('each system has its folder of applications', () => {
  expect(files({})).toContain('/people/me/.config/Claude/claude_desktop_config.json');
  expect(files({ env: { XDG_CONFIG_HOME: '/elsewhere' } })).toContain('/elsewhere/Code/User/mcp.json');
  expect(files({ env: { XDG_CONFIG_HOME: 'relative' } })).toContain('/people/me/.config/Code/User/mcp.json');
  expect(files({ platform: 'darwin' })).toContain(
    '/people/me/Library/Application Support/Claude/claude_desktop_config.json',
  );
  expect(files({ platform: 'win32', env: { APPDATA: 'C:\\Data' } })).toContain(
    'C:\\Data\\Claude\\claude_desktop_config.json',
  );
});

test('an account without a home folder has the files of the project alone', () => {
  expect(files({ home: undefined })).toHaveLength(3);
});

test.each([
  ['/x/.vscode/mcp.json', 'vscode'],
  ['/x/.cursor/mcp.json', 'cursor'],
  ['/x/.mcp.json', 'claude-code'],
  ['C:\\x\\claude_desktop_config.json', 'claude-desktop'],
  ['/x/servers.json', undefined],
])('the form of %s is %s', (file, format) => {
  expect(formatOfPath(file)).toBe(format);
});

test('where the name says nothing, the text tells the form, and never the own one', () => {
  expect(formatOfText('{"mcpServers":{}}')).toBe('cursor');
  expect(formatOfText('{"servers":{}}')).toBe('vscode');
  expect(formatOfText('{')).toBe('vscode');
});

test.each([
  ['git hub', 'git-hub'],
  ['a.b_c-d', 'a.b_c-d'],
  ['/x/', 'x'],
  ['x'.repeat(65), 'x'.repeat(64)],
  ['***', undefined],
])('the id of %j is %j', (name, id) => {
  expect(serverIdOf(name)).toBe(id);
});
