import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { createTerminal } from '../../src/adapters/terminal.ts';
import { collector } from '../cli-harness.ts';

const OPTIONS = { json: false, quiet: false, color: true };

function terminalWith(options: Partial<typeof OPTIONS> = {}, isTTY = false) {
  const [stdout, stderr] = [collector({ isTTY }), collector({ isTTY })];
  return { stdout, stderr, terminal: createTerminal({ stdout, stderr, env: {} }, { ...OPTIONS, ...options }) };
}

test('members of a document are printed as on the wire', async () => {
  const { stdout, terminal } = terminalWith({ json: true });
  await terminal.answer({ apiKey: 'x', metadata: { oldId: 1 } }, () => 'words');
  expect(JSON.parse(stdout.text())).toEqual({ api_key: 'x', metadata: { oldId: 1 } });
});

test('events are lines of JSON, or the text that there is for people', async () => {
  const scripted = terminalWith({ json: true });
  await scripted.terminal.event({ event: 'code', userCode: 'BCDF\u009b' });
  await scripted.terminal.event({ event: 'signed_in' }, () => 'words');
  expect(scripted.stdout.text()).toBe('{"event":"code","user_code":"BCDF\\u009b"}\n{"event":"signed_in"}\n');
  const { stdout, terminal } = terminalWith();
  await terminal.event({ event: 'code' });
  await terminal.event({ event: 'signed_in' }, () => 'words');
  expect(stdout.text()).toBe('words\n');
});

test('a document is JSON also where words are wanted otherwise', async () => {
  const { stdout, terminal } = terminalWith();
  await terminal.document({ expiresAt: 'x' });
  expect(JSON.parse(stdout.text())).toEqual({ expires_at: 'x' });
});

test.each([
  [{}, true, true],
  [{}, false, false],
  [{ quiet: true }, true, false],
  [{ json: true }, true, false],
])('with %j, at a terminal: %j, a line that is written over is seen: %j', (options, isTTY, watched) => {
  expect(terminalWith(options, isTTY).terminal.watched).toBe(watched);
});

test('quiet keeps notes away, and neither warnings nor failures', async () => {
  const { stderr, terminal } = terminalWith({ quiet: true });
  await terminal.note('note');
  await terminal.warn('warning');
  await terminal.failure({}, () => 'failure');
  expect(stderr.text()).toBe('warning\nfailure\n');
});

test('with --json nothing but a failure reaches stderr', async () => {
  const { stderr, terminal } = terminalWith({ json: true }, true);
  await terminal.note('note');
  await terminal.warn('warning');
  await terminal.progress('progress');
  await terminal.failure({ error: { code: 'x' } }, () => 'words');
  expect(JSON.parse(stderr.text())).toEqual({ error: { code: 'x' } });
});

test('whatever is said next clears the progress first', async () => {
  const { stderr, terminal } = terminalWith({}, true);
  await terminal.progress('1 of 2');
  await terminal.warn('odd');
  await terminal.clearProgress();
  expect(stderr.text()).toBe('\r\u001b[2K1 of 2\r\u001b[2Kodd\n');
});

function failing(code: string): Writable {
  const sink = new Writable({
    write: (_chunk, _encoding, done) => {
      done(Object.assign(new Error(code), { code }));
    },
  });
  return sink.on('error', () => undefined);
}

test('a reader that has gone away is no failure; a disk that is full is one', async () => {
  const stderr = collector();
  const to = (stdout: Writable) => createTerminal({ stdout, stderr, env: {} }, OPTIONS).answer({}, () => 'x');
  await expect(to(failing('EPIPE'))).resolves.toBeUndefined();
  await expect(to(failing('ENOSPC'))).rejects.toThrow('ENOSPC');
});

test('a line that is written over stays in its line', async () => {
  const stderr = collector({ isTTY: true, columns: 20 });
  const terminal = createTerminal({ stdout: collector(), stderr, env: {} }, OPTIONS);
  await terminal.progress('nineteen characters');
  await terminal.progress('twenty characters ab');
  expect(stderr.text().split('\r\u001b[2K').slice(1)).toEqual(['nineteen characters', 'twenty characters …']);
});
