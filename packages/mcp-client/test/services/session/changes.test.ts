import { describe, expect, it } from 'vitest';
import { read, type SessionWorld, sessionWorld, until } from '../../session-world.ts';

function listening({ session }: SessionWorld, changes: 'listen' | 'ignore' = 'listen') {
  const made = session({ connecting: { changes } });
  const heard: string[] = [];
  made.onChange((change) => {
    if (change === 'tools_changed') heard.push(change);
  });
  return { made, heard };
}

const subscriptions = ({ host }: SessionWorld) =>
  host.methods().filter((method) => method === 'subscriptions/listen').length;

describe('a change of tools', () => {
  it('is told by a server of 2026-07-28 once something was asked of it', async () => {
    const world = await sessionWorld();
    const { made, heard } = listening(world);
    await made.list();
    await until(() => subscriptions(world) === 1);
    await until(async () => {
      await world.host.toolsChanged();
      return heard.length > 0;
    });
  });

  it('is told by a server of before', async () => {
    const world = await sessionWorld({ era: 'legacy' });
    const { made, heard } = listening(world);
    await made.list();
    await until(() => world.host.seen.some(({ verb }) => verb === 'GET'));
    await until(async () => {
      await world.host.toolsChanged();
      return heard.length > 0;
    });
  });

  it('is asked for again after a while when the subscription ends, and what was missed may be one', async () => {
    const world = await sessionWorld();
    const { made, heard } = listening(world);
    await made.list();
    await until(() => subscriptions(world) === 1);
    world.host.cut();
    await until(() => world.clock.sleepers > 0);
    expect(subscriptions(world)).toBe(1);
    await until(async () => {
      await world.clock.advance(1_000);
      return subscriptions(world) === 2 && heard.length === 1;
    });
  });

  it('is not asked for again of a server that takes no subscription', async () => {
    const world = await sessionWorld();
    world.host.intercept = ({ method }, response) => {
      if (method !== 'subscriptions/listen') return false;
      response.writeHead(405).end();
      return true;
    };
    const { made } = listening(world);
    await made.list();
    await until(() => subscriptions(world) === 1);
    await world.clock.advance(600_000);
    await read(made);
    expect(subscriptions(world)).toBe(1);
  });

  it('is not asked for where nobody wants to know', async () => {
    const world = await sessionWorld();
    const { made } = listening(world, 'ignore');
    await made.list();
    await read(made);
    expect(subscriptions(world)).toBe(0);
  });

  it('ends with the session', async () => {
    const world = await sessionWorld();
    const { made } = listening(world);
    await made.list();
    await until(() => subscriptions(world) === 1);
    await made.close();
    expect(world.clock.sleepers).toBe(0);
    await world.clock.advance(600_000);
    expect(subscriptions(world)).toBe(1);
  });
});

describe('a listener', () => {
  it('that throws is logged, and keeps nobody from hearing', async () => {
    const world = await sessionWorld();
    const lines: string[] = [];
    const ignore = () => undefined;
    const logger = {
      debug: ignore,
      info: ignore,
      warn: ignore,
      error: (_: unknown, line: string) => void lines.push(line),
    };
    const made = world.session({ logger });
    const heard: string[] = [];
    made.onChange(() => {
      throw new Error('Not today.');
    });
    const end = made.onChange((change) => heard.push(change));
    await made.connect();
    expect(heard).toContain('state');
    expect(lines).toContain('a listener of a session failed');
    const count = heard.length;
    end();
    await made.close();
    expect(heard).toHaveLength(count);
  });
});
