import { expect, it } from 'vitest';
import { helperEnvironment } from '../../../src/node/keyring/helper-environment.ts';

it('What the keyring is found by goes along, and nothing else', () => {
  const needed = {
    HOME: '/srv/a',
    USER: 'a',
    LOGNAME: 'a',
    PATH: '/usr/bin',
    LANG: 'C',
    LC_ALL: 'C',
    LC_CTYPE: 'C',
    LC_MESSAGES: 'C',
    DBUS_SESSION_BUS_ADDRESS: 'unix:path=/run/bus',
    XDG_RUNTIME_DIR: '/run/user/1',
    DISPLAY: ':0',
    WAYLAND_DISPLAY: 'wayland-0',
    TMPDIR: '/tmp',
    SystemRoot: 'C:\\Windows',
    APPDATA: 'C:\\a',
    LOCALAPPDATA: 'C:\\b',
    USERPROFILE: 'C:\\c',
    TEMP: 'C:\\t',
    TMP: 'C:\\t',
  };
  const others = {
    GITHUB_TOKEN: 'canary',
    WICKETGATE_MASTER_KEY: 'canary',
    NODE_OPTIONS: '--require ./other.js',
    LD_PRELOAD: 'other.so',
    home: 'canary',
    MY_LC_ALL: 'canary',
    LC_GITHUB_TOKEN: 'canary',
    LC_TOKEN: 'canary',
    LANGUAGE: undefined,
    HOME_TOKEN: 'canary',
  };
  expect(helperEnvironment({ ...needed, ...others }, 'linux')).toEqual({ ...needed, ELECTRON_RUN_AS_NODE: '1' });
});

it('A variable that is not set stays so', () => {
  expect(helperEnvironment({ HOME: undefined, PATH: '' }, 'linux')).toEqual({ PATH: '', ELECTRON_RUN_AS_NODE: '1' });
});

it('Windows writes names as it likes', () => {
  const env = { SystemRoot: 'C:\\Windows', Path: 'C:\\bin', appdata: 'C:\\a', Github_Token: 'canary' };
  const { Github_Token: _left, ...kept } = env;
  expect(helperEnvironment(env, 'win32')).toEqual({ ...kept, ELECTRON_RUN_AS_NODE: '1' });
});

it('Elsewhere the case of a name counts', () => {
  expect(helperEnvironment({ Path: '/bin', SYSTEMROOT: 'x' }, 'darwin')).toEqual({
    SYSTEMROOT: 'x',
    ELECTRON_RUN_AS_NODE: '1',
  });
});
