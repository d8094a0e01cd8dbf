import type { JsonObject } from '../../words/tool.ts';
import type { CutResult } from './cut-result.ts';

/** Whoever made a change must not make it once more to read the rest. */
const ASK_FOR_LESS =
  'The rest is not kept. If the tool changes nothing, ask it for less: a narrower query, a filter, a range, a page or a limit';

/**
 * What stands behind a cut result: how much is missing, for whoever reads it, and where the whole is, for programs. Without an
 * address nothing is kept: then it says how to ask for less, and links to nothing.
 */
export function cutNotice({ bytes, keptBytes }: CutResult, uri: string | undefined): readonly JsonObject[] {
  const left = `This result was too long: ${grouped(bytes - keptBytes)} of ${grouped(bytes)} bytes are left out`;
  if (uri === undefined) return [{ type: 'text', text: `[${left}. ${ASK_FOR_LESS}]` }];
  return [
    { type: 'text', text: `[${left}. The whole of it is kept for a while as ${uri}]` },
    { type: 'resource_link', uri, name: 'whole-result', mimeType: 'application/json', size: bytes },
  ];
}

/** As it is written everywhere, whatever the machine's language. */
function grouped(number: number): string {
  return String(number).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
}
