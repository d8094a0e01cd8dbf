import { describe, expect, it } from 'vitest';
import { countStableBytes, createActivation, ProgressiveMCPLoader, toAnthropicTools } from '../../src/loader.ts';
import type { HttpHost } from '../mcp-servers/http-host.ts';
import { tool } from '../scripted-server.ts';
import { corpusHosts } from './corpus-hosts.ts';
import { listing, openClient, openHost } from './real-servers.ts';

const TASKS = ['create a contact', 'list the tickets', 'fetch a payslip', 'delete a label', 'update the vacancy'];

describe('the prompt cache of a conversation whose servers change', () => {
  it('keeps every byte of the tools before the one that came last', async () => {
    const hosts = await corpusHosts(160);
    let extra = [tool('first')];
    const growing = await openHost({ server: listing(() => extra) });
    const { client } = openClient({ growing, ...hosts }, { retries: 0 });
    const activation = createActivation(new ProgressiveMCPLoader(client));
    const changes = [
      () => void (extra = [tool('first'), tool('aardvark')]),
      () => client.removeServer('crm'),
      () => hosts['helpdesk']?.stop(),
      () => client.setServers(inOtherOrder(hosts)),
    ];
    let before = toAnthropicTools(activation.tools, { cacheAfter: 2 });
    for (const [at, task] of TASKS.entries()) {
      await activation.activate(task);
      const after = toAnthropicTools(activation.tools, { cacheAfter: 2 });
      expect(after.length).toBeGreaterThan(before.length);
      expect(countStableBytes(before, after)).toBeGreaterThanOrEqual(Buffer.byteLength(JSON.stringify(before)) - 1);
      before = after;
      await changes[at]?.();
      await client.listTools({ from: 'always' });
    }
  });

  it('keeps all of them with the meta-tools, whatever servers there are', async () => {
    const metaTools = async (servers: Parameters<typeof openClient>[0]) => {
      const { tools } = await new ProgressiveMCPLoader(openClient(servers).client, { directShare: 0 }).expose();
      return JSON.stringify(tools);
    };
    expect(await metaTools(await corpusHosts(40))).toBe(await metaTools(await corpusHosts(100)));
  });
});

function inOtherOrder(hosts: Readonly<Record<string, HttpHost>>): Record<string, { readonly url: string }> {
  const entries = Object.entries(hosts).map(([id, { url }]) => [id, { url }] as const);
  return Object.fromEntries(entries.reverse());
}
