import type { GateAction, OfferedAction } from '../words/gate-action.ts';
import type { GateStatus } from '../words/gate-state.ts';
import type { Notice, StatusLine } from '../words/notice.ts';
import type { Subscription } from './subscription.ts';

export interface SecretQuestion {
  readonly title: string;
  readonly prompt: string;
  readonly placeholder: string;
  /** What is wrong with the text, or undefined. Called while the person types. */
  readonly check: (text: string) => string | undefined;
}

export interface TextQuestion extends SecretQuestion {
  readonly value: string;
}

/** One of several things to choose. */
export interface Offer<T> {
  readonly value: T;
  readonly label: string;
  readonly detail?: string;
}

/** What must be answered before anything else. */
export interface Decision<T> {
  readonly text: string;
  readonly detail: string;
  /** Beside the one that turns away. */
  readonly offers: readonly Offer<T>[];
}

/** Asks and tells the person. Every answer is undefined when they turned away. */
export interface Dialogue {
  /** Shows a message with its actions as buttons; answers the one that was pressed. */
  tell(notice: Notice): Promise<OfferedAction | undefined>;
  /** A short line in the status bar that goes by itself: for what must be answered and is no news. */
  hint(text: string): void;
  /** Asks for a text that is not shown while it is typed. Stays open when the window loses the focus. */
  askSecret(question: SecretQuestion): Promise<string | undefined>;
  askText(question: TextQuestion): Promise<string | undefined>;
  choose(title: string, actions: readonly GateAction[]): Promise<GateAction | undefined>;
  /** Asks for one of several things. */
  select<T>(title: string, offers: readonly Offer<T>[]): Promise<T | undefined>;
  /** Asks in the middle of the window. */
  decide<T>(decision: Decision<T>): Promise<T | undefined>;
  /** Shows that something is under way until it has ended. */
  during<T>(text: string, work: () => Promise<T>): Promise<T>;
  /** The same with a button that ends it: it aborts the signal with no reason of its own. */
  duringOrCancel<T>(text: string, work: (signal: AbortSignal) => Promise<T>): Promise<T>;
}

/** What the window shows all the time. */
export interface Surface {
  showStatus(line: StatusLine): void;
  /** Sets the context key for `when` clauses. */
  setState(status: GateStatus): Promise<void>;
}

/** The window itself. */
export interface AppWindow {
  readonly focused: boolean;
  onDidFocus(listener: () => void): Subscription;
  openExternal(url: string): Promise<boolean>;
  copy(text: string): Promise<void>;
  reload(): Promise<void>;
  openSettings(): Promise<void>;
  showOutput(): void;
}
