/** The editors that take an extension from a file, by the names of their commands. */
export const EDITORS = ['code', 'code-insiders', 'cursor', 'codium', 'code-server'] as const;
export type Editor = (typeof EDITORS)[number];

/** An editor on this machine. */
export interface FoundEditor {
  readonly name: Editor;
  /** Absolute path of its command. */
  readonly program: string;
}
