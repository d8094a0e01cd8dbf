import type { CatalogTool, FoundTool, ServerProblem, ToolChange } from '@wicketgate/mcp-client';
import { cleanText } from '../clean-text.ts';
import type { Style } from './style.ts';
import { detailText, tableText } from './table.ts';

/** How much is told of a tool. */
export const DETAILS = ['name', 'summary', 'full'] as const;
export type Detail = (typeof DETAILS)[number];

const LONGEST_SUMMARY = 90;

/** The first sentence of a description, in one line. */
export function summaryOf({ description = '', title = '' }: Pick<CatalogTool, 'description' | 'title'>): string {
  const text = cleanText(description === '' ? title : description).replaceAll(/\s+/g, ' ');
  const [sentence = ''] = /^.*?[.!?](?=\s|$)/.exec(text) ?? [text];
  return sentence.length > LONGEST_SUMMARY ? `${sentence.slice(0, LONGEST_SUMMARY - 1).trimEnd()}…` : sentence;
}

/** What a server says that a tool does to the world, in few words. */
export function traitsOf({ annotations }: Pick<CatalogTool, 'annotations'>): string {
  if (annotations?.readOnlyHint === true) return 'reads';
  if (annotations?.destructiveHint === false) return 'writes';
  return annotations?.destructiveHint === true ? 'destroys' : '';
}

export interface ToolListView {
  readonly detail: Detail;
  readonly style: Style;
}

/** Tools as a table, or one after the other with all that is known of them. */
export function toolTable(tools: readonly CatalogTool[], { detail, style }: ToolListView): string {
  if (detail === 'full') return tools.map((tool) => toolText(tool, style)).join('\n\n');
  if (detail === 'name') return tools.map((tool) => cleanText(tool.id)).join('\n');
  const rows = tools.map((tool) => [
    cleanText(tool.id),
    tool.state === 'held' ? style.warn('held') : traitsOf(tool),
    summaryOf(tool),
  ]);
  return tableText(['TOOL', 'DOES', 'ABOUT'], rows, style);
}

/** One tool for people: each parameter with its type, whether it is needed, and what it is for. */
export function toolText(tool: CatalogTool, style: Style): string {
  const { id, wireName, title, description, state, hash } = tool;
  const head = detailText(
    [
      ['tool', style.strong(cleanText(id))],
      ...(title === undefined ? [] : [['title', cleanText(title)] as const]),
      ['wire name', wireName],
      ['state', state === 'held' ? style.warn('held: it waits for `wicketgate tools approve`') : style.good('ready')],
      ['does', traitsOf(tool) || 'says nothing of it'],
      ['hash', hash.slice(0, 16)],
    ],
    style,
  );
  const about = (description ?? '').split('\n').map(cleanText).join('\n').trim();
  const parameters = parameterRows(tool.inputSchema);
  return [
    head,
    ...(about === '' ? [] : ['', about]),
    '',
    parameters.length === 0 ? 'It takes no arguments.' : tableText(['ARGUMENT', 'TYPE', 'ABOUT'], parameters, style),
  ].join('\n');
}

function parameterRows(schema: CatalogTool['inputSchema']): readonly (readonly string[])[] {
  const { properties, required } = schema;
  if (typeof properties !== 'object' || properties === null) return [];
  const needed: readonly unknown[] = Array.isArray(required) ? required : [];
  return Object.entries(properties as Record<string, unknown>).map(([name, own]) => {
    const {
      type,
      enum: words,
      description,
    } = (typeof own === 'object' && own !== null ? own : {}) as Record<string, unknown>;
    const kind = Array.isArray(words) ? words.map((word) => JSON.stringify(word)).join('|') : typeText(type);
    const about = typeof description === 'string' ? cleanText(description).replaceAll(/\s+/g, ' ') : '';
    return [cleanText(needed.includes(name) ? `${name} *` : name), cleanText(kind), about];
  });
}

function typeText(type: unknown): string {
  return Array.isArray(type) ? type.join('|') : typeof type === 'string' ? type : 'any';
}

/** What was found for a request, the best first, with the reasons. */
export function hitTable(hits: readonly FoundTool[], style: Style): string {
  const rows = hits.map(({ tool, score, reasons }, at) => [
    String(at + 1),
    cleanText(tool.id),
    score.toFixed(2),
    summaryOf(tool),
    style.faint(cleanText(reasons.join('; '))),
  ]);
  return tableText(['#', 'TOOL', 'SCORE', 'ABOUT', 'WHY'], rows, style);
}

/** How tools differ from what was known of them. */
export function changeText(changes: readonly ToolChange[], style: Style): string {
  return changes
    .map(({ tool, kind, from, difference, held }) => {
      const was = from === undefined ? '' : ` (was ${cleanText(from)})`;
      const head = `${style.strong(cleanText(tool))}  ${kind}${was}${held ? style.warn('  held') : ''}`;
      const lines = difference.split('\n').filter((line) => line.trim() !== '');
      return [head, ...lines.map((line) => `  ${differenceLine(line, style)}`)].join('\n');
    })
    .join('\n');
}

function differenceLine(line: string, style: Style): string {
  const clean = cleanText(line);
  if (clean.startsWith('+')) return style.good(clean);
  return clean.startsWith('-') ? style.bad(clean) : clean;
}

/** A server whose tools are missing or old, in a sentence. */
export function problemSentence({ server, error }: ServerProblem): string {
  return `${aboutServer(server, error.message)} (${error.code})`;
}

/** A sentence about a server, which many begin with its name already. */
export function aboutServer(server: string, sentence: string): string {
  const head = `${server}: `;
  return cleanText(sentence.startsWith(head) ? sentence : head + sentence);
}

/** A tool as JSON, its members as MCP spells them. */
export function toolDocument(tool: CatalogTool, detail: Detail): object {
  const { id, wireName, server, name, state, title, description, annotations, hash, inputSchema, outputSchema } = tool;
  const head = { id, server, name, wire_name: wireName, state };
  if (detail === 'name') return head;
  if (detail === 'summary') return { ...head, summary: summaryOf(tool), ...(annotations && { annotations }) };
  return {
    ...head,
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    ...(annotations && { annotations }),
    hash,
    inputSchema,
    ...(outputSchema && { outputSchema }),
  };
}

/** A problem as JSON. */
export function problemDocument({ server, error }: ServerProblem): object {
  return { server, code: error.code, message: error.message };
}
