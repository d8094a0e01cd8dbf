import type { Clock } from '@wicketgate/core';
import type { Subscription } from '../ports/subscription.ts';
import type { AppWindow, Dialogue } from '../ports/window.ts';
import type { OfferedAction } from '../words/gate-action.ts';
import type { Notice } from '../words/notice.ts';

/** How long it is quiet after a message that nobody asked for, and after one that the person turned away. */
const QUIET_MS = 60_000;
/** A message that nobody answers for so long has been overlooked, or lies in the notification centre. */
const OVERLOOKED_MS = 60_000;

export interface PrompterOptions {
  readonly dialogue: Dialogue;
  readonly window: AppWindow;
  readonly clock: Clock;
}

export interface Prompt {
  readonly notice: Notice;
  /**
   * `asked`: the answer to a command of the gate, which always comes. `used`: somebody used what is gated. `background`:
   * nobody did anything; waits for the focus of the window.
   */
  readonly how: 'asked' | 'used' | 'background';
  /** Whether the notice still says how things are. */
  readonly isTrue: () => boolean;
}

/** Shows messages: answers always, and the others one at a time, once in 60 s. Answers the action that the person chose. */
export class Prompter {
  readonly #options: PrompterOptions;
  readonly #focus: Subscription;
  /** The message that is shown, and since when. Milliseconds since 1970, as below. */
  #shown: { readonly at: number } | undefined;
  /** When it was last turned quiet. */
  #quietSince = -Infinity;
  /** Lets go on what waits for the focus. */
  readonly #waiting = new Set<() => void>();
  #disposed = false;

  constructor(options: PrompterOptions) {
    this.#options = options;
    this.#focus = options.window.onDidFocus(() => this.#goOn());
  }

  async show(prompt: Prompt): Promise<OfferedAction | undefined> {
    if (prompt.how === 'background') await this.#focused();
    if (this.#disposed || !prompt.isTrue()) return undefined;
    if (this.#mayShow(prompt)) return this.#tell(prompt);
    if (prompt.how !== 'background') this.#options.dialogue.hint(prompt.notice.text);
    return undefined;
  }

  dispose(): void {
    this.#disposed = true;
    this.#focus.dispose();
    this.#goOn();
  }

  /** Resolves once the window has the focus, or the gate has ended. What waits longest goes first. */
  async #focused(): Promise<void> {
    if (this.#options.window.focused || this.#disposed) return;
    await new Promise<void>((resolve) => {
      this.#waiting.add(resolve);
    });
  }

  #goOn(): void {
    for (const goOn of this.#waiting) goOn();
    this.#waiting.clear();
  }

  /** Whoever asked gets the answer: VS Code hides most messages after a while, and tells nobody that it did. */
  #mayShow({ how }: Prompt): boolean {
    const now = this.#options.clock.now();
    if (how === 'asked') return true;
    return !isWithin(OVERLOOKED_MS + QUIET_MS, this.#shown?.at, now) && !isWithin(QUIET_MS, this.#quietSince, now);
  }

  async #tell({ notice, how }: Prompt): Promise<OfferedAction | undefined> {
    const { dialogue, clock } = this.#options;
    const shown = { at: clock.now() };
    if (notice.actions.length > 0) this.#shown = shown;
    // One without buttons leaves by itself, which VS Code tells nobody: the next must not wait for it.
    else if (how !== 'asked') this.#quietSince = shown.at;
    let action: OfferedAction | undefined;
    try {
      action = await dialogue.tell(notice);
    } finally {
      const turnedAway = action === undefined && notice.actions.length > 0;
      if (how !== 'asked' || turnedAway) this.#quietSince = clock.now();
      if (this.#shown === shown) this.#shown = undefined;
    }
    return this.#disposed ? undefined : action;
  }
}

/** Whether `now` lies less than `ms` after a time. A clock that was set back is not waited for. */
function isWithin(ms: number, since: number | undefined, now: number): boolean {
  return since !== undefined && now >= since && now - since < ms;
}
