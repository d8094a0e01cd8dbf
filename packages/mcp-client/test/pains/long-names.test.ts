import { describe, expect, it } from 'vitest';
import { tool } from '../scripted-server.ts';
import { listing, openClient, openHost } from './real-servers.ts';

const STEM = 'create_or_replace_the_annual_report_of_the_department_for_';
const NAMES = [`${STEM}finance`, `${STEM}research`, 'a.b', 'a_b', 'a/b'];
const SERVER = 'the-server-of-the-whole-organisation.v2';

async function openTwo() {
  const first = await openHost({ server: listing(() => NAMES.map((name) => tool(name))) });
  const second = await openHost({ server: listing(() => NAMES.map((name) => tool(name))) });
  return { first, second };
}

describe('names that no model API takes, or that are the same twice', () => {
  it('become other names that are taken, one for each tool, and lead to it', async () => {
    const { first, second } = await openTwo();
    const { client } = openClient({ [SERVER]: first, second });
    const { tools } = await client.listTools();
    expect(tools).toHaveLength(2 * NAMES.length);
    for (const { wireName } of tools) expect(wireName).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
    expect(new Set(tools.map(({ wireName }) => wireName)).size).toBe(tools.length);
    for (const { wireName, id, name } of tools) {
      expect(await client.callTool(wireName)).toMatchObject({ tool: id, content: [{ text: name }] });
    }
  });

  it('stay what they are when servers come and go, and from one run to the next', async () => {
    const { first, second } = await openTwo();
    const namesOf = async (servers: Parameters<typeof openClient>[0]) => {
      const { tools } = await openClient(servers).client.listTools();
      return new Map(tools.map(({ id, wireName }) => [id, wireName]));
    };
    const alone = await namesOf({ [SERVER]: first });
    const later = await namesOf({ second, [SERVER]: first });
    for (const [id, wireName] of alone) expect(later.get(id)).toBe(wireName);
  });
});
