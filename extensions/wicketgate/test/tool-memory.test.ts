import { describe, expect, it } from 'vitest';
import type { ConfiguredServer } from '../src/server-setting.ts';
import { createToolCounts } from '../src/tool-counts.ts';
import { createToolSwitches, type SwitchStore } from '../src/tool-switches.ts';

function createStore(values: Record<string, unknown> = {}) {
  const store: SwitchStore = {
    get: (name) => values[name],
    update: (name, value) => {
      values[name] = value;
      return Promise.resolve();
    },
  };
  return { store, values };
}

describe('the switches of the tools', () => {
  it('are all on at first, and outlive the window', async () => {
    const { store } = createStore();
    const switches = createToolSwitches(store);
    expect(switches.isOff('a/one')).toBe(false);
    await switches.set(
      new Map([
        ['a/one', 'off'],
        ['a/two', 'off'],
      ]),
    );
    await switches.set(new Map([['a/two', 'on']]));
    expect([switches.isOff('a/one'), switches.isOff('a/two')]).toEqual([true, false]);
    expect([createToolSwitches(store).isOff('a/one'), createToolSwitches(store).isOff('a/two')]).toEqual([true, false]);
  });

  it('keep what another window has switched', async () => {
    const { store } = createStore();
    const [one, other] = [createToolSwitches(store), createToolSwitches(store)];
    await one.set(new Map([['a/one', 'off']]));
    await other.set(new Map([['a/two', 'off']]));
    expect([other.isOff('a/one'), other.isOff('a/two')]).toEqual([true, true]);
  });

  it('count at once, also where the host keeps nothing', async () => {
    const switches = createToolSwitches({ get: () => undefined, update: () => Promise.reject(new Error('full')) });
    await expect(switches.set(new Map([['a/one', 'off']]))).rejects.toThrow('full');
    expect(switches.isOff('a/one')).toBe(true);
  });

  it('take nothing that is no list of ids', () => {
    const { store } = createStore({ 'wicketgate.tools.off': { 'a/one': true } });
    expect(createToolSwitches(store).isOff('a/one')).toBe(false);
  });
});

describe('the counts of the tools', () => {
  const server = (id: string): ConfiguredServer => ({
    id,
    url: `https://${id}.example`,
    headers: {},
    isOfGateway: false,
  });

  it('are known by address when the next window opens', () => {
    const { store } = createStore();
    const counts = createToolCounts(store);
    expect(counts.of(server('a'))).toBeUndefined();
    expect(counts.note([server('a'), server('b')], new Map([['a', 3]]))).toBe(true);
    expect(counts.note([server('a')], new Map([['a', 3]]))).toBe(false);
    const next = createToolCounts(store);
    expect([next.of(server('a')), next.of(server('b'))]).toEqual([3, undefined]);
    expect(next.of({ ...server('a'), url: 'https://other.example' })).toBeUndefined();
  });

  it('of 100 servers are kept, the latest', () => {
    const { store, values } = createStore();
    const counts = createToolCounts(store);
    const many = Array.from({ length: 101 }, (_, at) => server(`s${at}`));
    for (const each of many) counts.note([each], new Map([[each.id, 1]]));
    expect(Object.keys(values['wicketgate.tools.counts'] as object)).toHaveLength(100);
    expect([counts.of(server('s0')), counts.of(server('s1')), counts.of(server('s100'))]).toEqual([undefined, 1, 1]);
  });
});
