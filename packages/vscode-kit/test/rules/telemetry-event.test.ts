import { describe, expect, it } from 'vitest';
import { stateEvent } from '../../src/rules/telemetry-event.ts';
import { STATES } from '../samples.ts';

describe('What telemetry is told', () => {
  it('is the change of the status, and the reason of a shut one', () => {
    const { noKey, checking, active, invalid, unavailable } = STATES;
    expect(stateEvent(noKey, checking)).toEqual({ from: 'noKey', to: 'checking' });
    expect(stateEvent(checking, active)).toEqual({ from: 'checking', to: 'active' });
    expect(stateEvent(active, invalid)).toEqual({ from: 'active', to: 'invalid', reason: invalid.reason });
    expect(stateEvent(active, unavailable)).toEqual({ from: 'active', to: 'unavailable', reason: unavailable.reason });
  });

  it('is nothing when the status stays', () => {
    for (const state of Object.values(STATES)) expect(stateEvent(state, { ...state })).toBeUndefined();
  });

  it('never is more than those three words', () => {
    const states = Object.values(STATES);
    const events = states.flatMap((before) => states.map((after) => stateEvent(before, after) ?? {}));
    expect(new Set(events.flatMap(Object.keys))).toEqual(new Set(['from', 'to', 'reason']));
  });
});
