import type { RefreshPace } from './refresh-pace.ts';
import type { SessionShelf } from './session-shelf.ts';
import { saveAgain } from './session-refresh.ts';
import type { SessionState } from './session-state.ts';
import type { Clock } from '../../ports/clock.ts';

export interface UnsavedKeeperOptions {
  readonly clock: Clock;
  readonly shelf: SessionShelf;
  readonly state: SessionState;
  readonly pace: RefreshPace;
}

/** Tries to store what the store has refused, until it is stored, for as long as the process lives. Keeps none alive. */
export interface UnsavedKeeper {
  /** Begins, where there is something to store and nobody is at it. */
  begin(): void;
  /** Ends it with a last try. */
  end(): Promise<void>;
}

export function createUnsavedKeeper({ clock, shelf, state, pace }: UnsavedKeeperOptions): UnsavedKeeper {
  const ending = new AbortController();
  let isAtIt = false;
  const tryOnce = async () => {
    try {
      await saveAgain({ shelf, state });
      pace.reset();
    } catch (error) {
      pace.failed(error);
    }
  };
  const keepTrying = async () => {
    pace.failed(undefined);
    while (state.isUnsaved) {
      const ms = pace.restMs();
      await (clock.rest ? clock.rest(ms, ending.signal) : clock.sleep(ms, ending.signal));
      await tryOnce();
    }
  };
  return {
    begin: () => {
      if (isAtIt || ending.signal.aborted || !state.isUnsaved) return;
      isAtIt = true;
      keepTrying().then(
        () => {
          isAtIt = false;
        },
        // Ended.
        () => undefined,
      );
    },
    end: async () => {
      ending.abort();
      if (state.isUnsaved) await tryOnce();
    },
  };
}
