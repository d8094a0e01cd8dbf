import type { ToolDefinition } from '../../words/tool.ts';
import { byCodeUnits } from './canonical-json.ts';

const MAX_LINES = 200;
const MAX_LINE_LENGTH = 2_000;
/** What stands before the first difference of two long texts, to know the place by. */
const LEAD = 100;

/**
 * How a tool differs, for people: `- description: "…"`, `+ description: "…"`, by member. Undefined stands for a tool that is not
 * there. What cannot be seen on a screen is written as `\u{…}`: hidden text is what a reviewer must not miss.
 */
export function toolDifference(before: ToolDefinition | undefined, after: ToolDefinition | undefined): string {
  const gone = before === undefined ? new Map<string, string>() : leavesOf(before);
  const come = after === undefined ? new Map<string, string>() : leavesOf(after);
  const paths = [...new Set([...gone.keys(), ...come.keys()])].filter((path) => gone.get(path) !== come.get(path));
  const lines = paths.sort(byPlace).flatMap((path) => linesOf(path, gone.get(path), come.get(path)));
  const left = lines.length - MAX_LINES;
  return [...lines.slice(0, MAX_LINES), ...(left > 0 ? [`… ${left} more lines`] : [])].join('\n');
}

function linesOf(path: string, gone: string | undefined, come: string | undefined): string[] {
  // Texts that begin alike and are cut would look the same: what is new could hide behind the cut.
  const from = gone === undefined || come === undefined ? 0 : Math.max(0, sharedLength(gone, come) - LEAD);
  return [...line(`- ${path}`, gone, from), ...line(`+ ${path}`, come, from)];
}

function line(head: string, value: string | undefined, from: number): string[] {
  if (value === undefined) return [];
  const whole = visible(`${head}: ${value}`);
  if (whole.length <= MAX_LINE_LENGTH) return [whole];
  const text = from === 0 ? whole : visible(`${head}: …${value.slice(from)}`);
  return [`${text.slice(0, MAX_LINE_LENGTH)}… (${whole.length} characters)`];
}

function sharedLength(one: string, other: string): number {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at++;
  return at;
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
    for (const [member, inner] of members) visit(`${path}${stepTo(member)}`, inner);
  };
  for (const [path, value] of Object.entries({ name, title, description, annotations, inputSchema, outputSchema })) {
    visit(path, value);
  }
  return leaves;
}

/** A member called `a.b` must not pass for the member `b` of `a`, whose change it would hide. */
function stepTo(member: string): string {
  return /^[\w$-]+$/.test(member) ? `.${member}` : `[${JSON.stringify(member)}]`;
}

/** Control characters, invisible ones, and those that turn the direction of writing. A plain line feed is escaped by JSON already. */
function visible(text: string): string {
  return text.replaceAll(/\p{Cc}|\p{Cf}|\p{Co}|\p{Cn}|\p{Zl}|\p{Zp}|\p{Variation_Selector}/gu, (character) => {
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  });
}
