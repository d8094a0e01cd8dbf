import { applyEdits, modify } from 'jsonc-parser';
import { memberOf, parseJsonText } from './json-text.ts';

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
  const document = parseJsonText(text);
  const servers = document.ok ? memberOf(document.root, 'servers') : undefined;
  return servers !== undefined && memberOf(servers, name) !== undefined;
}
