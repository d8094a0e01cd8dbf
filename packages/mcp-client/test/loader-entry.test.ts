import { isBuiltin } from 'node:module';
import { createContext, runInContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { bundleForWeb } from '@wicketgate/testing/workers';
import { describe, expect, it } from 'vitest';
import { everydayTools } from './loader-world.ts';

/** Bytes, minified and gzipped: what the loader adds to an extension or a worker. */
const LIMIT = 40_000;

const bundle = (program: string) => bundleForWeb(program, { from: import.meta.url });

describe('the entry of the loader', () => {
  it('weighs at most 40 KB minified and gzipped, with all that it imports', async () => {
    const { code } = await bundle(`export * from '@wicketgate/mcp-client/loader';`);
    const bytes = gzipSync(code, { level: 9 }).byteLength;
    console.info(`@wicketgate/mcp-client/loader: ${code.length} bytes minified, ${bytes} gzipped, limit ${LIMIT}`);
    expect(bytes).toBeLessThanOrEqual(LIMIT);
    expect(code).toContain('search_tools');
  });

  it('pulls in no SDK, no word table and no module of Node', async () => {
    const { inputs } = await bundle(`export * from '@wicketgate/mcp-client/loader';`);
    const paths = Object.entries(inputs).flatMap(([path, input]) => [path, ...input.imports.map((each) => each.path)]);
    expect(
      paths.filter((path) => isBuiltin(path) || /modelcontextprotocol|word-table\/|\/undici\//.test(path)),
    ).toEqual([]);
    expect(paths.some((path) => path.includes('progressive-mcp-loader'))).toBe(true);
  });

  it('works where there is nothing but the web', async () => {
    const program = `
      import { createActivation, ProgressiveMCPLoader } from '@wicketgate/mcp-client/loader';
      const source = {
        listTools: async () => ({ tools, problems: [] }),
        callTool: async (tool) => ({ content: [{ type: 'text', text: tool }], isError: false }),
        on: () => () => undefined,
      };
      globalThis.answer = (async () => {
        const loader = new ProgressiveMCPLoader(source);
        const activation = createActivation(loader);
        await activation.activate('create an issue');
        const { content } = await activation.call('github__create_issue', {});
        return [activation.tools.slice(0, 4).map(({ name }) => name), content[0].text];
      })();`;
    const context = createContext({
      AbortController,
      AbortSignal,
      TextEncoder,
      URL,
      setTimeout,
      clearTimeout,
      tools: everydayTools(),
    });
    runInContext((await bundle(program)).code, context);
    expect(await (context as { answer: Promise<unknown> }).answer).toEqual([
      ['search_tools', 'describe_tools', 'call_tool', 'github__create_issue'],
      'github/create_issue',
    ]);
  });
});
