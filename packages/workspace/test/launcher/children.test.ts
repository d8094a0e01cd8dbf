import { spawn } from 'node:child_process';
import { expect, test } from 'vitest';
import { run } from '../../launcher/children.mjs';

test('the exit code of a program is its own, or tells the signal that ended it', async () => {
  const node = (script: string): Promise<number> => run(process.execPath, ['-e', script]);
  expect(await node('process.exit(0)')).toBe(0);
  expect(await node('process.exit(78)')).toBe(78);
  expect(await node("process.kill(process.pid, 'SIGKILL')")).toBe(137);
});

test('a program that is not there is an error', async () => {
  await expect(run('/nowhere/program', [])).rejects.toThrow('ENOENT');
});

const CHILDREN = new URL('../../launcher/children.mjs', import.meta.url).href;

test('a program is told to stop when the script runner above it has died', async () => {
  const program =
    "process.on('SIGTERM', () => { console.log('told'); process.exit(0); }); setInterval(String, 1000); console.log('up')";
  const launcher = `import { run } from '${CHILDREN}'; await run(process.execPath, ['-e', ${JSON.stringify(program)}]);`;
  // A shell that waits: what npm starts a script with.
  const shell = spawn('sh', ['-c', '"$NODE" --input-type=module -e "$LAUNCHER"; exit 1'], {
    env: { ...process.env, NODE: process.execPath, LAUNCHER: launcher, npm_lifecycle_event: 'start' },
  });
  let printed = '';
  for await (const chunk of shell.stdout.setEncoding('utf8')) {
    printed += String(chunk);
    if (printed === 'up\n') shell.kill('SIGKILL');
  }
  expect(printed).toBe('up\ntold\n');
});
