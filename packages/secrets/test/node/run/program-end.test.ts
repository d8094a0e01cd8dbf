import type { ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { programEnd } from '../../../src/node/run/program-end.ts';

const childWith = (pid: number | undefined) => Object.assign(new EventEmitter(), { pid }) as unknown as ChildProcess;

it('A program that may not be signalled is waited for', async () => {
  const child = childWith(7);
  const end = programEnd(child);
  child.emit('error', Object.assign(new Error('kill EPERM'), { code: 'EPERM' }));
  child.emit('exit', 3, null);
  expect(await end).toBe(3);
});

it('A program that cannot be started has no end', async () => {
  const child = childWith(undefined);
  const end = programEnd(child);
  child.emit('error', new Error('spawn ENOENT'));
  await expect(end).rejects.toThrow('ENOENT');
});
