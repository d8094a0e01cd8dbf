import { describe, expect, it } from 'vitest';
import { nextStep } from '../../mcp-servers/tool-server.ts';
import { call, failureOf, read, sessionWorld, turnUntil, until } from '../../session-world.ts';

describe.each(['modern', 'legacy'] as const)('a call to a %s server', (era) => {
  it('answers what the tool answered, also when the tool says that it failed', async () => {
    const { session } = await sessionWorld({ era });
    const made = session();
    expect((await call(made, 'echo', { arguments: { a: 1 } })).result).toMatchObject({
      content: [{ text: '{"a":1}' }],
    });
    expect((await call(made, 'fail')).result).toMatchObject({ isError: true });
  });

  it('ends when nothing came for as long as it waits, and tells the server', async () => {
    const { session, record, clock } = await sessionWorld({ era });
    const made = session();
    await made.connect();
    const failure = failureOf(call(made, 'wait', { timeoutMs: 5_000 }));
    await until(() => record.calls.length === 1);
    await clock.advance(4_999);
    expect(record.aborted).toEqual([]);
    await clock.advance(1);
    expect(await failure).toMatchObject({ code: 'timeout', server: 'hub', attempts: 1 });
    await until(() => record.aborted.length === 1);
  });

  it('begins to wait anew with each progress', async () => {
    const { session, clock } = await sessionWorld({ era });
    const made = session();
    const notes: number[] = [];
    const options = { timeoutMs: 5_000, onProgress: ({ progress }: { progress: number }) => notes.push(progress) };
    const answer = call(made, 'steps', { arguments: { count: 3 }, ...options });
    for (const step of [1, 2, 3]) {
      await until(() => clock.sleepers > 0 && notes.length === step - 1);
      await clock.advance(4_000);
      await until(() => {
        nextStep();
        return notes.length >= step;
      });
    }
    expect((await answer).result).toMatchObject({ content: [{ text: 'done' }] });
    expect(notes).toEqual([1, 2, 3]);
  });

  it('ends when all of its time is over, whatever progress it makes', async () => {
    const { session, clock } = await sessionWorld({ era });
    const made = session();
    await made.connect();
    let notes = 0;
    const options = { timeoutMs: 5_000, totalTimeoutMs: 8_000, onProgress: () => (notes += 1) };
    const failure = failureOf(call(made, 'steps', { arguments: { count: 100 }, ...options }));
    for (const step of [1, 2]) {
      await clock.advance(4_000);
      if (step === 1) {
        await until(() => {
          nextStep();
          return notes >= step;
        });
      }
    }
    expect(await failure).toMatchObject({ code: 'timeout' });
  });

  it('ends with the signal of its caller, and tells the server', async () => {
    const { session, record } = await sessionWorld({ era });
    const made = session();
    const ending = new AbortController();
    const failure = failureOf(call(made, 'wait', { signal: ending.signal }));
    await until(() => record.calls.length === 1);
    ending.abort(new Error('No longer wanted.'));
    const error = await failure;
    expect(error).toMatchObject({ code: 'aborted', attempts: 1 });
    expect(error.cause).toMatchObject({ message: 'No longer wanted.' });
    await until(() => record.aborted.length === 1);
    expect(await read(made)).toMatchObject({ attempts: 1 });
  });

  it('is not made at all with a signal that has ended', async () => {
    const { session, record } = await sessionWorld({ era });
    const failure = await failureOf(call(session(), 'write', { signal: AbortSignal.abort() }));
    expect(failure).toMatchObject({ code: 'aborted', attempts: 0 });
    expect(record.calls).toEqual([]);
  });

  it('ends with `closed` when the session is closed', async () => {
    const { session, record } = await sessionWorld({ era });
    const made = session();
    const failure = failureOf(call(made, 'wait'));
    await until(() => record.calls.length === 1);
    await made.close();
    expect(await failure).toMatchObject({ code: 'closed' });
    expect(await failureOf(call(made, 'write'))).toMatchObject({ code: 'closed', attempts: 0 });
    expect(made.report()).toMatchObject({ state: 'closed' });
    await made.close();
  });

  it('tells what the server refused by its code, and the text as a cause alone', async () => {
    const { session } = await sessionWorld({ era });
    const error = await failureOf(call(session(), 'no-such-tool'));
    expect(error).toMatchObject({ code: 'server_error', rpcCode: -32_602 });
    expect(error.message).not.toContain('no-such-tool');
    expect(error.cause).toMatchObject({ message: expect.stringContaining('no-such-tool') as unknown });
  });
});

describe('calls at once', () => {
  it('are as many as allowed: the others wait in the order in which they came', async () => {
    const { session, record } = await sessionWorld();
    const made = session({ maxParallel: 2 });
    await made.connect();
    const first = new AbortController();
    const waiting = [first.signal, undefined].map((signal) => failureOf(call(made, 'wait', { signal })));
    await until(() => record.calls.length === 2);
    const order: string[] = [];
    const later = ['write', 'echo'].map((name) => call(made, name).then(() => order.push(name)));
    const given = new AbortController();
    const gone = failureOf(call(made, 'write', { signal: given.signal }));
    given.abort();
    expect(await gone).toMatchObject({ code: 'aborted', attempts: 0 });
    expect(record.calls).toEqual(['wait', 'wait']);
    first.abort();
    await Promise.all(later);
    expect(order).toEqual(['write', 'echo']);
    await made.close();
    await Promise.all(waiting);
  });

  it('count the time that they wait for their turn', async () => {
    const { session, record, clock } = await sessionWorld();
    const made = session({ maxParallel: 1 });
    void failureOf(call(made, 'wait'));
    await until(() => record.calls.length === 1);
    const late = failureOf(call(made, 'write', { totalTimeoutMs: 3_000 }));
    expect(await turnUntil(clock, late)).toMatchObject({ code: 'timeout', attempts: 0 });
    expect(record.calls).toEqual(['wait']);
  });

  it('do not keep a session from being asked whether it lives', async () => {
    const { session, record } = await sessionWorld();
    const made = session({ maxParallel: 1 });
    void failureOf(call(made, 'wait'));
    await until(() => record.calls.length === 1);
    await made.ping();
  });
});
