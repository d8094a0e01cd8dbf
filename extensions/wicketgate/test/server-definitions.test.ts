import type { Secret } from '@wicketgate/core';
import { describe, expect, it } from 'vitest';
import { createDefinitions } from '../src/server-definitions.ts';
import type { ConfiguredServer } from '../src/server-setting.ts';
import { createGate } from './gates.ts';
import { active, grace, identity, shut } from './states.ts';

const ours: ConfiguredServer = { id: 'ours', url: 'https://gateway.example/base/mcp', headers: {}, isOfGateway: true };
const foreign: ConfiguredServer = {
  ...{ id: 'foreign', url: 'https://foreign.example/mcp', headers: { 'x-team': 'a' }, isOfGateway: false },
};

function create(first = [ours, foreign], gate = createGate(active)) {
  let servers = first;
  const definitions = createDefinitions({
    gate,
    servers: () => servers,
    t: (text, ...args) => [text, ...args].join(' '),
  });
  const resolve = ({ id, url }: ConfiguredServer) => definitions.resolve(id, (each) => each === url);
  return { gate, definitions, resolve, become: (next: ConfiguredServer[]) => (servers = next) };
}

describe('what VS Code is told of the servers', () => {
  it('is every server while the gate is open, offline too, and never the credential', () => {
    const { gate, definitions } = create();
    for (const state of [active, grace]) {
      gate.state = state;
      expect(definitions.provide().map(({ label, url, headers }) => ({ label, url, headers }))).toEqual([
        { label: 'ours', url: ours.url, headers: {} },
        { label: 'foreign', url: foreign.url, headers: { 'x-team': 'a' } },
      ]);
    }
    expect(JSON.stringify(definitions.provide())).not.toContain('wg_live');
  });

  it.each(shut)('is nothing while the gate is $status', async (state) => {
    const { definitions, resolve } = create([ours], createGate(state));
    expect(definitions.provide()).toEqual([]);
    await expect(resolve(ours)).rejects.toThrow('Wicketgate is shut: sign in first.');
  });

  it('is the credential at the moment in which a server starts, for servers of the gateway alone', async () => {
    const { resolve } = create();
    expect((await resolve(ours)).headers).toEqual({ Authorization: 'Bearer wg_live_what_opens_the_gate' });
    expect((await resolve(foreign)).headers).toEqual({ 'x-team': 'a' });
  });

  it('is no credential of a gate that shut while a token was fetched', async () => {
    const { gate, resolve } = create();
    const give = gate.give;
    gate.give = async () => {
      const secret = await give();
      gate.state = { status: 'noKey', why: 'none' };
      return secret;
    };
    await expect(resolve(ours)).rejects.toThrow('Wicketgate is shut');
  });

  it('is no credential for a server that is no longer beneath the gateway, or that the settings no longer have', async () => {
    const { gate, resolve, become } = create();
    const give = gate.give;
    gate.give = () => {
      become([{ ...ours, url: 'https://other.example/mcp' }]);
      return give();
    };
    await expect(resolve(ours)).rejects.toThrow('no longer have the MCP server {0}, or not at this address. ours');
    await expect(resolve(foreign)).rejects.toThrow('no longer have');
  });

  it('is no server of the gateway without a credential', async () => {
    const { gate, resolve } = create();
    gate.give = (): Promise<Secret | undefined> => Promise.resolve(undefined);
    await expect(resolve(ours)).rejects.toThrow('Wicketgate is shut');
    await expect(resolve(foreign)).resolves.toMatchObject({ label: 'foreign' });
  });

  it('has another version when address, headers or sign-in are others, so that VS Code starts the server anew', () => {
    const versionOf = (server: ConfiguredServer, state: typeof active | typeof grace = active) =>
      create([server], createGate(state)).definitions.provide()[0]?.version;
    const first = versionOf(ours);
    expect(first).toMatch(/^[0-9a-f]{16}$/);
    expect(versionOf(ours, { ...active, checkedAt: '2026-11-21T12:05:00.000Z' })).toBe(first);
    expect(versionOf(ours, grace)).toBe(first);
    const key = { id: 'zzzzzzzzzz', name: 'Other', env: 'live' } as const;
    const others = [
      versionOf({ ...ours, url: `${ours.url}/2` }),
      versionOf({ ...ours, headers: { 'x-team': 'b' } }),
      versionOf(ours, { ...active, identity: { ...identity, key } }),
    ];
    expect(new Set([first, ...others]).size).toBe(4);
    const elsewhere = versionOf(foreign);
    expect(versionOf(foreign, { ...active, identity: { ...identity, key } })).toBe(elsewhere);
  });
});
