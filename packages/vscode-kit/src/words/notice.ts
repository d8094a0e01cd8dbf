import type { OfferedAction } from './gate-action.ts';

export type Severity = 'info' | 'warning' | 'error';

/** A message to the person, in their language. */
export interface Notice {
  readonly severity: Severity;
  readonly text: string;
  readonly actions: readonly OfferedAction[];
}

/** What the status bar shows, in the person's language. */
export interface StatusLine {
  /** With one `$(icon)`. */
  readonly text: string;
  /** Plain text: never rendered as Markdown. */
  readonly tooltip: string;
  /** What a screen reader says. */
  readonly label: string;
  /** `plain` unless the person should act. */
  readonly attention: 'plain' | 'warning' | 'error';
}

/** Says a message in the person's language; `{0}` and so on stand for the arguments. Fits `vscode.l10n.t`. */
export type Translate = (message: string, ...args: (string | number | boolean)[]) => string;
