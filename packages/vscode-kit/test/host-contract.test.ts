import { createMemorySecrets } from '@wicketgate/testing';
import { describe, it } from 'vitest';
import { createFakeMemento } from './doubles/fake-memento.ts';
import { createFakeSettings } from './doubles/fake-settings.ts';
import { createMemoryLedger } from './doubles/memory-ledger.ts';
import { createCachingHost, createDesktopHost } from './doubles/secret-hosts.ts';
import { ledgerContract } from './host-contract/ledger.ts';
import { mementoContract } from './host-contract/memento.ts';
import { secretStoreContract } from './host-contract/secret-store.ts';
import { settingsContract } from './host-contract/settings.ts';

// What the services are tested on keeps the same promises as a real VS Code: the end-to-end suites run these cases there.
describe('The doubles of the host', () => {
  describe.each([
    ['memory', () => createMemorySecrets()],
    ['the desktop', () => createDesktopHost().open()],
    ['a browser', () => createCachingHost().open()],
  ])('secrets as of %s', (_host, open) => {
    it.each(secretStoreContract)('$name', ({ run }) => run(open()));
  });

  describe('the memento', () => {
    it.each(mementoContract)('$name', ({ run }) => run(createFakeMemento()));
  });

  describe('the ledger', () => {
    it.each(ledgerContract)('$name', ({ run }) => {
      const ledger = createMemoryLedger();
      return run({ here: ledger, there: ledger });
    });
  });

  describe('the settings', () => {
    it.each(settingsContract)('$name', ({ run }) => {
      const left = { name: 'contract.left', value: 'of the user' };
      const settings = createFakeSettings({ [left.name]: left.value }, { 'acme.url': '' });
      return run({
        settings,
        declared: 'acme.url',
        left,
        setInWorkspace: (name, value) => {
          settings.set(name, value, { scope: 'workspace' });
          return Promise.resolve();
        },
      });
    });
  });
});
