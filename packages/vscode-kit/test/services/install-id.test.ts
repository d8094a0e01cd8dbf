import { createFakeClock, createSeededRandom } from '@wicketgate/testing';
import { describe, expect, it } from 'vitest';
import { installIdOf } from '../../src/services/install-id.ts';
import { createCollectingLogger } from '../doubles/collecting-logger.ts';
import { createFakeMemento } from '../doubles/fake-memento.ts';

function createDeps(memento = createFakeMemento()) {
  return { memento, random: createSeededRandom(5), logger: createCollectingLogger(), id: 'acme' };
}

describe('installIdOf', () => {
  it('is made once, and fits what a gateway takes', () => {
    const deps = createDeps();
    const made = installIdOf(deps);
    expect(made).toMatch(/^[a-z2-7]{26}$/);
    expect(deps.memento.values.get('acme.installId')).toBe(made);
    expect(installIdOf(deps)).toBe(made);
  });

  it.each([undefined, 7, 'short', 'UPPER-AND-SIGNS-ARE-NOT-OURS', `${'a'.repeat(26)}\n`])(
    'is made anew in the place of %j',
    (value) => {
      const deps = createDeps(createFakeMemento({ 'acme.installId': value }));
      expect(installIdOf(deps)).not.toBe(value);
      expect(deps.memento.values.get('acme.installId')).toMatch(/^[a-z2-7]{26}$/);
    },
  );

  it('is there without a memento that works, and that is logged', async () => {
    const deps = createDeps();
    deps.memento.fail('get', new Error('no storage'));
    deps.memento.fail('update', new Error('no storage'));
    expect(installIdOf(deps)).toMatch(/^[a-z2-7]{26}$/);
    await createFakeClock().advance(0);
    expect(deps.logger.lines.map(({ level }) => level)).toEqual(['warn', 'warn']);
  });
});
