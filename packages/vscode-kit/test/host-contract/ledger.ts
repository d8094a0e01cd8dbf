import assert from 'node:assert/strict';
import type { Ledger } from '../../src/ports/ledger.ts';
import { type ContractCase, told } from './contract-case.ts';

/** One ledger as two windows of a machine see it. Both are empty. */
export interface LedgerWindows {
  readonly here: Ledger;
  readonly there: Ledger;
}

export const ledgerContract: readonly ContractCase<LedgerWindows>[] = [
  {
    name: 'answers undefined for a name that nothing was written under',
    async run({ here }) {
      assert.equal(await here.read('never'), undefined);
    },
  },
  {
    name: 'shows the last text to every window',
    async run({ here, there }) {
      await here.write('note', 'first, and longer');
      await there.write('note', 'second');
      assert.equal(await here.read('note'), 'second');
      assert.equal(await there.read('note'), 'second');
    },
  },
  {
    name: 'keeps names apart',
    async run({ here }) {
      await here.write('session-a', 'a');
      await here.write('session-b', 'b');
      assert.equal(await here.read('session-a'), 'a');
      assert.equal(await here.read('session-b'), 'b');
    },
  },
  {
    name: 'tells a change to this window and to others, which read it then',
    async run({ here, there }) {
      const [own, other] = [told(), told()];
      const subscriptions = [here.onDidChange(own.listener), there.onDidChange(other.listener)];
      await here.write('note', 'text');
      await Promise.all([own.first, other.first]);
      assert.equal(await there.read('note'), 'text');
      for (const subscription of subscriptions) subscription.dispose();
    },
  },
  {
    name: 'tells nobody who has stopped listening',
    async run({ here, there }) {
      const [stopped, listening] = [told(), told()];
      const subscription = there.onDidChange(stopped.listener);
      subscription.dispose();
      subscription.dispose();
      const witness = there.onDidChange(listening.listener);
      await here.write('note', 'text');
      await listening.first;
      witness.dispose();
      assert.deepEqual(stopped.values, []);
    },
  },
];
