import { WicketgateError } from '@wicketgate/core';
import { McpError } from '@wicketgate/mcp-client';
import { SecretsError } from '@wicketgate/secrets';
import { expect, test } from 'vitest';
import { credentialFailure } from '../../src/rules/credential-failure.ts';
import { CommandFailure } from '../../src/words/failure.ts';

test.each([
  [new SecretsError('keyring_locked', 'The keyring is locked.'), 'unauthorized'],
  [new CommandFailure('broken_config', 'The file does not fit.'), 'unauthorized'],
  [new WicketgateError('offline', 'The gateway cannot be reached.'), 'server_unreachable'],
  [new WicketgateError('too_many_requests', 'The gateway throttles.'), 'throttled'],
])('%s is told with its own sentence, as %s', (error, code) => {
  expect(credentialFailure(error)).toMatchObject({ code, message: error.message, cause: error });
});

test('what a client of MCP understands stays as it is, and so does the end by a signal', () => {
  for (const error of [new McpError('timeout', 'Late.'), new DOMException('Ended.', 'AbortError')]) {
    expect(credentialFailure(error)).toBe(error);
  }
});
