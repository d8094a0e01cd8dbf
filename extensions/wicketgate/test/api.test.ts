import type { GateState } from '@wicketgate/vscode-kit';
import { describe, expect, it } from 'vitest';
import type { Disposable } from 'vscode';
import { type AccessState, type ApiGate, createExports } from '../src/api.ts';
import { active, grace, shut } from './states.ts';

/** A gate that is told its states: a sign-in makes it active, a check brings it into the grace. */
function createGate(first: GateState) {
  const listeners = new Set<(state: GateState) => unknown>();
  let state = first;
  let signIns = 0;
  const gate: ApiGate & { key: string } = {
    key: 'wg_live_what_no_other_extension_may_see',
    get state() {
      return state;
    },
    get isOpen() {
      return state.status === 'active' || state.status === 'grace';
    },
    onDidChangeState(listener) {
      listeners.add(listener);
      const subscription: unknown = { dispose: () => listeners.delete(listener) };
      return subscription as Disposable;
    },
    check() {
      state = grace;
      return Promise.resolve(state);
    },
    signIn() {
      signIns += 1;
      state = active;
      return Promise.resolve();
    },
  };
  const become = (next: GateState) => {
    state = next;
    for (const listener of listeners) listener(next);
  };
  return { gate, become, signIns: () => signIns, listening: () => listeners.size };
}

describe('the API for other extensions', () => {
  it('has version 1, and refuses any other by name', () => {
    const exports = createExports(createGate(active).gate);
    expect(exports.getApi(1).version).toBe(1);
    for (const version of [0, 2, '1', undefined]) {
      expect(() => exports.getApi(version as 1)).toThrow(RangeError);
      expect(() => exports.getApi(version as 1)).toThrow(`no API version ${String(version)}. Ask for version 1`);
    }
  });

  it('tells what the key allows while the gate is open', () => {
    const { gate, become } = createGate(active);
    const api = createExports(gate).getApi(1);
    const access = { tier: 'pro', scopes: ['tools:call', 'releases:read'], expiresAt: '2027-01-31T00:00:00.000Z' };
    expect(api.state).toEqual({ status: 'active', ...access });
    become(grace);
    expect(api.state).toEqual({ status: 'grace', until: grace.until, ...access });
  });

  it('tells the status alone while it is shut', () => {
    for (const state of shut) {
      expect(createExports(createGate(state).gate).getApi(1).state).toEqual({ status: state.status });
    }
  });

  it('has neither the key nor the person in it', () => {
    const { gate } = createGate(active);
    const api = createExports(gate).getApi(1);
    const everything = JSON.stringify([api, api.state, Object.keys(api)]);
    expect(everything).not.toContain(gate.key);
    expect(everything).not.toMatch(/user-1|dev@example\.com|"Dev"|Laptop|aB3dE6gH9j/);
    expect(Object.keys(api).sort()).toEqual(['onDidChangeState', 'requestSignIn', 'state', 'version']);
  });

  it('cannot be changed by those who hold it', () => {
    const exports = createExports(createGate(active).gate);
    const api = exports.getApi(1);
    expect([exports, api, api.state].every((part) => Object.isFrozen(part))).toBe(true);
    expect(() => (api.state as unknown as { scopes: string[] }).scopes.push('admin')).toThrow(TypeError);
    expect(active.identity.scopes).toEqual(['tools:call', 'releases:read']);
  });

  it('tells changes in the same words, until a listener stops', () => {
    const { gate, become, listening } = createGate(active);
    const told: AccessState[] = [];
    const listener = createExports(gate)
      .getApi(1)
      .onDidChangeState((state) => told.push(state));
    become({ status: 'checking' });
    become(grace);
    listener.dispose();
    become(active);
    expect(told.map(({ status }) => status)).toEqual(['checking', 'grace']);
    expect(JSON.stringify(told)).not.toContain('dev@example.com');
    expect(listening()).toBe(0);
  });

  it('tells nothing when a check finds everything as it was', () => {
    const { gate, become } = createGate(active);
    const told: AccessState[] = [];
    createExports(gate)
      .getApi(1)
      .onDidChangeState((state) => told.push(state));
    become({ ...active, checkedAt: '2026-11-21T12:05:00.000Z' });
    expect(told).toEqual([]);
    become({ ...active, identity: { ...active.identity, tier: 'free' } });
    become({ ...active, identity: { ...active.identity, tier: 'free' }, degraded: true });
    become(grace);
    become({ ...grace, because: 'server' });
    become({ ...grace, until: '2026-11-25T12:00:00.000Z' });
    expect(told.map((state) => [state.status, 'until' in state && state.until])).toEqual([
      ['active', false],
      ['grace', grace.until],
      ['grace', '2026-11-25T12:00:00.000Z'],
    ]);
  });

  it('tells each of its listeners, with what the listener asked to be called on', () => {
    const { gate, become } = createGate(active);
    const api = createExports(gate).getApi(1);
    const desk = { told: [] as string[] };
    const disposables: Disposable[] = [];
    for (let each = 0; each < 2; each++) {
      api.onDidChangeState(
        function (this: typeof desk, { status }: AccessState) {
          this.told.push(status);
        },
        desk,
        disposables,
      );
    }
    become(grace);
    expect(desk.told).toEqual(['grace', 'grace']);
  });

  it('asks to sign in only while it is shut', async () => {
    const { gate, become, signIns } = createGate({ status: 'noKey', why: 'none' });
    const api = createExports(gate).getApi(1);
    expect(await api.requestSignIn()).toMatchObject({ status: 'active' });
    expect(await api.requestSignIn()).toMatchObject({ status: 'active' });
    become(grace);
    expect(await api.requestSignIn()).toMatchObject({ status: 'grace' });
    expect(signIns()).toBe(1);
  });

  it('asks nobody before a key under check is known to be no good', async () => {
    const { gate, signIns } = createGate({ status: 'checking' });
    expect(await createExports(gate).getApi(1).requestSignIn()).toMatchObject({ status: 'grace' });
    expect(signIns()).toBe(0);
  });
});
