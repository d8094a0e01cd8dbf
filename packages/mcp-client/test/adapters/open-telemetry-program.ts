// Runs calls under the real OpenTelemetry SDK, and prints what it was told: one JSON document. A program of its own, since the
// SDK's older releases do not load under the conditions that the test runner gives its processes.
import * as api from '@opentelemetry/api';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { openTelemetry } from '../../src/adapters/open-telemetry.ts';
import type { CallFacts } from '../../src/ports/tracing.ts';
import { McpError } from '../../src/words/errors.ts';

const FACTS: CallFacts = {
  server: 'files',
  tool: 'read_file',
  transport: 'http',
  url: 'https://mcp.example.com/mcp?key=planted-key',
  protocolVersion: () => '2026-07-28',
};
const OK = { result: { isError: false, content: [{ type: 'text', text: 'planted-result' }] } };

/** W3C Trace Context, which the SDK does not bring along, and two entries that are nobody else's affair. */
const propagator: api.TextMapPropagator = {
  inject: (context, carrier, setter) => {
    const { traceId, spanId } = api.trace.getSpanContext(context) ?? { traceId: '', spanId: '' };
    setter.set(carrier, 'traceparent', `00-${traceId}-${spanId}-01`);
    setter.set(carrier, 'tracestate', 'vendor=1');
    setter.set(carrier, 'baggage', 'planted=baggage');
    setter.set(carrier, 'x-own', 'planted');
  },
  extract: (context) => context,
  fields: () => [],
};

const exporter = new InMemorySpanExporter();
const sent: unknown[] = [];
const send = (meta: unknown) => {
  sent.push(meta ?? null);
  return Promise.resolve(OK);
};
const fail = (error: Error) => () => Promise.reject(error);
const swallow = () => undefined;

const unset = await openTelemetry(api).call(FACTS, send);
api.trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }));
api.propagation.setGlobalPropagator(propagator);
const tracing = openTelemetry(api);
const set = await tracing.call(FACTS, send);
await tracing.call(FACTS, () => Promise.resolve({ result: { isError: true } }));
const refused = new McpError('server_error', 'planted-message', {
  rpcCode: -32_602,
  cause: new Error('planted-cause'),
});
const thrown = await tracing.call(FACTS, fail(refused)).catch((error: unknown) => error);
await tracing.call(FACTS, fail(new RangeError('planted'))).catch(swallow);
await tracing.call({ ...FACTS, transport: 'stdio', url: undefined, protocolVersion: () => undefined }, send);
await tracing.call({ ...FACTS, transport: 'sse', url: 'http://127.0.0.1:8080/sse' }, send);
await tracing.call({ ...FACTS, transport: 'custom', url: undefined }, send);
const outer = api.trace.getTracer('test').startSpan('outer');
const active = () => api.trace.setSpan(api.ROOT_CONTEXT, outer);
const within = { active, with: <Answer>(_: api.Context, work: () => Answer) => work() };
await openTelemetry({ ...api, context: within }).call(FACTS, send);

const spans = exporter.getFinishedSpans().map((span) => ({
  name: span.name,
  isClient: span.kind === api.SpanKind.CLIENT,
  isError: span.status.code === api.SpanStatusCode.ERROR,
  said: [span.status.message, span.events, span.links],
  attributes: span.attributes,
  context: { traceId: span.spanContext().traceId, spanId: span.spanContext().spanId },
  parent: span.parentSpanContext?.spanId,
}));
process.stdout.write(
  JSON.stringify({
    ...{ spans, sent, outer: outer.spanContext() },
    isPassedOn: [unset === OK, set === OK, thrown === refused],
  }),
);
