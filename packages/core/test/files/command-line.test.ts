import { expect, test } from 'vitest';
import { commandLine } from '../../src/files/command-line.ts';

const windows = { platform: 'win32', env: { SystemRoot: String.raw`D:\Win` } } as const;
const CODE = String.raw`C:\Program Files\Microsoft VS Code\bin\code.cmd`;
const FILE = String.raw`C:\Users\R&D (new)\AppData\Local\Temp\wicketgate-1\extension.vsix`;

test('elsewhere a program is started as it is, whatever its words are', () => {
  const words = ['/usr/bin/code', '--install-extension', '/odd dir/"a" $b %c.vsix'] as const;
  expect(commandLine(words, { platform: 'linux', env: {} })).toEqual({
    program: words[0],
    args: words.slice(1),
    verbatim: false,
  });
});

test('on Windows a program that is no script is started as it is', () => {
  const program = String.raw`C:\Cursor\cursor.exe`;
  expect(commandLine([program, '--force'], windows)).toEqual({ program, args: ['--force'], verbatim: false });
});

test('on Windows a script is run by cmd.exe, every word in quotation marks', () => {
  expect(commandLine([CODE, '--install-extension', FILE, '--force'], windows)).toEqual({
    program: String.raw`D:\Win\System32\cmd.exe`,
    args: ['/d', '/v:off', '/s', '/c', `""${CODE}" "--install-extension" "${FILE}" "--force""`],
    verbatim: true,
  });
});

test('a word that ends with backslashes does not swallow the next one', () => {
  const line = commandLine([CODE, 'C:\\a\\', 'b', '\\\\'], windows);
  expect(line?.args.at(-1)).toBe(`""${CODE}" "C:\\a\\\\" "b" "\\\\\\\\""`);
});

test('cmd.exe is never looked for on the search path', () => {
  const line = commandLine([CODE], { platform: 'win32', env: { ComSpec: 'evil.exe' } });
  expect(line?.program).toBe(String.raw`C:\Windows\System32\cmd.exe`);
});

test('the folder of Windows is known however its variable is spelled', () => {
  const line = commandLine([CODE], { platform: 'win32', env: { SYSTEMROOT: String.raw`E:\W` } });
  expect(line?.program).toBe(String.raw`E:\W\System32\cmd.exe`);
});

test.each(['%PATH%.vsix', 'a".vsix', 'a\r\nb.vsix', 'a\nb.vsix'])('%j is not given to cmd.exe at all', (word) => {
  expect(commandLine([CODE, word], windows)).toBeUndefined();
  expect(commandLine([String.raw`C:\100%\code.cmd`], windows)).toBeUndefined();
});
