import { describe, expect, it, onTestFinished } from 'vitest';
import type { CallFacts, Tracing } from '../../../src/index.ts';
import { createClientWorld, failureOf } from '../../client-world.ts';
import { startHttpHost } from '../../mcp-servers/http-host.ts';
import { createToolServer } from '../../mcp-servers/tool-server.ts';
import { createScriptedServer, tool } from '../../scripted-server.ts';

function createTracing() {
  const told: { readonly facts: CallFacts; readonly version: string | undefined; readonly end: string }[] = [];
  const tracing: Tracing = {
    call: async (facts, send) => {
      let end = 'failed';
      try {
        const answer = await send({ traceparent: '00-1-2-01' });
        end = answer.result.isError === true ? 'tool_error' : 'ok';
        return answer;
      } finally {
        told.push({ facts, version: facts.protocolVersion(), end });
      }
    },
  };
  return { told, tracing };
}

describe('tracing', () => {
  it('is told of each call, and what it sends along reaches the server', async () => {
    const { client } = createClientWorld();
    const server = createScriptedServer([tool('read')]);
    const { told, tracing } = createTracing();
    await client({ files: server }, { tracing }).callTool('files/read', { path: 'planted-argument' });
    expect(server.calls.map(({ meta }) => meta)).toEqual([{ traceparent: '00-1-2-01' }]);
    expect(told).toMatchObject([
      {
        facts: { server: 'files', tool: 'read', transport: 'custom', url: undefined },
        version: '2025-11-25',
        end: 'ok',
      },
    ]);
    expect(JSON.stringify(told)).not.toContain('planted');
  });

  it('is told the address of a server without its query, which may hold a key', async () => {
    const host = await startHttpHost({ era: 'both', server: () => createToolServer() });
    onTestFinished(() => host.stop());
    const { client } = createClientWorld();
    const { told, tracing } = createTracing();
    await client({ s: { url: `${host.url}?key=planted-key` } }, { tracing }).callTool('s/echo', { text: 'a' });
    expect(told[0]?.facts).toMatchObject({ transport: 'http', url: `${host.url}?…` });
  });

  it('is told of tools that fail and of calls that fail', async () => {
    const { client } = createClientWorld();
    const server = createScriptedServer([tool('read')]);
    const { told, tracing } = createTracing();
    const one = client({ files: server }, { tracing });
    server.answer = () => ({ content: [], isError: true });
    await one.callTool('files/read');
    server.answer = () => Promise.reject(new Error('no'));
    await failureOf(one.callTool('files/read'));
    expect(told.map(({ end }) => end)).toEqual(['tool_error', 'failed']);
  });

  it('leaves a call as it is where nobody traces', async () => {
    const { client } = createClientWorld();
    const server = createScriptedServer([tool('read')]);
    await client({ files: server }).callTool('files/read');
    expect(Object.keys(server.calls[0] ?? {})).toEqual(['name', 'arguments', 'definition']);
  });
});
