import { describe, expect, it } from 'vitest';
import { GateMachine, type StateChange } from '../../src/services/gate-machine.ts';
import { createCollectingLogger } from '../doubles/collecting-logger.ts';
import { IDENTITY } from '../samples.ts';

const ACCEPTED = {
  type: 'keyAccepted',
  subject: 1,
  verdict: {
    status: 'valid',
    via: 'gateway',
    identity: IDENTITY,
    checkedAt: '2026-11-01T10:00:00.000Z',
    degraded: false,
  },
} as const;

function createMachine() {
  const machine = new GateMachine(createCollectingLogger());
  const changes: StateChange[] = [];
  machine.onDidChange((change) => changes.push(change));
  return { machine, changes };
}

describe('GateMachine', () => {
  it('tells the first and the last state of a step, and nothing in between', () => {
    const { machine, changes } = createMachine();
    machine.dispatch([{ type: 'sessionFound', subject: 1 }, ACCEPTED], 'asked');
    expect(changes).toMatchObject([{ before: { status: 'noKey' }, after: { status: 'active' }, how: 'asked' }]);
    expect(machine.subject).toBe(1);
  });

  it('tells nothing of a step that leads to an equal state, but goes over to the subject', () => {
    const { machine, changes } = createMachine();
    machine.dispatch([{ type: 'sessionFound', subject: 1 }, ACCEPTED], 'background');
    const { state } = machine;
    machine.dispatch([{ ...ACCEPTED, verdict: { ...ACCEPTED.verdict } }], 'background');
    machine.dispatch(
      [
        { type: 'sessionFound', subject: 2 },
        { ...ACCEPTED, subject: 2 },
      ],
      'background',
    );
    expect(changes).toHaveLength(1);
    expect(machine.state).toBe(state);
    expect(machine.subject).toBe(2);
  });

  it('tells nobody after its end', () => {
    const { machine, changes } = createMachine();
    machine.close();
    machine.dispatch([{ type: 'sessionFound', subject: 1 }], 'background');
    expect(changes).toEqual([]);
  });
});
