import { expect, it } from 'vitest';
import { createTurns } from '../../src/services/turns.ts';
import { createGate } from '../support/gate.ts';

it('runs acts of one name one after another, and those of others beside them', async () => {
  const turns = createTurns();
  const { opened, open } = createGate();
  const done: string[] = [];
  const note = (what: string) => () => Promise.resolve(void done.push(what));
  const first = turns.take('a', async () => {
    await opened;
    done.push('a1');
  });
  const second = turns.take('a', note('a2'));
  await turns.take('b', note('b1'));
  expect(done).toEqual(['b1']);
  open();
  await Promise.all([first, second]);
  expect(done).toEqual(['b1', 'a1', 'a2']);
});

it('goes on after an act that failed, whose failure is its own', async () => {
  const turns = createTurns();
  const failing = turns.take('a', () => Promise.reject(new Error('no')));
  const next = turns.take('a', () => Promise.resolve('yes'));
  await expect(failing).rejects.toThrow('no');
  expect(await next).toBe('yes');
});
