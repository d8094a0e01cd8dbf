import type { AppWindow } from '../../src/ports/window.ts';
import { createSignal } from './signal.ts';

export interface FakeWindow extends AppWindow {
  /** The person comes to the window, or leaves it. */
  focus(): void;
  blur(): void;
  /** What was asked of the window, oldest first: `open https://…`, `copy …`, `reload`, `openSettings`, `showOutput`. */
  readonly asked: string[];
  /** What `openExternal` answers. Default true. */
  opens: boolean;
  /** Whether the clipboard takes what is copied. Default true. */
  copies: boolean;
  readonly listeners: number;
}

/** A window that has the focus until it is taken away. */
export function createFakeWindow(): FakeWindow {
  const focusing = createSignal<undefined>();
  const asked: string[] = [];
  let focused = true;
  const ask = (what: string) => {
    asked.push(what);
    return Promise.resolve();
  };
  return {
    asked,
    opens: true,
    copies: true,
    get focused() {
      return focused;
    },
    focus: () => {
      focused = true;
      focusing.tell(undefined);
    },
    blur: () => {
      focused = false;
    },
    onDidFocus: (listener) => focusing.listen(listener),
    async openExternal(url) {
      await ask(`open ${url}`);
      return this.opens;
    },
    async copy(text) {
      await ask(`copy ${text}`);
      if (!this.copies) throw new Error('The clipboard is not to be had.');
    },
    reload: () => ask('reload'),
    openSettings: () => ask('openSettings'),
    showOutput: () => void asked.push('showOutput'),
    get listeners() {
      return focusing.size;
    },
  };
}
