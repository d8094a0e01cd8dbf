import type { Negotiated } from '../../words/negotiated.ts';

const MAX_LENGTH = 300;

/** What a server says of itself, for search: its title and the first sentence of its instructions. Undefined for nothing. */
export function describeServer(negotiated: Negotiated | undefined): string | undefined {
  if (negotiated === undefined) return undefined;
  const { serverInfo, instructions = '' } = negotiated;
  const sentence = /^[^.!?。]*/u.exec(instructions.trim().replaceAll(/\s+/g, ' '))?.[0] ?? '';
  const text = [serverInfo.title ?? '', sentence].filter((part) => part !== '').join('. ');
  return text === '' ? undefined : text.slice(0, MAX_LENGTH);
}
