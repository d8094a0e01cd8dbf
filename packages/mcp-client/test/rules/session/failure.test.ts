import { describe, expect, it } from 'vitest';
import {
  doubtsAgreement,
  isOutage,
  isPassing,
  refusedForRevision,
  wasNotTaken,
} from '../../../src/rules/session/failure.ts';
import { McpError, type McpErrorCode, type McpErrorDetails } from '../../../src/words/errors.ts';

const failure = (code: McpErrorCode, details: McpErrorDetails = {}) => new McpError(code, 'It failed.', details);

describe('isPassing', () => {
  it.each([
    [failure('server_unreachable', { status: 408 })],
    [failure('throttled', { status: 429 })],
    [failure('server_error', { status: 500 })],
    [failure('server_unreachable', { status: 502 })],
    [failure('server_unreachable', { status: 503 })],
    [failure('server_unreachable', { status: 504 })],
    [failure('server_unreachable', { status: 599 })],
    [failure('server_unreachable', { attempts: 0 })],
    [failure('connection_lost')],
  ])('takes %s with %o as passing', (error) => {
    expect(isPassing(error)).toBe(true);
  });

  it.each([
    [failure('server_unreachable')],
    [failure('server_error', { status: 499 })],
    [failure('server_error', { status: 501 })],
    [failure('server_unreachable', { status: 505 })],
    [failure('server_unreachable', { status: 508 })],
    [failure('server_unreachable', { status: 510 })],
    [failure('server_unreachable', { status: 511 })],
    [failure('server_error', { status: 600 })],
    [failure('server_error', { rpcCode: -32_602 })],
    [failure('unauthorized', { status: 401 })],
    [failure('timeout')],
    [failure('aborted')],
    [failure('circuit_open', { retryAfterMs: 1 })],
    [failure('bad_answer')],
  ])('takes %s with %o as lasting', (error) => {
    expect(isPassing(error)).toBe(false);
  });
});

describe('wasNotTaken', () => {
  it.each([
    [failure('unsupported_protocol')],
    [failure('server_error', { status: 404 })],
    [failure('server_error', { status: 404, rpcCode: -32_601 })],
    [failure('server_error', { status: 400, rpcCode: -32_000 })],
  ])('believes %s with %o', (error) => {
    expect(wasNotTaken(error)).toBe(true);
  });

  it.each([
    [failure('server_error', { status: 404, rpcCode: -32_001 })],
    [failure('server_error', { status: 400, rpcCode: -32_602 })],
    [failure('server_error', { status: 500 })],
    [failure('connection_lost')],
  ])('does not believe %s with %o', (error) => {
    expect(wasNotTaken(error)).toBe(false);
  });
});

describe('isOutage', () => {
  it('counts what never reached the server, or never came back', () => {
    expect(isOutage(failure('server_unreachable'), 'connect')).toBe(true);
    expect(isOutage(failure('connection_lost'), 'call')).toBe(true);
    expect(isOutage(failure('server_error', { status: 500 }), 'call')).toBe(true);
    expect(isOutage(failure('bad_answer'), 'connect')).toBe(true);
  });

  it('does not count a caller who could not wait for the connection', () => {
    expect(isOutage(failure('timeout', { attempts: 0 }), 'connect')).toBe(false);
  });

  it('counts silence, except that of a tool', () => {
    expect(isOutage(failure('timeout'), 'connect')).toBe(true);
    expect(isOutage(failure('timeout'), 'ask')).toBe(true);
    expect(isOutage(failure('timeout'), 'call')).toBe(false);
  });

  it('counts nothing that the server answered deliberately', () => {
    expect(isOutage(failure('throttled', { status: 429 }), 'call')).toBe(false);
    expect(isOutage(failure('unauthorized', { status: 401 }), 'connect')).toBe(false);
    expect(isOutage(failure('server_error', { rpcCode: -32_603 }), 'call')).toBe(false);
    expect(isOutage(failure('bad_answer', { status: 404 }), 'connect')).toBe(false);
  });
});

describe('refusedForRevision', () => {
  it('knows the ways in which servers refuse a revision', () => {
    expect(refusedForRevision(failure('unsupported_protocol', { rpcCode: -32_022 }))).toBe(true);
    expect(refusedForRevision(failure('server_error', { rpcCode: -32_601 }))).toBe(true);
    expect(refusedForRevision(failure('server_error', { status: 400 }))).toBe(true);
    expect(refusedForRevision(failure('server_error', { status: 404 }))).toBe(true);
  });

  it('does not take wrong arguments, or a wrong credential, for it', () => {
    expect(refusedForRevision(failure('server_error', { rpcCode: -32_602 }))).toBe(false);
    expect(refusedForRevision(failure('server_error', { status: 400, rpcCode: -32_602 }))).toBe(false);
    expect(doubtsAgreement(failure('unauthorized', { status: 401 }))).toBe(false);
  });
});
