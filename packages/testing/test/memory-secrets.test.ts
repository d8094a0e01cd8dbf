import { createMemorySecrets } from '@wicketgate/testing';
import { describe, expect, it } from 'vitest';

describe('memory secrets', () => {
  it('keep, answer and delete values by name', async () => {
    const secrets = createMemorySecrets({ a: '1' });
    await secrets.store('b', '2');
    expect([await secrets.get('a'), await secrets.get('b'), await secrets.get('c')]).toEqual(['1', '2', undefined]);
    expect(await secrets.keys()).toEqual(['a', 'b']);
    await secrets.delete('a');
    await secrets.delete('never there');
    expect(await secrets.keys()).toEqual(['b']);
  });

  it('tell listeners the name of what changed, after the change', async () => {
    const secrets = createMemorySecrets();
    const seen: [string, string | undefined][] = [];
    secrets.onDidChange(async ({ key }) => seen.push([key, await secrets.get(key)]));
    await secrets.store('a', '1');
    await secrets.delete('a');
    await secrets.get('a');
    expect(seen).toEqual([
      ['a', '1'],
      ['a', undefined],
    ]);
  });

  it('stop telling a listener that is disposed, and no other', async () => {
    const secrets = createMemorySecrets();
    let told = 0;
    const listener = () => told++;
    const one = secrets.onDidChange(listener);
    secrets.onDidChange(listener);
    one.dispose();
    one.dispose();
    await secrets.store('a', '1');
    expect(told).toBe(1);
  });
});
