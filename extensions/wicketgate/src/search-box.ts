import * as vscode from 'vscode';
import { MESSAGES } from './messages.ts';
import { type SearchItem, searchItems } from './search-items.ts';
import type { ToolRoom } from './tool-room.ts';

export interface SearchBoxOptions {
  readonly room: ToolRoom;
  /** Entries at most. */
  readonly limit: number;
  readonly isOff: (id: string) => boolean;
}

/** Ranks the tools as the person types. Resolves to the id of the one that was taken; undefined when none was. */
export async function searchTools({ room, limit, isOff }: SearchBoxOptions): Promise<string | undefined> {
  const box = vscode.window.createQuickPick<SearchItem>();
  box.title = vscode.l10n.t(MESSAGES.searchTitle);
  box.placeholder = vscode.l10n.t(MESSAGES.searchPlaceholder);
  // Not in the types yet. Without it VS Code puts what holds the typed letters before what answers the request.
  Reflect.set(box, 'sortByLabel', false);
  let typed = 0;
  const rank = async () => {
    const turn = ++typed;
    const found = await room.search(box.value, limit);
    // A later letter may have been answered first.
    if (turn === typed) box.items = searchItems(found, { t: vscode.l10n.t, isOff });
  };
  const quietly = () => void rank().catch(() => undefined);
  const taken = vscode.Disposable.from(box, box.onDidChangeValue(quietly));
  const choice = new Promise<string | undefined>((resolve) => {
    box.onDidAccept(() => resolve(box.selectedItems[0]?.tool));
    box.onDidHide(() => resolve(undefined));
  });
  box.busy = true;
  box.show();
  quietly();
  void room.refresh('fresh').then(() => {
    box.busy = false;
    quietly();
  }, quietly);
  try {
    return await choice;
  } finally {
    typed++;
    taken.dispose();
  }
}
