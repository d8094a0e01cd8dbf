import type { ExposedTool } from '../../words/exposed-tool.ts';
import type { DetailLevel } from '../../words/selection.ts';
import { groupBy } from '../group-by.ts';
import { cleanLine, cleanText, firstSentence } from './clean-text.ts';

export interface FormatOptions {
  /** Default: `summary`. `full` adds the schema of the parameters, as JSON in the same line. */
  readonly detail?: DetailLevel | undefined;
  /** Text for the reader that goes before a server's tools, by the server's id. It is yours: only hidden characters are taken out. */
  readonly guides?: Readonly<Record<string, string>> | undefined;
}

/**
 * Tools as a Markdown list for a plain prompt, a heading for each server in the order of its first tool. One line for each tool,
 * whatever its description holds: nothing in it begins a line, ends the code around a name, or opens a tag.
 */
export function formatTools(tools: readonly ExposedTool[], options: FormatOptions = {}): string {
  const byServer = groupBy(tools, ({ tags }) => tags[0] ?? '');
  return [...byServer].map(([server, its]) => formatServer(server, its, options)).join('\n\n');
}

function formatServer(server: string, tools: readonly ExposedTool[], options: FormatOptions): string {
  const { guides = {}, detail = 'summary' } = options;
  const guide = Object.hasOwn(guides, server) ? [cleanText(guides[server] ?? '').trim(), ''] : [];
  const heading = server === '' ? [] : [`### ${escapeLine(server)}`, ''];
  return [...heading, ...guide, ...tools.map((tool) => formatTool(tool, detail))].join('\n');
}

function formatTool({ name, description, inputSchema }: ExposedTool, detail: DetailLevel): string {
  const text = detail === 'summary' ? firstSentence(description) : cleanLine(description);
  const told = detail === 'name' || text === '' ? '' : `: ${escapeLine(text)}`;
  const schema = detail === 'full' ? ` Parameters: ${escapeLine(JSON.stringify(inputSchema))}` : '';
  return `- \`${name}\`${told}${schema}`;
}

function escapeLine(line: string): string {
  return cleanLine(line).replaceAll('`', "'").replaceAll('<', '&lt;');
}
