import { expect, it } from 'vitest';
import { isLocalBus } from '../../../src/node/keyring/session-bus.ts';

it.each([
  undefined,
  '',
  'unix:path=/run/user/1000/bus',
  'unix:path=/run/dbus-Ab12,guid=0123456789abcdef0123456789abcdef',
  'unix:guid=0123456789abcdef,path=/run/dbus-Ab12',
  'unix:abstract=/run/dbus-Ab12',
  'unix:path=%2frun%2fa%20b',
  'unix:path=/run/a;unix:path=/run/b',
])('A bus at %j is followed', (address) => {
  expect(isLocalBus(address)).toBe(true);
});

it.each([
  '/dev/null',
  'disabled:',
  'autolaunch:',
  'nonsense',
  ';',
  'unix:',
  'unix:path=',
  'unix:path=relative/bus',
  'unix:path=%zz',
  'unix:tmpdir=/run',
  'unixexec:path=/bin/sh,argv1=-c,argv2=id',
  'tcp:host=localhost,port=1',
  'nonce-tcp:host=localhost,port=1,noncefile=/run/n',
  'unix:path=/run/a;unixexec:path=/bin/sh',
  'unix:path=/run/a,unixexec:path=/bin/sh',
  'x\nunix:path=/run/a',
])('A bus at %j is not', (address) => {
  expect(isLocalBus(address)).toBe(false);
});
