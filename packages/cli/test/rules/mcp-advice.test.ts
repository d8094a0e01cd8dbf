import { MCP_ERROR_CODES, McpError } from '@wicketgate/mcp-client';
import { expect, test } from 'vitest';
import { exitCodeOf } from '../../src/rules/exit-code.ts';
import { mcpAdviceOn } from '../../src/rules/mcp-advice.ts';
import { failureOf } from '../../src/rules/failure-report.ts';

test.each([
  ['unknown_server', 4],
  ['unknown_tool', 4],
  ['tool_not_allowed', 3],
  ['tool_held', 3],
  ['approval_denied', 3],
  ['unauthorized', 3],
  ['forbidden', 3],
  ['address_not_allowed', 3],
  ['server_unreachable', 5],
  ['circuit_open', 5],
  ['connection_lost', 5],
  ['timeout', 5],
  ['bad_answer', 5],
  ['unsupported_protocol', 5],
  ['throttled', 6],
  ['aborted', 130],
  ['bad_result', 1],
  ['server_error', 1],
  ['unsupported_transport', 1],
  ['closed', 1],
] as const)('a failure %s ends with %d', (code, exit) => {
  expect(exitCodeOf(code)).toBe(exit);
});

test('every code has its exit code', () => {
  for (const code of MCP_ERROR_CODES) expect(exitCodeOf(code)).toBeGreaterThan(0);
});

test('a failure of a server is reported with advice, and without what the server said', () => {
  const error = new McpError('timeout', 'files: It did not answer.', { cause: new Error('foreign'), attempts: 2 });
  const report = failureOf(error);
  expect(report).toEqual({
    ...{ code: 'timeout', message: 'files: It did not answer.', attempts: 2 },
    hint: mcpAdviceOn('timeout'),
  });
  expect(report.hint).toContain('--timeout SECONDS');
});
