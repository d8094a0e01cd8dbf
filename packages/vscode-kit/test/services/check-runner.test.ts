import { Secret, type Verdict } from '@wicketgate/core';
import { createFakeClock } from '@wicketgate/testing';
import { describe, expect, it } from 'vitest';
import { CheckRunner } from '../../src/services/check-runner.ts';
import { keyCredential } from '../../src/services/gate-credential.ts';
import { GateMachine } from '../../src/services/gate-machine.ts';
import type { KeyChecker } from '../../src/services/key-checker.ts';
import { createCollectingLogger } from '../doubles/collecting-logger.ts';

const REFUSED: Verdict = { status: 'invalid', reason: 'revoked', code: 'key_revoked', message: '', next: 'renew_key' };

describe('CheckRunner', () => {
  it('checks again after a check that failed in a way that nobody foresaw', async () => {
    const machine = new GateMachine(createCollectingLogger());
    machine.dispatch([{ type: 'sessionFound', subject: 1 }], 'background');
    const answers = [Promise.reject(new Error('a bug')), Promise.resolve(REFUSED)];
    const checker = { check: () => answers.shift() } as unknown as KeyChecker;
    const credential = keyCredential(new Secret('chef_123e4567-e89b-12d3-a456-426614174000'));
    const over: number[] = [];
    const options = { clock: createFakeClock(), onOver: (subject: number) => over.push(subject) };
    const runner = new CheckRunner({ ...options, machine, subject: () => ({ subject: 1, checker, credential }) });
    await runner.run('background');
    expect(machine.state).toMatchObject({ status: 'unavailable', reason: 'server' });
    expect(over).toEqual([]);
    expect(runner.isUnderWay).toBe(false);
    await runner.run('background');
    expect(machine.state).toMatchObject({ status: 'invalid', reason: 'revoked' });
  });
});
