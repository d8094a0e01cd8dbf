import type { Limits } from '../domain/key-record.ts';
import { StorageError } from '../ports/storage-error.ts';

/** The three columns of limits: all are null, or none is. */
export interface LimitColumns {
  readonly limit_requests: number | null;
  readonly limit_window_seconds: number | null;
  readonly limit_burst: number | null;
}

export function limitColumns(limits: Limits | null): LimitColumns {
  return {
    limit_requests: limits?.requests ?? null,
    limit_window_seconds: limits?.windowSeconds ?? null,
    limit_burst: limits?.burst ?? null,
  };
}

export function limitsOfRow({ limit_requests, limit_window_seconds, limit_burst }: LimitColumns): Limits | null {
  if (limit_requests === null || limit_window_seconds === null || limit_burst === null) return null;
  return { requests: limit_requests, windowSeconds: limit_window_seconds, burst: limit_burst };
}

/** The columns of a change: members that are left out stay as they are. */
export function withoutUndefined<T extends object>(columns: T): { [Name in keyof T]?: Exclude<T[Name], undefined> } {
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined)) as never;
}

/** Reads JSON that the storage wrote itself, naming what it stands in when it cannot be read. */
export function jsonReader(things: string): (json: string) => unknown {
  return (json) => {
    try {
      return JSON.parse(json) as unknown;
    } catch (cause) {
      throw new StorageError(
        'corrupt',
        `A column of the ${things} holds no JSON: restore the database from a backup.`,
        { cause },
      );
    }
  };
}
