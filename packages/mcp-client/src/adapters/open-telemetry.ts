import type { CallFacts, Tracing } from '../ports/tracing.ts';
import { McpError } from '../words/errors.ts';

type Attributes = Record<string, string | number>;

/** What is needed of a span of `@opentelemetry/api`. */
export interface TelemetrySpan {
  setAttributes(attributes: Attributes): unknown;
  setStatus(status: { readonly code: number; readonly message?: string }): unknown;
  end(): void;
}

/** What is needed of `@opentelemetry/api`: the module fits, and a test's double. So nothing here depends on it. */
export interface TelemetryApi<Span extends TelemetrySpan, Context> {
  readonly trace: {
    getTracer(name: string): {
      startSpan(
        name: string,
        options: { readonly kind: number; readonly attributes: Attributes },
        context: Context,
      ): Span;
    };
    setSpan(context: Context, span: Span): Context;
  };
  readonly context: { active(): Context; with<Answer>(context: Context, work: () => Answer): Answer };
  readonly propagation: { inject(context: Context, carrier: Record<string, string>): void };
  readonly SpanKind: { readonly CLIENT: number };
  readonly SpanStatusCode: { readonly ERROR: number };
}

/** Baggage is left out: it is what an application tells its own services, and a server is somebody else's. */
const CARRIED = ['traceparent', 'tracestate'];

/**
 * Tells OpenTelemetry of calls: a span `tools/call NAME` each, with the attributes of its conventions for MCP, over all retries and
 * the connecting. Trace context goes to the server in `_meta` (SEP-414). Give it the module `@opentelemetry/api`; without a
 * provider registered there it costs next to nothing.
 */
export function openTelemetry<Span extends TelemetrySpan, Context>(api: TelemetryApi<Span, Context>): Tracing {
  const { context, trace } = api;
  return {
    call: async (facts, send) => {
      const parent = context.active();
      const how = { kind: api.SpanKind.CLIENT, attributes: attributesOf(facts) };
      const span = trace.getTracer('@wicketgate/mcp-client').startSpan(`tools/call ${facts.tool}`, how, parent);
      const own = trace.setSpan(parent, span);
      try {
        const answer = await context.with(own, () => send(carriedBy(api, own)));
        if (answer.result.isError === true) failed(api, span, { 'error.type': 'tool_error' });
        return answer;
      } catch (error) {
        failed(api, span, errorAttributes(error));
        throw error;
      } finally {
        const version = facts.protocolVersion();
        if (version !== undefined) span.setAttributes({ 'mcp.protocol.version': version });
        span.end();
      }
    },
  };
}

/** OpenTelemetry, semantic conventions for MCP, client span. */
function attributesOf({ server, tool, transport, url }: CallFacts): Attributes {
  return {
    'mcp.method.name': 'tools/call',
    'gen_ai.operation.name': 'execute_tool',
    'gen_ai.tool.name': tool,
    'wicketgate.mcp.server': server,
    ...(transport !== 'custom' && { 'network.transport': transport === 'stdio' ? 'pipe' : 'tcp' }),
    ...(url !== undefined && placeOf(url)),
  };
}

/** Host and port alone: a query may hold a key. */
function placeOf(url: string): Attributes {
  const { hostname, port, protocol } = new URL(url);
  const defaultPort = protocol === 'https:' ? 443 : 80;
  return { 'server.address': hostname, 'server.port': port === '' ? defaultPort : Number(port) };
}

/** The code and never the message: it may come from somebody else's error. */
function errorAttributes(error: unknown): Attributes {
  if (!McpError.isInstance(error)) return { 'error.type': error instanceof Error ? error.name : '_OTHER' };
  const { code, rpcCode } = error;
  return { 'error.type': code, ...(rpcCode !== undefined && { 'rpc.response.status_code': String(rpcCode) }) };
}

function failed(
  { SpanStatusCode }: { readonly SpanStatusCode: { readonly ERROR: number } },
  span: TelemetrySpan,
  attributes: Attributes,
): void {
  span.setAttributes(attributes);
  span.setStatus({ code: SpanStatusCode.ERROR });
}

function carriedBy<Span extends TelemetrySpan, Context>({ propagation }: TelemetryApi<Span, Context>, own: Context) {
  const carrier: Record<string, string> = {};
  propagation.inject(own, carrier);
  const entries = Object.entries(carrier).filter(([name]) => CARRIED.includes(name));
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
