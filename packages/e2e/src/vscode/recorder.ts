import type { Page } from 'playwright-core';

/** What a page has shown since it was loaded, that included which has gone again. */
export interface Recording {
  /** In the order in which they came. */
  readonly toasts: string[];
  /** By the item's id: each text that followed on another. */
  readonly statusTexts: Record<string, string[]>;
}

declare global {
  interface Window {
    recording?: Recording;
  }
}

/** Begins to write down what each load of a page shows. */
export async function record(page: Page): Promise<void> {
  await page.addInitScript(recordPage);
}

export async function recordingOf(page: Page): Promise<Recording> {
  return page.evaluate(() => window.recording ?? { toasts: [], statusTexts: {} });
}

/** Goes on as if the page had just been loaded. */
export async function forgetRecording(page: Page): Promise<void> {
  await page.evaluate(() => {
    window.recording?.toasts.splice(0);
    for (const texts of Object.values(window.recording?.statusTexts ?? {})) texts.splice(0, texts.length - 1);
  });
}

/** Runs in the page. Toasts are drawn in steps: one counts once it has a text. */
function recordPage(): void {
  const seen = new WeakSet<Element>();
  const recording: Recording = (window.recording = { toasts: [], statusTexts: {} });
  const lookAtToasts = () => {
    for (const message of document.querySelectorAll('.notifications-toasts .notification-list-item-message')) {
      const text = message.textContent.trim();
      if (text === '' || seen.has(message)) continue;
      seen.add(message);
      recording.toasts.push(text);
    }
  };
  const lookAtStatusBar = () => {
    for (const item of document.querySelectorAll('.statusbar-item[id]')) {
      const text = item.textContent.trim();
      const texts = (recording.statusTexts[item.id] ??= []);
      if (text !== '' && texts.at(-1) !== text) texts.push(text);
    }
  };
  new MutationObserver(() => {
    lookAtToasts();
    lookAtStatusBar();
  }).observe(document, { childList: true, subtree: true, characterData: true });
}
