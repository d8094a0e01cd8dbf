import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, it } from 'vitest';
import { ProgressiveMCPLoader, toAnthropicTools } from '../../src/loader.ts';
import { corpusHosts } from './corpus-hosts.ts';
import { openClient } from './real-servers.ts';

const tokensOf = (value: unknown) => encode(JSON.stringify(value)).length;

describe('a context that is full of schemas before the first question', () => {
  it('holds a fiftieth of them, and the tool that the question needs', async () => {
    const { client } = openClient(await corpusHosts(500));
    const loader = new ProgressiveMCPLoader(client);
    const all = await loader.select('', { strategy: 'full' });
    const { exposed, tools } = await loader.select('create an interview with the candidate');
    const shown = toAnthropicTools([...loader.metaTools, ...exposed]);
    expect(tools[0]?.tool.id).toBe('hiring/create_interview');
    expect(tokensOf(shown)).toBeLessThan(tokensOf(toAnthropicTools(all.exposed)) / 50);
  });

  it('is loaded lazily by itself: nobody has to switch anything on', async () => {
    const { client } = openClient(await corpusHosts(140));
    expect(await new ProgressiveMCPLoader(client).expose()).toMatchObject({ mode: 'meta', tools: { length: 3 } });
  });

  it('is not made worse where there are few tools: they are shown as they are', async () => {
    const { client } = openClient(await corpusHosts(20));
    expect(await new ProgressiveMCPLoader(client).expose()).toMatchObject({ mode: 'direct', tools: { length: 20 } });
  });
});
