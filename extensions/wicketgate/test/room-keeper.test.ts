import { describe, expect, it } from 'vitest';
import { RoomKeeper } from '../src/room-keeper.ts';
import type { ConfiguredServer } from '../src/server-setting.ts';
import type { ToolRoom, ToolRoomOptions } from '../src/tool-room.ts';
import { createGate } from './gates.ts';
import { active, grace, identity, shut } from './states.ts';

const server = (id: string): ConfiguredServer => ({
  id,
  url: `https://${id}.example`,
  headers: {},
  isOfGateway: false,
});

class Room implements ToolRoom {
  readonly options: ToolRoomOptions;
  readonly set: (readonly ConfiguredServer[])[] = [];
  isClosed = false;

  constructor(options: ToolRoomOptions) {
    this.options = options;
  }
  servers = () => Promise.resolve([]);
  counts = () => new Map<string, number>();
  refresh = () => Promise.resolve();
  search = () => Promise.resolve([]);
  find = () => Promise.resolve(undefined);
  call = () => Promise.reject(new Error('Nobody calls.'));
  approve = () => Promise.resolve();
  setServers = (servers: readonly ConfiguredServer[]) => {
    this.set.push(servers);
    return Promise.resolve();
  };
  close = () => {
    this.isClosed = true;
    return Promise.resolve();
  };
}

function create() {
  const gate = createGate(active);
  const world = { servers: [server('a')], keepsCatalog: true, changes: 0, loads: 0 };
  const rooms: Room[] = [];
  const openToolRoom = (options: ToolRoomOptions) => {
    const room = new Room(options);
    rooms.push(room);
    return room;
  };
  const how = { load: () => Promise.resolve({ openToolRoom }) };
  const keeper = new RoomKeeper({
    ...{ gate, servers: () => world.servers, keepsCatalog: () => world.keepsCatalog },
    ...{
      folder: '/storage/tools',
      version: '1.2.3',
      isOff: () => false,
      fetch: () => Promise.reject(new Error('No.')),
    },
    onChange: () => world.changes++,
    load: () => {
      world.loads++;
      return how.load();
    },
  });
  return { keeper, gate, world, rooms, how, openToolRoom };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('the room of the tools', () => {
  it('is opened when somebody first wants it, once for all who do', async () => {
    const { keeper, world, rooms } = create();
    expect(await keeper.opened()).toBeUndefined();
    keeper.follow();
    expect(world.loads).toBe(0);
    const [one, other] = await Promise.all([keeper.room(), keeper.room()]);
    expect(one).toBe(other);
    expect([world.loads, rooms.length]).toEqual([1, 1]);
    expect(await keeper.opened()).toBe(one);
    expect(rooms[0]?.options).toMatchObject({ servers: world.servers, keepsCatalog: true, folder: '/storage/tools' });
    expect(rooms[0]?.options.holder).not.toContain('wg_live');
  });

  it('is not opened without a server', async () => {
    const { keeper, world } = create();
    world.servers = [];
    expect(await keeper.room()).toBeUndefined();
    expect(world.loads).toBe(0);
  });

  it.each(shut)('is closed, and not opened, while the gate is $status', async (state) => {
    const { keeper, gate, rooms, world } = create();
    await keeper.room();
    gate.state = state;
    keeper.follow();
    await turn();
    expect(rooms[0]?.isClosed).toBe(true);
    expect(world.changes).toBe(1);
    expect(await keeper.room()).toBeUndefined();
    expect(rooms).toHaveLength(1);
  });

  it('stays while the gateway is out of reach, and over every check', async () => {
    const { keeper, gate, rooms } = create();
    await keeper.room();
    for (const state of [{ ...active, checkedAt: '2026-11-21T12:05:00.000Z' }, grace]) {
      gate.state = state;
      keeper.follow();
    }
    await turn();
    expect(rooms[0]).toMatchObject({ isClosed: false, set: [] });
  });

  it('is another one for another person, another gateway, and another way to keep catalogs', async () => {
    const { keeper, gate, world, rooms } = create();
    await keeper.room();
    gate.state = { ...active, identity: { ...identity, principal: { ...identity.principal, id: 'user-2' } } };
    await keeper.room();
    gate.url = 'https://other.example';
    await keeper.room();
    world.keepsCatalog = false;
    await keeper.room();
    expect(rooms.map(({ isClosed }) => isClosed)).toEqual([true, true, true, false]);
    expect(rooms[3]?.options.keepsCatalog).toBe(false);
  });

  it('takes other servers without being closed', async () => {
    const { keeper, world, rooms } = create();
    await keeper.room();
    world.servers = [server('a'), server('b')];
    keeper.follow();
    keeper.follow();
    await turn();
    expect(rooms[0]).toMatchObject({ isClosed: false, set: [world.servers] });
    expect(world.changes).toBe(1);
  });

  it('that is still being read when the gate shuts is given to nobody, and closed', async () => {
    const { keeper, gate, rooms, how, openToolRoom } = create();
    let finish: () => void = () => undefined;
    how.load = () => new Promise((resolve) => (finish = () => resolve({ openToolRoom })));
    const wanted = keeper.room();
    await turn();
    gate.state = { status: 'noKey', why: 'none' };
    keeper.follow();
    finish();
    expect(await wanted).toBeUndefined();
    await turn();
    expect(rooms[0]?.isClosed).toBe(true);
  });

  it('that could not be read is tried again', async () => {
    const { keeper, how, openToolRoom } = create();
    how.load = () => Promise.reject(new Error('The file is gone.'));
    await expect(keeper.room()).rejects.toThrow('The file is gone.');
    await turn();
    how.load = () => Promise.resolve({ openToolRoom });
    expect(await keeper.room()).toBeDefined();
  });

  it('is closed with the extension, and none is opened after it', async () => {
    const { keeper, rooms } = create();
    await keeper.room();
    keeper.dispose();
    await turn();
    expect(rooms[0]?.isClosed).toBe(true);
    expect(await keeper.room()).toBeUndefined();
  });
});
