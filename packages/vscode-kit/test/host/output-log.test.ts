import { createRedactor } from '@wicketgate/core';
import { describe, expect, it } from 'vitest';
import { createOutputLog, type LogLines } from '../../src/host/output-log.ts';

const KEY = `wg_live_${'a'.repeat(48)}`;

function collectingOutput(): LogLines & { readonly lines: string[] } {
  const lines: string[] = [];
  const take = (level: string) => (line: unknown) => void lines.push(`${level} ${String(line)}`);
  return { lines, debug: take('debug'), info: take('info'), warn: take('warn'), error: take('error') };
}

describe('The log in the output channel', () => {
  it('keeps the level, and says plain facts after the message', () => {
    const output = collectingOutput();
    const log = createOutputLog(output, createRedactor());
    log.debug({}, 'one');
    log.info({ status: 'noKey' }, 'two');
    log.warn({ tookMs: 3 }, 'three');
    log.error({ error: new TypeError('no') }, 'four');
    expect(output.lines.slice(0, 3)).toEqual(['debug one', 'info two {"status":"noKey"}', 'warn three {"tookMs":3}']);
    expect(output.lines[3]).toMatch(/^error four \{"error":\{"type":"TypeError","message":"no"/);
  });

  it('shows no key, wherever it stands', () => {
    const output = collectingOutput();
    const log = createOutputLog(output, createRedactor());
    log.warn({ apiKey: KEY, note: `sent ${KEY}`, error: new Error(KEY) }, `about ${KEY}`);
    expect(output.lines).toHaveLength(1);
    expect(output.lines[0]).not.toContain(KEY);
  });

  it('does not fail whoever logs when the channel is closed', () => {
    const closed = () => {
      throw new Error('Channel has been closed');
    };
    const log = createOutputLog({ debug: closed, info: closed, warn: closed, error: closed }, createRedactor());
    expect(() => log.error({ error: 'late' }, 'after the end')).not.toThrow();
  });
});
