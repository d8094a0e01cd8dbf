import { expect, test } from 'vitest';
import { type DiagnosticFacts, formatDiagnostics } from '../../src/rules/diagnostics.ts';
import { GATE_STATUSES } from '../../src/words/gate-state.ts';
import { IDENTITY, STATES } from '../samples.ts';

const FACTS: DiagnosticFacts = {
  at: '2026-11-02T08:00:00.000Z',
  host: {
    extension: { id: 'acme.tool', version: '1.2.3' },
    vscode: '1.139.1',
    appName: 'code-server',
    appHost: 'server-distro',
    remoteName: undefined,
    uiKind: 'web',
    platform: 'linux',
    node: '24.21.0',
    language: 'de',
  },
  state: STATES.grace,
  gateway: { origin: 'https://gateway.example', urlFrom: 'setting' },
  session: { storage: 'kept', secretSignals: 2, ledgerSignals: 3 },
  checks: [
    { at: '2026-11-02T07:58:00.000Z', tookMs: 12.4, status: 'valid' },
    {
      at: '2026-11-02T07:59:00.000Z',
      tookMs: 4_000,
      status: 'unavailable',
      reason: 'timeout',
      code: 'timeout',
      requestId: 'request-1',
    },
  ],
  migrated: [{ setting: 'acme.apiKey', scope: 'workspace', outcome: 'removed' }],
};

test('diagnostics are one fact a line', () => {
  expect(formatDiagnostics(FACTS)).toBe(`## Diagnostics

- written: 2026-11-02T08:00:00.000Z
- extension: acme.tool 1.2.3
- VS Code: 1.139.1 (code-server)
- host: server-distro, web, remote none
- platform: linux, Node 24.21.0
- language: de

## State

- status: grace
- checked: 2026-11-01T10:00:00.000Z
- until: 2026-11-04T10:00:00.000Z
- because: offline
- key id: AbCdEfGhIj
- tier and role: pro, user
- scopes: 1
- limits: 300 in 60 s, 30 at once
- expires: never

## Gateway

- origin: https://gateway.example
- address from: setting

## Session

- storage: kept
- changes told by SecretStorage: 2
- changes told by the ledger: 3

## Last checks

- 2026-11-02T07:58:00.000Z: valid (12 ms)
- 2026-11-02T07:59:00.000Z: unavailable, timeout, timeout, request request-1 (4000 ms)

## Old settings

- acme.apiKey: workspace, removed
`);
});

test.each([
  ['noKey', '- status: noKey\n- why: none\n'],
  ['checking', '- status: checking\n'],
  ['active', '- status: active\n- checked: 2026-11-01T10:00:00.000Z\n- degraded: false\n'],
  ['grace', '- status: grace\n- checked: 2026-11-01T10:00:00.000Z\n'],
  ['invalid', '- status: invalid\n- reason: revoked\n- next: renew_key\n- code: key_revoked\n- request: none\n'],
  ['unavailable', '- status: unavailable\n- reason: timeout\n- next: retry_later\n- code: timeout\n- request: none\n'],
] as const)('the state %s is told with its members', (status, lines) => {
  expect(formatDiagnostics({ ...FACTS, state: STATES[status] })).toContain(lines);
});

test('what there is none of is said to be none', () => {
  const text = formatDiagnostics({
    ...FACTS,
    gateway: { origin: undefined, urlFrom: 'nowhere' },
    checks: [],
    migrated: [],
  });
  expect(text).toContain('- origin: none\n- address from: nowhere\n');
  expect(text).toContain('## Last checks\n\n- none\n');
  expect(text).toContain('## Old settings\n\n- none\n');
});

test('a sign-in is named by its public id, as a key is by its own', () => {
  const session = { id: '0123456789abcdef', clientId: 'wicketgate-vscode', clientName: 'Wicketgate for VS Code' };
  const text = formatDiagnostics({
    ...FACTS,
    state: { ...STATES.active, identity: { ...IDENTITY, key: null, session } },
  });
  expect(text).toContain('- sign-in id: 0123456789abcdef\n');
  expect(text).not.toContain('key id');
});

test.each(GATE_STATUSES)('nobody is named in %s', (status) => {
  const text = formatDiagnostics({ ...FACTS, state: STATES[status] });
  expect(text).not.toContain(IDENTITY.principal.name);
  expect(text).not.toContain(IDENTITY.principal.email);
  expect(text).not.toContain('laptop');
});

test('a text of the gateway cannot forge a line', () => {
  const state = { ...STATES.invalid, requestId: 'x\n## State\n\n- status: active [a](command:b)' };
  const text = formatDiagnostics({ ...FACTS, state });
  expect(text.match(/^## State$/gm)).toHaveLength(1);
  expect(text).not.toContain('](command');
});
