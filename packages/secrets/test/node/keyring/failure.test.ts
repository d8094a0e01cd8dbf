import { Secret } from '@wicketgate/core';
import { describe, expect, it } from 'vitest';
import { keyringFailure } from '../../../src/node/keyring/failure.ts';

const failure = (text: string, backend = 'Secret Service') => keyringFailure({ backend, step: 'use', text });

describe('The meaning of what a keyring says', () => {
  // Measured with gnome-keyring 42.1 and dbus-daemon 1.14.
  it.each([
    [
      'Platform failure: DBus error: Using X11 for dbus-daemon autolaunch was disabled at compile time, set your DBUS_SESSION_BUS_ADDRESS instead',
      'keyring_unavailable',
      'There is no session bus',
    ],
    [
      'Platform failure: DBus error: Failed to connect to socket /run/user/1000/bus: No such file or directory',
      'keyring_unavailable',
      'There is no session bus',
    ],
    [
      'Platform failure: DBus error: The name org.freedesktop.secrets was not provided by any .service files',
      'keyring_unavailable',
      'Nothing on this machine offers a Secret Service.',
    ],
    ['DBus error: Message recipient disconnected from message bus without replying', 'keyring_unavailable', ''],
    ['Secret Service: no result found', 'keyring_unavailable', 'has no default keyring'],
    [
      "Couldn't access platform storage: Secret Service: unlock prompt was dismissed",
      'keyring_locked',
      'The Secret Service is locked, and nobody unlocked it.',
    ],
    ['Secret Service: object locked', 'keyring_locked', 'is locked'],
    ['DBus error: org.freedesktop.DBus.Error.NoReply', 'keyring_timeout', 'did not answer in time'],
    ['DBus error: Did not receive a reply. Possible causes include', 'keyring_timeout', 'did not answer in time'],
  ])('Secret Service: %s', (text, code, message) => {
    const error = failure(text);
    expect(error).toMatchObject({ code });
    expect(error.message).toContain(message);
    expect(error.hint).toBeTruthy();
  });

  // From the sources of dbus-broker, dbus-daemon, AppArmor and the native module; not exercised.
  it.each([
    ['The name is not activatable', 'Nothing on this machine offers'],
    ['The name does not have an owner', 'Nothing on this machine offers'],
    ["Could not activate remote peer 'org.freedesktop.secrets': startup job failed", 'Nothing on this machine offers'],
    ['Process org.freedesktop.secrets exited with status 1', 'Nothing on this machine offers'],
    ['Process org.freedesktop.secrets received signal 6', 'Nothing on this machine offers'],
    ['Failed to execute program org.freedesktop.secrets: No such file or directory', 'Nothing on this machine offers'],
    ['Unit dbus-org.freedesktop.secrets.service not found.', 'Nothing on this machine offers'],
    ['No DBus session or Secret Service provider found', 'Nothing on this machine offers'],
    ['no secret service provider or dbus session found', 'Nothing on this machine offers'],
    ['An AppArmor policy prevents this sender from sending this message', 'is not allowed to ask'],
    ['Rejected send message, 2 matched rules; type="method_call"', 'is not allowed to ask'],
    ['Sender is not authorized to send message', 'is not allowed to ask'],
    ['In D-Bus address, percent character was followed by characters other than hex digits', 'There is no session bus'],
  ])('Secret Service, elsewhere: %s', (text, message) => {
    const error = failure(`Platform failure: DBus error: ${text}`);
    expect(error).toMatchObject({ code: 'keyring_unavailable' });
    expect(error.message).toContain(message);
  });

  // From the documents of the two systems; not exercised on them.
  it.each([
    ['macOS Keychain', 'Platform failure: User interaction is not allowed.', 'keyring_locked'],
    ['macOS Keychain', 'OSStatus error -25308', 'keyring_locked'],
    ['macOS Keychain', 'User canceled the operation. (-128)', 'keyring_locked'],
    ['macOS Keychain', 'The user name or passphrase you entered is not correct.', 'keyring_locked'],
    ['macOS Keychain', 'No keychain is available. You may need to restart your computer.', 'keyring_unavailable'],
    ['macOS Keychain', 'A default keychain could not be found.', 'keyring_unavailable'],
    ['Windows Credential Manager', 'A specified logon session does not exist. (os error 1312)', 'keyring_unavailable'],
  ])('%s: %s', (backend, text, code) => {
    expect(failure(text, backend)).toMatchObject({ code });
  });

  it.each(['the disk is on fire', 'AES-128 is not offered', 'blocked by policy', 'item 13120'])(
    'is a failure where the text is not known: %s',
    (text) => {
      expect(failure(text)).toMatchObject({ code: 'keyring_failed' });
    },
  );

  it('repeats a text that is not known', () => {
    const error = failure('the disk is on fire');
    expect(error).toMatchObject({ code: 'keyring_failed' });
    expect(error.message).toBe('The Secret Service failed: the disk is on fire');
  });

  it('is a failure where something else came back, whatever the words are', () => {
    expect(keyringFailure({ backend: 'B', step: 'compare', text: 'locked' })).toMatchObject({ code: 'keyring_failed' });
  });

  it('is a keyring that is not there where the module does not load, whatever the words are', () => {
    const error = keyringFailure({ backend: 'B', step: 'load', text: 'it is locked' });
    expect(error).toMatchObject({ code: 'keyring_unavailable' });
    expect(error.hint).toContain('@napi-rs/keyring');
  });
});

describe('A foreign text in an error', () => {
  it('is one printable line of 200 characters at most', () => {
    const message = failure(`a\n\u001b[31mb\u202e${'x'.repeat(500)}`).message;
    expect(message).toBe(`The Secret Service failed: a [31mb ${'x'.repeat(200 - 'a [31mb '.length)}`);
    expect(failure('').message).toBe('The Secret Service failed: it gave no reason.');
  });

  it.each([
    ['all of it', 'sk-0123456789', 'cannot store sk-0123456789'],
    ['six characters of it', 'sk-0123456789', 'cannot store 234567'],
    ['all of a short one', 'pin', 'cannot store pin'],
    ['lines of it on one', 'abcd\nefgh\r\nijkl', 'cannot store abcd efgh ijkl'],
  ])('is left out when it shares %s with the value', (_part, value, text) => {
    const secret = new Secret(value);
    const error = keyringFailure({ backend: 'B', step: 'use', text, secret });
    expect(error.message).toBe('The B failed: it gave no reason.');
    expect(error.cause).toEqual(undefined);
    const known = keyringFailure({ backend: 'B', step: 'use', text: `${text}: locked`, secret });
    expect(String(known.cause)).not.toContain(value.slice(0, 3));
  });

  it('stays when it shares five characters with the value', () => {
    const secret = new Secret('sk-0123456789');
    const error = keyringFailure({ backend: 'B', step: 'use', text: 'error 34567', secret });
    expect(error.message).toBe('The B failed: error 34567');
  });
});
