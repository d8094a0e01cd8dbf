import assert from 'node:assert/strict';
import type { Settings } from '../../src/ports/settings.ts';
import { type ContractCase, told } from './contract-case.ts';

/** Settings of a window with a workspace of one folder. */
export interface SettingsWindow {
  readonly settings: Settings;
  /** A text setting that is declared, with the default `""`, and has no value. */
  readonly declared: string;
  /** Writes into the file of the workspace, as a repository would bring it. */
  readonly setInWorkspace: (name: string, value: unknown) => Promise<void>;
  /** A setting that nothing declares, and that an older version has left with the user. */
  readonly left: { readonly name: string; readonly value: string };
}

export const settingsContract: readonly ContractCase<SettingsWindow>[] = [
  {
    name: 'answers the default of a declared setting, and undefined for one that nobody knows',
    run({ settings, declared }) {
      assert.equal(settings.trusted(declared), '');
      assert.equal(settings.trusted('contract.unknown'), undefined);
      assert.deepEqual(settings.places(declared), []);
      return Promise.resolve();
    },
  },
  {
    name: "writes the user's value and takes it away again, at once, and tells both",
    async run({ settings, declared }) {
      const [written, removed] = [told(), told()];
      const first = settings.onDidChange([declared], written.listener);
      await settings.write(declared, 'https://gateway.example');
      // Whoever wrote it goes on with it, and does not wait for the event.
      assert.equal(settings.trusted(declared), 'https://gateway.example');
      await written.first;
      first.dispose();
      const places = settings.places(declared);
      assert.deepEqual(places, [{ scope: 'user', value: 'https://gateway.example' }]);
      const second = settings.onDidChange([declared], removed.listener);
      for (const place of places) await settings.remove(declared, place);
      await removed.first;
      second.dispose();
      assert.equal(settings.trusted(declared), '');
      assert.deepEqual(settings.places(declared), []);
    },
  },
  {
    name: 'never trusts a value of the workspace, but finds and removes it',
    async run({ settings, setInWorkspace }) {
      await setInWorkspace('contract.oldKey', 'from the repository');
      assert.equal(settings.trusted('contract.oldKey'), undefined);
      const places = settings.places('contract.oldKey');
      assert.deepEqual(places, [{ scope: 'workspace', value: 'from the repository' }]);
      for (const place of places) await settings.remove('contract.oldKey', place);
      assert.deepEqual(settings.places('contract.oldKey'), []);
    },
  },
  {
    name: 'removes what an older version has left, although nothing declares it any more',
    async run({ settings, left: { name, value } }) {
      const places = settings.places(name);
      assert.deepEqual(places, [{ scope: 'user', value }]);
      for (const place of places) await settings.remove(name, place);
      assert.deepEqual(settings.places(name), []);
    },
  },
  {
    name: 'tells nothing of other settings',
    async run({ settings, declared, setInWorkspace }) {
      const [mine, other] = [told(), told()];
      const subscription = settings.onDidChange([declared], mine.listener);
      const witness = settings.onDidChange(['contract.other'], other.listener);
      await setInWorkspace('contract.other', 1);
      await other.first;
      for (const listening of [subscription, witness]) listening.dispose();
      assert.deepEqual(mine.values, []);
      for (const place of settings.places('contract.other')) await settings.remove('contract.other', place);
    },
  },
];
