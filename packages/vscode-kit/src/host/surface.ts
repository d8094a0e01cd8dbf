import { commands, StatusBarAlignment, ThemeColor, window } from 'vscode';
import type { Subscription } from '../ports/subscription.ts';
import type { Surface } from '../ports/window.ts';
import { commandOf, stateKeyOf } from '../words/gate-action.ts';
import type { GateStatus } from '../words/gate-state.ts';
import type { StatusLine } from '../words/notice.ts';

export interface SurfaceOptions {
  readonly id: string;
  /** What the person sees in the list of status bar items. */
  readonly name: string;
}

const BACKGROUNDS = {
  plain: undefined,
  warning: 'statusBarItem.warningBackground',
  error: 'statusBarItem.errorBackground',
} satisfies Record<StatusLine['attention'], string | undefined>;

/** The status bar item `<id>.status` and the context key. Both end with it. */
export function createSurface({ id, name }: SurfaceOptions): Surface & Subscription {
  const setContext = async (value: GateStatus | undefined) => {
    await commands.executeCommand('setContext', stateKeyOf(id), value);
  };
  const item = window.createStatusBarItem(`${id}.status`, StatusBarAlignment.Right, 100);
  item.name = name;
  item.command = commandOf(id, 'showMenu');
  return {
    showStatus({ text, tooltip, label, attention }) {
      const background = BACKGROUNDS[attention];
      item.text = text;
      item.tooltip = tooltip;
      item.accessibilityInformation = { label };
      item.backgroundColor = background === undefined ? undefined : new ThemeColor(background);
      item.show();
    },
    setState: setContext,
    dispose() {
      item.dispose();
      // It outlives the extension host: what shows while the gate is open must not show until the next one has begun.
      setContext(undefined).catch(() => undefined);
    },
  };
}
