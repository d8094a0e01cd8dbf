import { describe, expect, it } from 'vitest';
import type { MCPToolClient } from '../../src/index.ts';
import { ProgressiveMCPLoader } from '../../src/loader.ts';
import { corpusHosts } from './corpus-hosts.ts';
import { openClient } from './real-servers.ts';

async function found(client: MCPToolClient, request: string): Promise<string[]> {
  return (await client.searchTools(request)).hits.map(({ tool }) => tool.id);
}

describe('a search among five hundred tools', () => {
  it('has a tool that is called by its name first, however it is written', async () => {
    const { client } = openClient(await corpusHosts(500));
    for (const name of ['create_expense_claim', 'travel__create_expense_claim', 'travel/create_expense_claim']) {
      expect((await found(client, name))[0]).toBe('travel/create_expense_claim');
      expect((await found(client, `please use ${name} for the taxi`))[0]).toBe('travel/create_expense_claim');
    }
  });

  it('finds none instead of five wrong ones for what no tool does, and says so to the model', async () => {
    const { client } = openClient(await corpusHosts(500));
    for (const request of ['tune my guitar to drop D', 'knead the dough of a sourdough loaf']) {
      expect(await client.searchTools(request)).toMatchObject({ hits: [], confidence: 'none' });
    }
    const { content, isError } = await new ProgressiveMCPLoader(client).call('search_tools', {
      query: 'tune my guitar to drop D',
    });
    expect(isError).toBe(false);
    expect(JSON.stringify(content)).not.toMatch(/"name"/);
  });

  it('finds a tool for each part of a request', async () => {
    const { client } = openClient(await corpusHosts(500));
    const ids = (await found(client, 'create an interview with the candidate, then book a hotel stay')).slice(0, 6);
    expect(ids).toContain('hiring/create_interview');
    expect(ids.some((id) => id.endsWith('hotel_stay') || id.endsWith('hotel_stays'))).toBe(true);
  });

  it('knows other words for the same thing', async () => {
    const { client } = openClient(await corpusHosts(500));
    expect((await found(client, 'remove an employee')).slice(0, 3)).toContain('payroll/delete_employee');
  });
});
