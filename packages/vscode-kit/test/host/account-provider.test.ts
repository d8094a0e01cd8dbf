import { describe, expect, it } from 'vitest';
import type { AuthenticationProvider, Disposable } from 'vscode';
import { type AccountHost, registerAccountProvider } from '../../src/host/account-provider.ts';
import type { AccountChange, Accounts, AccountSession } from '../../src/ports/accounts.ts';
import { createCollectingLogger } from '../doubles/collecting-logger.ts';
import { createSignal } from '../doubles/signal.ts';

const SESSION: AccountSession = {
  id: 's-1',
  accessToken: 'token',
  account: { id: 'p-1', label: 'Dev' },
  scopes: ['a'],
};

function createDesk() {
  const registered: { id: string; label: string; provider: AuthenticationProvider; options: unknown }[] = [];
  const takeUp: AccountHost['registerAuthenticationProvider'] = (...given) => {
    const [id, label, provider, options] = given;
    if (registered.some((other) => other.id === id)) throw new Error('This id is taken.');
    registered.push({ id, label, provider, options });
    const subscription: unknown = { dispose: () => void registered.pop() };
    return subscription as Disposable;
  };
  const host: AccountHost = { registerAuthenticationProvider: takeUp };
  const changed = createSignal<AccountChange>();
  const removed: string[] = [];
  const accounts: Accounts = {
    list: (scopes = []) => Promise.resolve(scopes.includes('b') ? [] : [SESSION]),
    create: () => Promise.resolve(SESSION),
    remove: (id) => Promise.resolve(void removed.push(id)),
    onDidChange: (listener) => changed.listen(listener),
  };
  const logger = createCollectingLogger();
  const register = () => registerAccountProvider({ host, id: 'acme', label: 'Acme', accounts, logger });
  return { registered, changed, removed, logger, register };
}

describe('the account of an extension', () => {
  it('is registered under the id of the gate, for one person at a time', () => {
    const { registered, register } = createDesk();
    const subscription = register();
    expect(registered).toMatchObject([{ id: 'acme', label: 'Acme', options: { supportsMultipleAccounts: false } }]);
    subscription.dispose();
    expect(registered).toEqual([]);
  });

  it('answers what VS Code asks for other extensions', async () => {
    const { registered, removed, register } = createDesk();
    register();
    const [{ provider } = { provider: undefined }] = registered;
    expect(await provider?.getSessions(undefined, {})).toEqual([SESSION]);
    expect(await provider?.getSessions(['b'], {})).toEqual([]);
    expect(await provider?.getSessions(undefined, { account: { id: 'p-1', label: 'x' } })).toEqual([SESSION]);
    expect(await provider?.getSessions(undefined, { account: { id: 'p-2', label: 'Dev' } })).toEqual([]);
    expect(await provider?.createSession(['a'], {})).toEqual(SESSION);
    await provider?.removeSession('s-1');
    expect(removed).toEqual(['s-1']);
  });

  it('tells VS Code what changed, until it stops listening', () => {
    const { registered, changed, register } = createDesk();
    register();
    const told: unknown[] = [];
    const listening = registered[0]?.provider.onDidChangeSessions((event) => told.push(event));
    const change = { added: [SESSION], removed: [], changed: [] };
    changed.tell(change);
    listening?.dispose();
    changed.tell({ added: [], removed: [SESSION], changed: [] });
    expect(told).toEqual([change]);
    expect(changed.size).toBe(0);
  });

  it('does not end an activation when the id is taken', () => {
    const { logger, register } = createDesk();
    register();
    expect(() => register().dispose()).not.toThrow();
    expect(logger.lines).toMatchObject([{ level: 'error', fields: { id: 'acme' } }]);
  });
});
