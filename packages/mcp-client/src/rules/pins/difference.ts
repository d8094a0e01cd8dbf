import type { ToolDefinition } from '../../words/tool.ts';
import { byCodeUnits } from './canonical-json.ts';

const MAX_LINES = 200;
const MAX_LINE_LENGTH = 2_000;

/**
 * How a tool differs, for people: `- description: "…"`, `+ description: "…"`, by member. Undefined stands for a tool that is not
 * there. What cannot be seen on a screen is written as `\u{…}`: hidden text is what a reviewer must not miss.
 */
export function toolDifference(before: ToolDefinition | undefined, after: ToolDefinition | undefined): string {
  const gone = before === undefined ? new Map<string, string>() : leavesOf(before);
  const come = after === undefined ? new Map<string, string>() : leavesOf(after);
  const paths = [...new Set([...gone.keys(), ...come.keys()])].filter((path) => gone.get(path) !== come.get(path));
  const lines = paths.sort(byPlace).flatMap((path) => [...line('-', path, gone), ...line('+', path, come)]);
  const left = lines.length - MAX_LINES;
  return [...lines.slice(0, MAX_LINES), ...(left > 0 ? [`… ${left} more lines`] : [])].join('\n');
}

function line(sign: '-' | '+', path: string, leaves: ReadonlyMap<string, string>): string[] {
  const value = leaves.get(path);
  if (value === undefined) return [];
  const text = visible(`${sign} ${path}: ${value}`);
  return [text.length > MAX_LINE_LENGTH ? `${text.slice(0, MAX_LINE_LENGTH)}… (${text.length} characters)` : text];
}

const PLACES = ['name', 'title', 'description', 'annotations', 'inputSchema', 'outputSchema'];

function byPlace(a: string, b: string): number {
  const place = (path: string) => PLACES.indexOf(/^\w+/.exec(path)?.[0] ?? '');
  return place(a) - place(b) || byCodeUnits(a, b);
}

/** Every plain value of a tool by its path: `inputSchema.properties.path.type`. */
function leavesOf(tool: ToolDefinition): Map<string, string> {
  const leaves = new Map<string, string>();
  const { name, title, description, annotations, inputSchema, outputSchema } = tool;
  const visit = (path: string, value: unknown) => {
    if (value === undefined) return;
    const members = typeof value === 'object' && value !== null ? Object.entries(value) : [];
    if (members.length === 0) leaves.set(path, JSON.stringify(value));
    for (const [member, inner] of members) visit(`${path}.${member}`, inner);
  };
  for (const [path, value] of Object.entries({ name, title, description, annotations, inputSchema, outputSchema })) {
    visit(path, value);
  }
  return leaves;
}

/** Control characters, invisible ones, and those that turn the direction of writing. A plain line feed is escaped by JSON already. */
function visible(text: string): string {
  return text.replaceAll(/\p{Cc}|\p{Cf}|\p{Co}|\p{Cn}|\p{Zl}|\p{Zp}|\p{Variation_Selector}/gu, (character) => {
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  });
}
