import { type CancellationToken, type Disposable, ProgressLocation, window } from 'vscode';
import type { Subscription } from '../ports/subscription.ts';
import type { Dialogue, SecretQuestion } from '../ports/window.ts';
import type { OfferedAction } from '../words/gate-action.ts';
import type { Severity } from '../words/notice.ts';

/** How long a hint stays. */
const HINT_MS = 6_000;

export interface DialogueOptions {
  /** What stands on the button of an action, and in the menu. */
  readonly label: (action: OfferedAction) => string;
  /** Shuts the boxes that wait for the person. */
  readonly ended: CancellationToken;
}

const TELL = {
  info: window.showInformationMessage,
  warning: window.showWarningMessage,
  error: window.showErrorMessage,
} satisfies Record<Severity, unknown>;

/** Messages, boxes and menus of VS Code. */
export function createDialogue({ label, ended }: DialogueOptions): Dialogue & Subscription {
  let hint: Disposable | undefined;
  return {
    async tell({ severity, text, actions }) {
      const buttons = actions.map((action) => ({ title: label(action), action }));
      return (await TELL[severity](withoutLinks(text), ...buttons))?.action;
    },
    hint(text) {
      hint?.dispose();
      hint = window.setStatusBarMessage(text, HINT_MS);
    },
    askSecret: async (question) => window.showInputBox({ ...boxOf(question), password: true }, ended),
    askText: async (question) => window.showInputBox({ ...boxOf(question), value: question.value }, ended),
    async choose(title, actions) {
      const entries = actions.map((action) => ({ label: label(action), action }));
      return (await window.showQuickPick(entries, { title }, ended))?.action;
    },
    async select(title, offers) {
      const entries = offers.map(({ value, label, detail }) => ({ label, ...(detail && { detail }), value }));
      return (await window.showQuickPick(entries, { title, ignoreFocusOut: true }, ended))?.value;
    },
    async decide({ text, detail, offers }) {
      const buttons = offers.map(({ label, value }) => ({ title: label, value }));
      return (await window.showInformationMessage(withoutLinks(text), { modal: true, detail }, ...buttons))?.value;
    },
    during: async (title, work) => window.withProgress({ location: ProgressLocation.Window, title }, work),
    duringOrCancel: async (title, work) =>
      window.withProgress({ location: ProgressLocation.Notification, title, cancellable: true }, (_, token) =>
        cancellable([token, ended], work),
      ),
    dispose() {
      hint?.dispose();
    },
  };
}

/** Work whose signal is aborted when one of the tokens is cancelled. */
async function cancellable<T>(
  tokens: readonly CancellationToken[],
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const ending = new AbortController();
  const subscriptions = tokens.map((token) => token.onCancellationRequested(() => ending.abort()));
  if (tokens.some((token) => token.isCancellationRequested)) ending.abort();
  try {
    return await work(ending.signal);
  } finally {
    for (const subscription of subscriptions) subscription.dispose();
  }
}

/** VS Code makes links of `[text](command:…)` in messages: a person's name must not become one. */
function withoutLinks(text: string): string {
  return text.replaceAll('](', '] (');
}

/** Whoever fetches the key from another window must find the box open when they are back. */
function boxOf({ title, prompt, placeholder, check }: SecretQuestion) {
  return { title, prompt, placeHolder: placeholder, ignoreFocusOut: true, validateInput: check };
}
