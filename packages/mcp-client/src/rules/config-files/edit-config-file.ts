import { applyEdits, modify } from 'jsonc-parser';
import { type JsonPlace, memberOf, parseJsonText, textOf } from './json-text.ts';

/** A file that is no JSON object is left as it is: `why` says what it is. */
export type ConfigEdit =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly line: number; readonly why: string };

const LAYOUT = { formattingOptions: { tabSize: 2, insertSpaces: true, eol: '\n' } };

/**
 * The text of an `mcp.json` with one server put in, in the place of one of this name, or taken out with undefined. Comments and
 * all else stay. An empty text is an empty file.
 */
export function editConfigFile(text: string, name: string, entry: object | undefined): ConfigEdit {
  const source = text.trim() === '' ? '{}\n' : text.replace(/^\ufeff/, '');
  const document = parseJsonText(source);
  if (!document.ok) return document;
  return { ok: true, text: applyEdits(source, modify(source, ['servers', name], entry, LAYOUT)) };
}

/** Whether the text has a server of this name. */
export function hasServer(text: string, name: string): boolean {
  return serverIn(text, name) !== undefined;
}

/** The `url` of a server as the text has it, variables not filled in, also of one that is switched off. */
export function serverUrlIn(text: string, name: string): string | undefined {
  const server = serverIn(text, name);
  const url = server && memberOf(server, 'url');
  return url && textOf(url);
}

function serverIn(text: string, name: string): JsonPlace | undefined {
  const document = parseJsonText(text);
  const servers = document.ok ? memberOf(document.root, 'servers') : undefined;
  return servers && memberOf(servers, name);
}
