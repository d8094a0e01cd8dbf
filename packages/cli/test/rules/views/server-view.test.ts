import { McpError, type ServerReport } from '@wicketgate/mcp-client';
import { expect, test } from 'vitest';
import { reportSentence, serverDocument, serverTable } from '../../../src/rules/views/server-view.ts';
import { styleOf } from '../../../src/rules/views/style.ts';

const style = styleOf('plain');

function listed(more: Partial<ServerReport> = {}) {
  const negotiated: ServerReport['negotiated'] = {
    era: 'modern',
    protocolVersion: '2026-07-28',
    serverInfo: { name: 'files', version: '1.0.0' },
    instructions: undefined,
    discover: undefined,
  };
  const report: ServerReport = {
    ...{ id: 'files', state: 'ready', transport: 'stdio', negotiated, toolCount: 3, catalog: 'live' },
    ...{ problem: undefined, retryAt: undefined, ...more },
  };
  return { report, origin: 'mcp.json:2', target: 'npx \u001b[31mfiles' };
}

test('a server is a row, without what a terminal acts on', () => {
  expect(serverTable([listed()], style).split('\n')[1]).toMatch(
    /^files +ready +2026-07-28 +3 +npx files +mcp\.json:2$/,
  );
});

test('tools from before are marked', () => {
  expect(serverTable([listed({ state: 'failed', catalog: 'stale' })], style)).toContain('failed, tools from before');
});

test('what is wrong is a sentence that names the server once', () => {
  const problem = new McpError('timeout', 'files: It did not answer.');
  expect(reportSentence(listed({ problem }).report)).toBe('files: It did not answer. (timeout)');
  expect(reportSentence(listed().report)).toBeUndefined();
});

test('the document says what is not known with null', () => {
  const cooling = { state: 'cooling', negotiated: undefined, toolCount: undefined, retryAt: 5 } as const;
  expect(serverDocument(listed(cooling))).toMatchObject({
    ...{ protocolVersion: null, serverName: null, toolCount: null, problem: null, retryAt: 5 },
  });
});

test('a sign-in is told of where there could be one', () => {
  expect(serverTable([{ ...listed(), signedIn: true }], style)).toContain('ready, signed in');
  expect(serverTable([{ ...listed(), signedIn: false }], style)).not.toContain('signed in');
  expect(serverDocument({ ...listed(), signedIn: false })).toMatchObject({ signedIn: false });
  expect(serverDocument(listed())).toMatchObject({ signedIn: null });
});
