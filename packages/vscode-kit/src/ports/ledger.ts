import type { Subscription } from './subscription.ts';

/**
 * Notes that every window of the extension on this machine sees at once, and that hold no secret: one small text a name.
 */
export interface Ledger {
  /** The text, or undefined when there is none. */
  read(name: string): Promise<string | undefined>;
  /** Replaces the text atomically. */
  write(name: string, text: string): Promise<void>;
  /** Tells of a change by any window, this one included; may tell more often than there are changes. */
  onDidChange(listener: () => void): Subscription;
}
