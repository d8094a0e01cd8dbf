import { describe, expect, it } from 'vitest';
import { ProgressiveMCPLoader } from '../../src/loader.ts';
import { settled } from '../client-world.ts';
import { tool } from '../scripted-server.ts';
import { until } from '../session-world.ts';
import { listing, openClient, openHost } from './real-servers.ts';

const INVOICE = tool('send_invoice', { description: 'Sends an invoice to a customer by email.' });

describe.each(['modern', 'legacy'] as const)('tools that a server gets while a client is connected, %s', (era) => {
  it('are found, selected and called without a restart, and those that went are not', async () => {
    let tools = [tool('echo'), tool('old_tool')];
    const host = await openHost({ era, server: listing(() => tools) });
    const { client } = openClient({ hub: host });
    const loader = new ProgressiveMCPLoader(client);
    expect((await client.searchTools('send an invoice to a customer')).hits).toEqual([]);
    tools = [tool('echo'), INVOICE];
    const changes: string[] = [];
    client.on((event) => {
      if (event.kind === 'tools_changed') changes.push(...event.changes.map(({ kind, tool: id }) => `${kind} ${id}`));
    });
    await until(async () => {
      await host.toolsChanged();
      await settled();
      return changes.length > 0;
    });
    expect(changes.sort()).toEqual(['added hub/send_invoice', 'removed hub/old_tool']);
    expect((await client.searchTools('send an invoice to a customer')).hits[0]?.tool.id).toBe('hub/send_invoice');
    expect((await loader.select('send an invoice to a customer')).tools[0]?.tool.id).toBe('hub/send_invoice');
    expect((await client.callTool('hub/send_invoice')).content).toEqual([{ type: 'text', text: 'send_invoice' }]);
    await expect(client.callTool('hub/old_tool')).rejects.toMatchObject({ code: 'unknown_tool' });
  });
});
