import { type ChildProcess, spawn } from 'node:child_process';
import { win32 } from 'node:path';
import type { Clock } from '@wicketgate/core';

/** How long a process is given to end by itself once its input has ended. */
const ENDING_MS = 500;
/** How long it is given once it was told to end. */
const TERMINATING_MS = 2_000;
const LOOK_MS = 50;

export interface ProcessGroup {
  readonly child: ChildProcess;
  readonly platform: NodeJS.Platform;
  readonly clock: Clock;
  /** Of the process. */
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Ends a process and all that it started: its input first, then SIGTERM after half a second, then SIGKILL after two. On
 * Windows the whole tree is ended at once after half a second.
 */
export async function endGroup(group: ProcessGroup): Promise<void> {
  group.child.stdin?.end();
  if (await isGone(group, ENDING_MS)) return;
  signalGroup(group, 'SIGTERM');
  if (await isGone(group, TERMINATING_MS)) return;
  signalGroup(group, 'SIGKILL');
}

/** Waits until nothing of it runs any more, and answers whether that came about in time. */
async function isGone(group: ProcessGroup, ms: number): Promise<boolean> {
  for (let waited = 0; waited < ms; waited += LOOK_MS) {
    if (!isRunning(group)) return true;
    await group.clock.sleep(LOOK_MS);
  }
  return !isRunning(group);
}

function isRunning({ child, platform }: ProcessGroup): boolean {
  const { pid, exitCode, signalCode } = child;
  if (pid === undefined) return false;
  if (exitCode === null && signalCode === null) return true;
  if (platform === 'win32') return false;
  try {
    return process.kill(-pid, 0);
  } catch {
    return false;
  }
}

function signalGroup({ child, platform, env }: ProcessGroup, signal: 'SIGTERM' | 'SIGKILL'): void {
  const { pid } = child;
  if (pid === undefined) return;
  if (platform === 'win32') {
    const args = ['/pid', String(pid), '/t', '/f'];
    spawn(taskkill(env), args, { stdio: 'ignore', windowsHide: true }).on('error', () => child.kill());
    return;
  }
  try {
    process.kill(-pid, signal);
  } catch {
    // It ended meanwhile.
  }
}

/** By its whole path: Windows would look for a name in the current folder first, where anybody may have left a program. */
export function taskkill(env: Readonly<Record<string, string>>): string {
  const root = Object.entries(env).find(([name]) => name.toUpperCase() === 'SYSTEMROOT')?.[1];
  return win32.join(root ?? String.raw`C:\Windows`, 'System32', 'taskkill.exe');
}
