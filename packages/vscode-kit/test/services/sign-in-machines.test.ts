import { describe, expect, it } from 'vitest';
import { MESSAGES } from '../../src/words/messages.ts';
import { createFakeCommand } from '../doubles/fake-command.ts';
import { createMemoryLedger } from '../doubles/memory-ledger.ts';
import { createMemoryTokenNotes } from '../doubles/memory-token-notes.ts';
import { createSignInWorld, DEV } from './sign-in-world.ts';

const LOST = { status: 'noKey', why: 'lost' };
const PROGRAM = '/usr/local/bin/wicketgate';

/** Another machine of the same VS Code: its windows share the secrets of the desktop, and no file. */
function otherMachine() {
  const commands = createFakeCommand();
  commands.machine = 'there';
  return { ledger: createMemoryLedger(), notes: createMemoryTokenNotes(), commands };
}

async function twoMachines() {
  const world = createSignInWorld();
  const here = await world.openSignIn();
  await world.signInByCode(here);
  const machine = otherMachine();
  const there = await world.openSignIn(machine);
  await world.until(() => there.status === 'noKey');
  await world.rest();
  const active = () => world.gateway.sessions.list({ status: 'active' }).length;
  return { world, here, there, machine, active };
}

describe('a window on another machine that shares the secrets', () => {
  it('is shut, says why once, and ends nothing', async () => {
    const { world, here, there, active } = await twoMachines();
    expect(there.engine.state).toEqual(LOST);
    expect(there.dialogue.told.map(({ text }) => text)).toEqual([expect.stringContaining(MESSAGES.lostSignIn)]);
    there.window.focus();
    await there.engine.check();
    await world.advance(10 * 60_000);
    expect([here.status, there.engine.state, active()]).toEqual(['active', LOST, 1]);
    expect(there.states.filter(({ status }) => status === 'checking')).toHaveLength(1);
  });

  it('has a sign-in of its own, beside the first', async () => {
    const { world, here, there, machine, active } = await twoMachines();
    await world.signInByCode(there);
    await world.until(() => here.status === 'active');
    expect([there.status, active(), machine.notes.notes.size, world.notes.notes.size]).toEqual(['active', 2, 1, 1]);
    const later = await world.openSignIn();
    await world.until(() => later.status === 'active');
  });

  it('signs out both, and the gateway knows', async () => {
    const { world, here, there, machine, active } = await twoMachines();
    await world.signInByCode(there);
    await there.engine.run('signOut');
    await world.until(() => here.status === 'noKey' && active() === 0);
    await world.until(() => machine.notes.notes.size + world.notes.notes.size === 0);
  });

  it('signs out the other one also when it has nothing itself', async () => {
    const { world, here, there, active } = await twoMachines();
    await there.engine.run('signOut');
    await world.until(() => here.status === 'noKey' && active() === 0);
  });

  it('runs no command that the person agreed to elsewhere', async () => {
    const world = createSignInWorld();
    world.commands.program = PROGRAM;
    const { tokens } = await world.gateway.signIn.open(DEV);
    world.commands.output = JSON.stringify({ access_token: tokens.access_token, token_type: 'Bearer' });
    const here = await world.openSignIn();
    here.dialogue.take(MESSAGES.byCommand, MESSAGES.commandAgree);
    void here.engine.run('signIn');
    await world.until(() => here.status === 'active');
    const machine = otherMachine();
    const there = await world.openSignIn(machine);
    await world.until(() => there.status === 'noKey');
    expect([there.engine.state, machine.commands.runs, here.status]).toEqual([LOST, [], 'active']);
  });
});

describe('another gateway at the same origin', () => {
  const OTHER = 'https://gateway.example.com/other';

  async function atOther() {
    const world = createSignInWorld();
    const window = await world.openSignIn();
    await world.signInByCode(window);
    const asked = world.sent.length;
    world.settings.set('acme.url', OTHER);
    await world.until(() => window.status === 'noKey');
    await world.rest();
    return { world, window, asked };
  }

  it('is shown no token of the first, which is found again', async () => {
    const { world, window, asked } = await atOther();
    expect([window.engine.state, world.sent.slice(asked)]).toEqual([LOST, []]);
    world.settings.set('acme.url', world.gateway.url);
    await world.until(() => window.status === 'active');
  });

  it('does not keep a sign-out from ending the sign-in of the first', async () => {
    const { world, window } = await atOther();
    await window.engine.run('signOut');
    await world.until(() => world.gateway.sessions.list({ status: 'active' }).length === 0);
    expect(world.notes.notes.size).toBe(0);
  });
});
