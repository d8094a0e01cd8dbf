import { createFakeClock } from '@wicketgate/testing';
import { describe, expect, it } from 'vitest';
import { FAILURES_TO_OPEN, FIRST_PAUSE_MS } from '../../../src/rules/session/breaker.ts';
import { Standing } from '../../../src/services/session/standing.ts';
import { McpError } from '../../../src/words/errors.ts';

const lost = () => new McpError('connection_lost', 'It broke off.');

function world() {
  const clock = createFakeClock();
  const standing = new Standing({ clock, onChange: () => undefined });
  const fail = (times: number) => {
    for (let at = 0; at < times; at++) standing.failed(lost(), 'call', standing.admit());
  };
  return { clock, standing, fail };
}

describe('Standing', () => {
  it('counts what fails together once, and what fails in a row each time', () => {
    const { standing, fail } = world();
    const together = Array.from({ length: 50 }, () => standing.admit());
    for (const admission of together) standing.failed(lost(), 'call', admission);
    fail(FAILURES_TO_OPEN - 2);
    expect(standing.pausedUntil).toBeUndefined();
    fail(1);
    expect(standing.pausedUntil).toBeDefined();
  });

  it('lets one request find out, whatever becomes of those that went out before', async () => {
    const { clock, standing, fail } = world();
    const early = [standing.admit(), standing.admit()] as const;
    fail(FAILURES_TO_OPEN);
    await clock.advance(FIRST_PAUSE_MS);
    const trial = standing.admit();
    standing.failed(new McpError('aborted', 'It is enough.'), 'call', early[0]);
    standing.failed(lost(), 'call', early[1]);
    expect(() => standing.admit()).toThrow(McpError);
    standing.failed(lost(), 'call', trial);
    expect(standing.pausedUntil).toBe(clock.now() + 2 * FIRST_PAUSE_MS);
  });

  it('takes any answer for a sign that the server is back', async () => {
    const { clock, standing, fail } = world();
    const early = standing.admit();
    fail(FAILURES_TO_OPEN);
    await clock.advance(FIRST_PAUSE_MS);
    standing.admit();
    standing.succeeded(early);
    expect(standing.admit()).toMatchObject({ isTrial: false });
  });
});
