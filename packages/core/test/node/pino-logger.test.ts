import { mintApiKey } from '@wicketgate/contract';
import { createFakeClock, createSeededRandom } from '@wicketgate/testing';
import { describe, expect, it } from 'vitest';
import { createPinoLogger, type PinoLoggerOptions } from '../../src/node/pino-logger.ts';
import { createRedactor } from '../../src/rules/redact.ts';
import { Secret } from '../../src/words/secret.ts';

const KEY = mintApiKey({ env: 'live', random: createSeededRandom() }).key;

function createLog(options: Partial<PinoLoggerOptions> = {}) {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  const logger = createPinoLogger({ level: 'debug', destination, clock: createFakeClock(), ...options });
  return { logger, lines, parsed: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

describe('createPinoLogger', () => {
  it('writes one JSON document a line, with time, level, fields and message', () => {
    const { logger, lines } = createLog();
    logger.info({ requestId: 'r-1', n: 1 }, 'hello');
    expect(lines).toEqual([
      '{"level":"info","time":"2026-01-01T00:00:00.000Z","requestId":"r-1","n":1,"msg":"hello"}\n',
    ]);
  });

  it('writes the level that is asked for and those above it', () => {
    const levels = (level: PinoLoggerOptions['level']) => {
      const { logger, parsed } = createLog({ level });
      for (const at of ['debug', 'info', 'warn', 'error'] as const) logger[at]({}, 'x');
      return parsed().map((line) => line['level']);
    };
    expect(levels('debug')).toEqual(['debug', 'info', 'warn', 'error']);
    expect(levels('warn')).toEqual(['warn', 'error']);
    expect(levels('silent')).toEqual([]);
  });

  it('hides secrets in fields, errors and messages', () => {
    const { logger, lines, parsed } = createLog({ base: { service: 'gateway', token: KEY } });
    const err = Object.assign(new Error(`refused ${KEY}`, { cause: new Error(`Bearer ${KEY}`) }), { code: 'X' });
    logger.error(
      {
        err,
        authorization: `Bearer ${KEY}`,
        secret: new Secret(KEY),
        url: new URL(`https://a:${KEY}@b.example/?k=${KEY}`),
      },
      `key ${KEY}`,
    );
    expect(lines.join()).not.toContain(KEY.slice(8, -4));
    expect(parsed()[0]).toMatchObject({
      service: 'gateway',
      token: '[redacted]',
      authorization: '[redacted]',
      err: {
        type: 'Error',
        code: 'X',
        stack: expect.stringContaining('pino-logger.test.ts') as unknown,
        cause: { type: 'Error' },
      },
      msg: `key [redacted …${KEY.slice(-4)}]`,
    });
  });

  it('takes a redactor that knows more', () => {
    const { logger, parsed } = createLog({ redactor: createRedactor({ extra: [/chef_\w+/] }) });
    logger.info({ note: 'chef_123' }, 'chef_456');
    expect(parsed()[0]).toMatchObject({ note: '[redacted]', msg: '[redacted]' });
  });

  it('writes for people when asked to, without letting foreign text at the terminal', () => {
    const { logger, lines } = createLog({ pretty: true });
    logger.warn(
      { path: '/health', ms: 3, note: 'two words', evil: '\u001b[2J\u009b', 'a b': null, time: 5 },
      'hello\u001b[31m\nworld',
    );
    expect(lines).toEqual([
      expect.stringMatching(
        /^\S+ WARN {2}hello\\u001b\[31m\\u000aworld path=\/health ms=3 note="two words" evil="\\u001b\[2J\\u009b" "a b"=null time_=5\n$/,
      ),
    ]);
  });
});
