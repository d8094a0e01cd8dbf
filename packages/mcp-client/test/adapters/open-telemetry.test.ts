import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';

interface Told {
  readonly spans: readonly {
    readonly name: string;
    readonly isClient: boolean;
    readonly isError: boolean;
    readonly attributes: Readonly<Record<string, unknown>>;
    readonly context: { readonly traceId: string; readonly spanId: string };
    readonly parent: string | undefined;
  }[];
  readonly sent: readonly unknown[];
  readonly outer: { readonly traceId: string; readonly spanId: string };
  readonly isPassedOn: readonly boolean[];
}

let text = '';
let told: Told = { spans: [], sent: [], outer: { traceId: '', spanId: '' }, isPassedOn: [] };

beforeAll(async () => {
  const program = fileURLToPath(new URL('open-telemetry-program.ts', import.meta.url));
  const args = ['--conditions=@wicketgate/source', '--no-warnings', program];
  text = (await promisify(execFile)(process.execPath, args)).stdout;
  told = JSON.parse(text) as Told;
});

describe('openTelemetry', () => {
  it('tells of a call by the conventions for MCP', () => {
    expect(told.spans).toHaveLength(8);
    expect(told.spans[0]).toMatchObject({ name: 'tools/call read_file', isClient: true, isError: false });
    expect(told.spans[0]?.attributes).toEqual({
      'mcp.method.name': 'tools/call',
      'mcp.protocol.version': '2026-07-28',
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.name': 'read_file',
      'network.transport': 'tcp',
      'server.address': 'mcp.example.com',
      'server.port': 443,
      'wicketgate.mcp.server': 'files',
    });
  });

  it('sends the trace along, and nothing else that a propagator adds', () => {
    const { traceId, spanId } = told.spans[0]?.context ?? {};
    expect(told.sent[1]).toEqual({ traceparent: `00-${String(traceId)}-${String(spanId)}-01`, tracestate: 'vendor=1' });
  });

  it('sends nothing along, and tells nobody, where nothing is set up', () => {
    expect(told.sent[0]).toBeNull();
  });

  it('answers and throws what the call does', () => {
    expect(told.isPassedOn).toEqual([true, true, true]);
  });

  it('tells a tool that failed from a call that failed', () => {
    expect(told.spans.slice(1, 4).map(({ isError, attributes }) => [isError, attributes['error.type']])).toEqual([
      [true, 'tool_error'],
      [true, 'server_error'],
      [true, 'RangeError'],
    ]);
    expect(told.spans[2]?.attributes['rpc.response.status_code']).toBe('-32602');
  });

  it('names the way to the server', () => {
    const ways = told.spans
      .slice(4, 7)
      .map(({ attributes }) => [attributes['network.transport'], attributes['server.port']]);
    expect(ways).toEqual([
      ['pipe', undefined],
      ['tcp', 8_080],
      [undefined, undefined],
    ]);
    expect(told.spans[4]?.attributes).not.toHaveProperty('mcp.protocol.version');
  });

  it('makes the call a part of the span that it happens in', () => {
    const [last] = told.spans.slice(-1);
    expect([last?.parent, last?.context.traceId]).toEqual([told.outer.spanId, told.outer.traceId]);
  });

  it('tells neither results, nor messages of errors, nor queries, nor baggage', () => {
    expect(text).not.toContain('planted');
  });
});
