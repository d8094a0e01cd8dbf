import { createContext, runInContext } from 'node:vm';
import { bundleForWeb } from '@wicketgate/testing/workers';
import { describe, expect, it } from 'vitest';
import { everydayTools } from './loader-world.ts';

const pathsOf = async (program: string) =>
  Object.entries((await bundleForWeb(program, { from: import.meta.url })).inputs).flatMap(([path, { imports }]) => [
    path,
    ...imports.map((each) => each.path),
  ]);

describe('the entry of the handler', () => {
  it('pulls in no SDK, no search, no loader and no word table', async () => {
    const paths = await pathsOf(`export * from '@wicketgate/mcp-client/rest';`);
    expect(paths.some((path) => path.includes('http/tools-handler'))).toBe(true);
    const foreign = /modelcontextprotocol|rules\/search|services\/(?:client|loader)|word-table|\/undici\//;
    expect(paths.filter((path) => foreign.test(path))).toEqual([]);
  });

  it.each(['', '/loader', '/auth', '/word-table'])('is in none of the others: %j', async (entry) => {
    const paths = await pathsOf(`export * from '@wicketgate/mcp-client${entry}';`);
    expect(paths.filter((path) => /src\/http\/|rules\/rest\//.test(path))).toEqual([]);
  });

  it('works where there is nothing but the web', async () => {
    const program = `
      import { createToolsHandler } from '@wicketgate/mcp-client/rest';
      const client = { listTools: async () => ({ tools, problems: [] }), listServers: () => [] };
      const handle = createToolsHandler({ client, loader: {}, authorize: () => true });
      globalThis.answer = (async () => {
        const response = await handle(new Request('https://gate.example/tools?limit=1&detail=name'));
        return response.text();
      })();`;
    const web = { AbortController, AbortSignal, crypto, Request, Response, TextDecoder, TextEncoder, URL };
    const context = createContext({ ...web, setTimeout, clearTimeout, tools: everydayTools() });
    runInContext((await bundleForWeb(program, { from: import.meta.url })).code, context);
    expect(JSON.parse(await (context as { answer: Promise<string> }).answer)).toMatchObject({
      tools: [{ name: 'github__create_issue' }],
      next_cursor: 'github__create_issue',
    });
  });
});
