import { isBuiltin } from 'node:module';
import { createContext, runInContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { createFakeGateway } from '@wicketgate/testing';
import { bundleForWeb as bundle } from '@wicketgate/testing/workers';
import { describe, expect, it } from 'vitest';

const LIMIT = 27_000;
const AUTH_LIMIT = 40_000;

const bundleForWeb = (program: string, external: string[] = []) => bundle(program, { from: import.meta.url, external });

/** What browsers and Workers have in common, and nothing of Node. */
const WEB_GLOBALS = {
  AbortController,
  AbortSignal,
  atob,
  btoa,
  clearTimeout,
  crypto,
  Headers,
  setTimeout,
  TextDecoder,
  TextEncoder,
  URL,
  URLSearchParams,
};

describe('the neutral entry', () => {
  it('weighs at most 27 KB minified and gzipped, with all that it imports', async () => {
    const { code } = await bundleForWeb(`export * from '@wicketgate/core';`);
    const bytes = gzipSync(code, { level: 9 }).byteLength;
    console.info(`@wicketgate/core: ${code.length} bytes minified, ${bytes} gzipped, limit ${LIMIT}`);
    expect(bytes).toBeLessThanOrEqual(LIMIT);
    expect(code).toContain('wicketgate-receipt+jws');
  });

  it('has a sibling for sign-in that weighs at most 40 KB, and pulls in no module of Node either', async () => {
    const { code, inputs } = await bundleForWeb(`export * from '@wicketgate/core/auth';`);
    const bytes = gzipSync(code, { level: 9 }).byteLength;
    console.info(`@wicketgate/core/auth: ${code.length} bytes minified, ${bytes} gzipped, limit ${AUTH_LIMIT}`);
    expect(bytes).toBeLessThanOrEqual(AUTH_LIMIT);
    const paths = Object.entries(inputs).flatMap(([path, input]) => [path, ...input.imports.map((each) => each.path)]);
    expect(paths.filter((path) => isBuiltin(path) || /\/(?:pino|undici)\//.test(path))).toEqual([]);
    expect(paths.some((path) => path.includes('oauth4webapi'))).toBe(true);
  });

  it('pulls in no module of Node, nor pino, nor undici', async () => {
    const { inputs } = await bundleForWeb(`export * from '@wicketgate/core';`);
    const paths = Object.entries(inputs).flatMap(([path, input]) => [path, ...input.imports.map((each) => each.path)]);
    expect(paths.filter((path) => isBuiltin(path) || /\/(?:pino|undici)\//.test(path))).toEqual([]);
    expect(paths.some((path) => path.includes('auth-validator'))).toBe(true);
  });

  it('has a sibling for files that needs nothing but the built-ins of Node', async () => {
    const { inputs } = await bundleForWeb(`export * from '@wicketgate/core/files';`, ['node:*']);
    const paths = Object.entries(inputs).flatMap(([path, input]) => [path, ...input.imports.map((each) => each.path)]);
    expect(paths.filter((path) => /node_modules|packages\/contract|contract\/src/.test(path))).toEqual([]);
    expect(paths).toContain('node:fs/promises');
  });

  it('works where there is nothing but the web', async () => {
    const program = `
      import { AuthValidator } from '@wicketgate/core';
      globalThis.answer = (async () => {
        const records = new Map();
        const receipts = {
          load: async (name) => records.get(name),
          save: async (name, record) => void records.set(name, record),
          clear: async (name) => void records.delete(name),
        };
        const validator = new AuthValidator({ url, receipts, retries: 0 });
        const online = await validator.validate(apiKey);
        goOffline();
        return [online, await validator.validate(apiKey)];
      })();`;
    const gateway = createFakeGateway();
    const goOffline = () => {
      gateway.fail('network', { times: Infinity });
    };
    const context = createContext({
      ...WEB_GLOBALS,
      navigator: { userAgent: 'Mozilla/5.0' },
      fetch: gateway.fetch,
      url: gateway.url,
      apiKey: gateway.adminKey,
      goOffline,
    });
    runInContext((await bundleForWeb(program)).code, context);
    expect(await (context as { answer: Promise<unknown> }).answer).toMatchObject([
      { status: 'valid', via: 'gateway' },
      { status: 'valid', via: 'receipt', grace: { because: 'offline' } },
    ]);
  });

  it('signs in where there is nothing but the web', async () => {
    const program = `
      import { createDeviceLogin, createSession } from '@wicketgate/core/auth';
      globalThis.answer = (async () => {
        const records = new Map();
        const store = {
          id: 'memory',
          load: async (account) => records.get(account),
          save: async (account, record) => void records.set(account, record),
          clear: async (account) => records.delete(account),
          exclusively: async (account, work) => work(),
        };
        const options = { url, clientId: 'wicketgate-vscode' };
        const login = createDeviceLogin(options);
        const code = await login.start();
        approve(code.userCode);
        const session = createSession({ ...options, store });
        const { person } = await session.save(await login.wait(code));
        const renewed = await session.renew(await session.credential());
        await session.close();
        return [person.id, renewed.reveal().split('.').length, (await records.values().next().value.reveal()).length > 0];
      })();`;
    const gateway = createFakeGateway({ signIn: { pollSeconds: 1 } });
    const context = createContext({
      ...WEB_GLOBALS,
      Response,
      navigator: { userAgent: 'Mozilla/5.0' },
      fetch: gateway.fetch,
      url: gateway.url,
      approve: (userCode: string) => gateway.signIn.approve(userCode),
    });
    runInContext((await bundleForWeb(program)).code, context);
    expect(await (context as { answer: Promise<unknown> }).answer).toEqual(['owner-1', 3, true]);
  });
});
