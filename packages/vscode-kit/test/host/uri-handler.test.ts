import { describe, expect, it } from 'vitest';
import type { Disposable, Uri, UriHandler } from 'vscode';
import { registerUriHandler, type UriHost } from '../../src/host/uri-handler.ts';
import { createCollectingLogger } from '../doubles/collecting-logger.ts';

/** A desktop VS Code as far as addresses go: one handler for each extension, and addresses that come decoded. */
function createUriHost() {
  let handler: UriHandler | undefined;
  const host: UriHost = {
    registerUriHandler: (registered) => {
      if (handler !== undefined) throw new Error('Protocol handler already registered for extension');
      handler = registered;
      const subscription: unknown = { dispose: () => (handler = undefined) };
      return subscription as Disposable;
    },
  };
  const open = (address: string) => {
    const { protocol, host: authority, pathname: path, search } = new URL(address);
    const text = `${protocol}//${authority}${path}${decodeURIComponent(search)}`;
    void handler?.handleUri({ path, toString: () => text } as unknown as Uri);
  };
  return { host, open, isTaken: () => handler !== undefined };
}

function createDesk() {
  const desktop = createUriHost();
  const received: URL[] = [];
  const logger = createCollectingLogger();
  const receive = (address: URL) => Promise.resolve(void received.push(address));
  return { ...desktop, received, logger, register: () => registerUriHandler({ host: desktop.host, receive, logger }) };
}

describe('what the browser comes back to on a desktop', () => {
  it('is handed on with all of its parameters', () => {
    const { open, received, register } = createDesk();
    register();
    open('vscode://acme.tool/signed-in?code=wg_ac_abc&state=s-1_2&iss=https%3A%2F%2Fgateway.example.com%2Fteam');
    expect(Object.fromEntries(received[0]?.searchParams ?? [])).toEqual({
      code: 'wg_ac_abc',
      state: 's-1_2',
      iss: 'https://gateway.example.com/team',
    });
  });

  it('is nothing but the one path, and what else is handed over is logged without its query', () => {
    const { open, received, logger, register } = createDesk();
    register();
    for (const path of ['', '/', '/signed-in/', '/signed-in/x', '/SIGNED-IN', '/other']) {
      open(`vscode://acme.tool${path}?code=planted`);
    }
    expect(received).toEqual([]);
    expect(logger.lines).toHaveLength(6);
    expect(JSON.stringify(logger.lines)).not.toContain('planted');
  });

  it('does not end an activation when the extension has a handler of its own', () => {
    const { host, logger, register } = createDesk();
    host.registerUriHandler({ handleUri: () => undefined });
    expect(() => register().dispose()).not.toThrow();
    expect(logger.lines).toMatchObject([{ level: 'error' }]);
  });

  it('is given back', () => {
    const { register, isTaken } = createDesk();
    const registered = register();
    expect(isTaken()).toBe(true);
    registered.dispose();
    expect(isTaken()).toBe(false);
  });
});
