import type { Speech } from '@wicketgate/vscode-kit/page';
import { cleanLine, cleanText } from '@wicketgate/mcp-client/loader';
import { MESSAGES } from './messages.ts';
import type { ToolLook } from './tool-room.ts';
import { EFFECTS } from './tool-rows.ts';

/** What a person is asked before a model calls a tool. Plain texts. */
export interface CallQuestion {
  /** What is called. */
  readonly label: string;
  readonly title: string;
  readonly message: string;
  /** JSON, cut where it is long. */
  readonly arguments: string;
}

/** Code units of a name and of arguments that are shown. */
const LONGEST_NAME = 100;
const LONGEST_ARGUMENTS = 2_000;

/** What to ask about an input of `call_tool`. `tool` is what its name stands for, where that is known. */
export function callQuestion(input: unknown, tool: ToolLook | undefined, t: Speech['t']): CallQuestion {
  const { name, arguments: args = {} } = (input ?? {}) as { readonly name?: unknown; readonly arguments?: unknown };
  const given = shown(JSON.stringify(args, undefined, 2), LONGEST_ARGUMENTS);
  if (tool === undefined) {
    const asked = shown(cleanLine(String(name)), LONGEST_NAME);
    const [title, message] = [t(MESSAGES.callUnknownTitle, asked), t(MESSAGES.callUnknownMessage, asked)];
    return { label: asked, title, message, arguments: given };
  }
  const label = shown(tool.name, LONGEST_NAME);
  return {
    label,
    title: t(MESSAGES.callTitle, label, tool.server),
    message: `${t(MESSAGES.callMessage, label, tool.server)} ${t(EFFECTS[tool.effect])}`,
    arguments: given,
  };
}

function shown(text: string, limit: number): string {
  const clean = cleanText(text);
  return clean.length <= limit ? clean : `${clean.slice(0, limit)}…`;
}
