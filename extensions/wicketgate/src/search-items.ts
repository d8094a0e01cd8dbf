import type { Speech } from '@wicketgate/vscode-kit/page';
import { MESSAGES } from './messages.ts';
import type { ToolFind } from './tool-room.ts';

/** An entry of the list, as VS Code draws it. */
export interface SearchItem {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
  /** Undefined for the entry that says that there is none. */
  readonly tool: string | undefined;
  /** VS Code leaves out what does not hold the typed letters: the best tool often does not. */
  readonly alwaysShow: true;
}

interface Words {
  readonly t: Speech['t'];
  readonly isOff: (id: string) => boolean;
}

/** What a search found, best first, with the reasons. */
export function searchItems(found: readonly ToolFind[], { t, isOff }: Words): readonly SearchItem[] {
  if (found.length === 0) {
    const [label, detail] = [t(MESSAGES.nothingFound), t(MESSAGES.nothingFoundDetail)];
    return [{ label, detail, description: '', tool: undefined, alwaysShow: true }];
  }
  return found.map(({ tool, reasons }) => ({
    label: withoutIcons(tool.title ?? tool.name),
    description: withoutIcons([tool.id, ...(isOff(tool.id) ? [t(MESSAGES.off)] : [])].join(' · ')),
    detail: withoutIcons(reasons.length > 0 ? reasons.join(' · ') : (tool.description.split('\n')[0] ?? '')),
    tool: tool.id,
    alwaysShow: true,
  }));
}

/** VS Code draws `$(name)` in a list as an icon: a server must not pass for one of VS Code's own. */
function withoutIcons(text: string): string {
  return text.replaceAll('$(', '(');
}
