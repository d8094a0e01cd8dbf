import assert from 'node:assert/strict';
import type { SecretStore } from '../../src/ports/secret-store.ts';
import { type ContractCase, told } from './contract-case.ts';

/** What the gate takes for granted of `vscode.SecretStorage` within one window. */
export const secretStoreContract: readonly ContractCase<SecretStore>[] = [
  {
    name: 'answers undefined for a name that nothing was stored under',
    async run(secrets) {
      assert.equal(await secrets.get('contract.never'), undefined);
    },
  },
  {
    name: 'answers the last text that was stored',
    async run(secrets) {
      await secrets.store('contract.text', 'first');
      await secrets.store('contract.text', 'second');
      assert.equal(await secrets.get('contract.text'), 'second');
    },
  },
  {
    name: 'names what is stored, and no longer what was deleted',
    async run(secrets) {
      await secrets.store('contract.named', 'text');
      assert.ok((await secrets.keys()).includes('contract.named'));
      await secrets.delete('contract.named');
      assert.ok(!(await secrets.keys()).includes('contract.named'));
    },
  },
  {
    name: 'keeps any text as it is',
    async run(secrets) {
      const texts = [
        '{"v":1,"origin":"http://127.0.0.1:8787"}',
        'two\nlines',
        '"\\ ` $(icon) ü 漢 🔑',
        'x'.repeat(10_000),
      ];
      for (const text of texts) {
        await secrets.store('contract.any', text);
        assert.equal(await secrets.get('contract.any'), text);
      }
    },
  },
  {
    name: 'keeps names apart, with all that stands in an address',
    async run(secrets) {
      const names = ['contract.session.v1:default@https://a.example', 'contract.session.v1:default@https://b.example'];
      for (const name of names) await secrets.store(name, name);
      for (const name of names) assert.equal(await secrets.get(name), name);
    },
  },
  {
    name: 'forgets what was deleted, and a second time is no error',
    async run(secrets) {
      await secrets.store('contract.gone', 'text');
      await secrets.delete('contract.gone');
      await secrets.delete('contract.gone');
      assert.equal(await secrets.get('contract.gone'), undefined);
    },
  },
  {
    name: 'tells a change of this window by its name, and nobody who has stopped listening',
    async run(secrets) {
      const [listening, stopped] = [told<{ key: string }>(), told<{ key: string }>()];
      const subscription = secrets.onDidChange(listening.listener);
      const other = secrets.onDidChange(stopped.listener);
      other.dispose();
      other.dispose();
      await secrets.store('contract.told', 'text');
      assert.equal((await listening.first).key, 'contract.told');
      subscription.dispose();
      assert.deepEqual(stopped.values, []);
    },
  },
];
