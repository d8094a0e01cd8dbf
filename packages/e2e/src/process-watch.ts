import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** What `ps` and `/proc` show any user, or the same user, of one process. */
export interface SeenProcess {
  readonly pid: number;
  /** Its arguments, parted by spaces. */
  readonly command: string;
  /** Its environment as it was started, one variable a line. */
  readonly environment: string;
}

export interface ProcessWatch {
  /** Looks from now on also at a process that does not come from this one, and at all that come from it. */
  follow(pid: number): void;
  /** Stops looking and answers every process that was seen. */
  stop(): SeenProcess[];
}

/** Whether this system shows processes as files (Linux). */
export const canWatchProcesses = existsSync('/proc/self/cmdline');
export const NOT_WATCHED = 'This system has no /proc to see processes by.';

/** Looks every few milliseconds at all processes that come from this one, this one excepted. */
export function watchProcesses(everyMs = 5): ProcessWatch {
  const seen = new Map<string, SeenProcess>();
  const followed = new Set<number>();
  const look = () => {
    for (const process of descendants(followed)) seen.set(`${process.pid} ${process.command}`, process);
  };
  look();
  const timer = setInterval(look, everyMs);
  return {
    follow: (pid) => void followed.add(pid),
    stop: () => {
      clearInterval(timer);
      look();
      return [...seen.values()];
    },
  };
}

function descendants(followed: ReadonlySet<number>): SeenProcess[] {
  const parents = new Map(pids().map((pid) => [pid, parentOf(pid)]));
  const isOurs = (pid: number): boolean => {
    if (followed.has(pid)) return true;
    const parent = parents.get(pid);
    return parent !== undefined && (parent === process.pid || isOurs(parent));
  };
  return [...parents.keys()].filter(isOurs).map((pid) => ({
    pid,
    command: read(pid, 'cmdline').replaceAll('\0', ' '),
    environment: read(pid, 'environ').replaceAll('\0', '\n'),
  }));
}

function pids(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

/** `/proc/PID/stat` names the parent behind the command, which stands in brackets and may hold any character. */
function parentOf(pid: number): number | undefined {
  const stat = read(pid, 'stat');
  const parent = /^\S+ (\d+)/.exec(stat.slice(stat.lastIndexOf(')') + 2))?.[1];
  return parent === undefined || parent === '0' ? undefined : Number(parent);
}

/** A process may end while it is looked at: then there is nothing to read. */
function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
