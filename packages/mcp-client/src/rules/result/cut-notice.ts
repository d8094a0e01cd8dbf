import type { JsonObject } from '../../words/tool.ts';
import type { CutResult } from './cut-result.ts';

/** What stands behind a cut result: how much is missing, for whoever reads it, and where the whole is, for programs. */
export function cutNotice({ bytes, keptBytes }: CutResult, uri: string): readonly JsonObject[] {
  const left = `${grouped(bytes - keptBytes)} of ${grouped(bytes)} bytes are left out`;
  return [
    { type: 'text', text: `[This result was too long: ${left}. The whole of it is kept for a while as ${uri}]` },
    { type: 'resource_link', uri, name: 'whole-result', mimeType: 'application/json', size: bytes },
  ];
}

/** As it is written everywhere, whatever the machine's language. */
function grouped(number: number): string {
  return String(number).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
}
