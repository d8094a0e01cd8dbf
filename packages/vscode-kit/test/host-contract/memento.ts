import assert from 'node:assert/strict';
import type { Memento } from '../../src/ports/memento.ts';
import type { ContractCase } from './contract-case.ts';

/** What the gate takes for granted of `vscode.Memento`. */
export const mementoContract: readonly ContractCase<Memento>[] = [
  {
    name: 'answers undefined for a name that nothing was kept under',
    run(memento) {
      assert.equal(memento.get('contract.never'), undefined);
      return Promise.resolve();
    },
  },
  {
    name: 'answers the last value that was kept, at once',
    async run(memento) {
      await memento.update('contract.value', 'first');
      const kept = memento.update('contract.value', { nested: ['second', 2] });
      assert.deepEqual(memento.get('contract.value'), { nested: ['second', 2] });
      await kept;
      assert.deepEqual(memento.get('contract.value'), { nested: ['second', 2] });
    },
  },
  {
    name: 'forgets a value that becomes undefined',
    async run(memento) {
      await memento.update('contract.gone', 'text');
      await memento.update('contract.gone', undefined);
      assert.equal(memento.get('contract.gone'), undefined);
    },
  },
];
