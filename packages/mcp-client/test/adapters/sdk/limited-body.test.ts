import { describe, expect, it } from 'vitest';
import { limitBody } from '../../../src/adapters/sdk/limited-body.ts';
import type { McpError } from '../../../src/words/errors.ts';
import { failureOf } from '../../session-world.ts';

const MAX = 100;

interface Sent {
  readonly chunks: readonly string[];
  readonly type?: string;
  readonly status?: number;
  readonly headers?: Record<string, string>;
}

function limited({ chunks, type = 'application/json', status = 200, headers = {} }: Sent) {
  const cuts: McpError[] = [];
  const body = streamOf(chunks.map((chunk) => new TextEncoder().encode(chunk)));
  const answer = new Response(body, { status, headers: { 'content-type': type, ...headers } });
  return { answer: limitBody(answer, { maxBytes: MAX, onCut: (error) => cuts.push(error) }), cuts, sent: answer };
}

function streamOf(chunks: readonly Uint8Array[]): ReadableStream<Uint8Array> {
  const left = [...chunks];
  return new ReadableStream({
    pull: (controller) => {
      const chunk = left.shift();
      if (chunk) controller.enqueue(chunk);
      else controller.close();
    },
  });
}

const letters = (count: number) => 'x'.repeat(count);

async function streamed(answer: Response): Promise<string> {
  let text = '';
  for await (const chunk of answer.body ?? []) text += new TextDecoder().decode(chunk);
  return text;
}

describe('limitBody', () => {
  it.each([200, 400])('lets a body of the longest allowed length through, with the status %i', async (status) => {
    const { answer, cuts } = limited({ chunks: [letters(60), letters(40)], status });
    expect([answer.status, await answer.text()]).toEqual([status, letters(100)]);
    expect(cuts).toEqual([]);
  });

  it.each([200, 400])('ends one that is a byte longer, with the status %i', async (status) => {
    const { answer, cuts } = limited({ chunks: [letters(60), letters(41)], status });
    expect(await failureOf(answer.text())).toMatchObject({ code: 'bad_answer' });
    expect(cuts).toHaveLength(1);
  });

  it('reads JSON, whatever its characters are cut into', async () => {
    const bytes = new TextEncoder().encode('{"name":"Zürich"}');
    const answer = new Response(streamOf(Array.from(bytes, (byte) => Uint8Array.of(byte))));
    const read = limitBody(answer, { maxBytes: MAX, onCut: () => undefined });
    expect(await read.json()).toEqual({ name: 'Zürich' });
  });

  it('counts each event of a stream for itself', async () => {
    const event = `data: ${letters(90)}\n\n`;
    const { answer } = limited({
      chunks: [event, event, `data: ${letters(80)}`, '\r\n\r\n', event],
      type: 'text/event-stream',
    });
    expect((await streamed(answer)).length).toBeGreaterThan(2 * MAX);
  });

  it.each([
    ['\n', '\n'],
    ['\r\n', '\r\n'],
    ['\r\n\r', '\n'],
    ['\r', '\r'],
  ])('sees an empty line that is cut in two: %j %j', async (first, second) => {
    const event = [`data: ${letters(60)}${first}`, second];
    const { answer, cuts } = limited({ chunks: [...event, ...event, ...event], type: 'text/event-stream' });
    expect((await streamed(answer)).length).toBeGreaterThan(MAX);
    expect(cuts).toEqual([]);
  });

  it('ends a stream with an event that is too long', async () => {
    const { answer, cuts } = limited({
      chunks: ['data: a\n\n', letters(60), letters(41)],
      type: 'text/event-stream; charset=utf-8',
    });
    expect(await failureOf(streamed(answer))).toMatchObject({ code: 'bad_answer' });
    expect(cuts).toHaveLength(1);
  });

  it('leaves an answer as it is that says its length, unless what is sent is not what is read', () => {
    const within = limited({ chunks: ['{}'], headers: { 'content-length': '2' } });
    expect(within.answer).toBe(within.sent);
    const packed = limited({ chunks: ['{}'], headers: { 'content-length': '2', 'content-encoding': 'gzip' } });
    expect(packed.answer).not.toBe(packed.sent);
    const tooLong = limited({ chunks: ['{}'], headers: { 'content-length': '101' } });
    expect(tooLong.answer).not.toBe(tooLong.sent);
  });

  it('gives up a stream that nobody reads any more', async () => {
    let isCancelled = false;
    const body = new ReadableStream<Uint8Array>({ cancel: () => void (isCancelled = true) });
    const answer = new Response(body, { headers: { 'content-type': 'text/event-stream' } });
    await limitBody(answer, { maxBytes: MAX, onCut: () => undefined }).body?.cancel();
    expect(isCancelled).toBe(true);
  });
});
