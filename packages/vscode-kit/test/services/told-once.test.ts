import { describe, expect, it } from 'vitest';
import { ToldOnce } from '../../src/services/told-once.ts';
import { createCollectingLogger } from '../doubles/collecting-logger.ts';
import { createFakeMemento } from '../doubles/fake-memento.ts';

function createTold(memento = createFakeMemento()) {
  return new ToldOnce({ memento, logger: createCollectingLogger(), id: 'acme' });
}

describe('ToldOnce', () => {
  it('takes tidings for new once, in all windows, until it is reset', () => {
    const memento = createFakeMemento();
    const told = createTold(memento);
    expect([told.isNew('lost'), told.isNew('lost'), createTold(memento).isNew('lost')]).toEqual([true, false, false]);
    expect(told.isNew('unkept')).toBe(true);
    told.reset();
    expect(memento.values.size).toBe(0);
    expect(told.isNew('lost')).toBe(true);
  });

  it('remembers in this window alone without a memento that works', () => {
    const memento = createFakeMemento();
    memento.fail('get', new Error('no storage'));
    memento.fail('update', new Error('no storage'));
    const told = createTold(memento);
    expect([told.isNew('lost'), told.isNew('lost')]).toEqual([true, false]);
    told.reset();
    expect(told.isNew('lost')).toBe(true);
  });
});
