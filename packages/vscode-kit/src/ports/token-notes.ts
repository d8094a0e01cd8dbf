/**
 * Small texts that every window of the extension on this machine reads and replaces, and a lock for each. Whoever writes
 * seals them first. A name is 64 lower-case hexadecimal digits.
 */
export interface TokenNotes {
  /** The text, or undefined when there is none. */
  read(name: string): Promise<string | undefined>;
  /** Replaces the text atomically. */
  write(name: string, text: string): Promise<void>;
  /** Answers whether there was one. */
  remove(name: string): Promise<boolean>;
  /**
   * Runs work while no other window, and nobody else in this one, runs work under the same name. Waits 30 s for them, then
   * rejects with the code `lock_timeout`. The signal ends the waiting.
   */
  exclusively<T>(name: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T>;
}
