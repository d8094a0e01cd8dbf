import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Exchange } from '../../src/exchange.ts';
import type { CanaryPlace } from './sign-in-place.ts';

/** The code that an application is sent, in the page that sends it. */
const RETURNED = /(?<=[?&;]code=)wg_ac_[0-9A-Za-z]{43}/g;
/** The code that a provider sends, in the address that it sends the browser to (OpenID Connect Core 1.0 section 3.1.2.5). */
const UPSTREAM = /^(\/signin\/callback\/[a-z]+\?(?:.*&)?code=)[\w-]+/;

/** What was written and shown, in files. Left out is a code where the protocol says that it must stand. */
export async function keepWords(
  { words, gateway, proxy }: CanaryPlace,
  { said, answers }: { readonly said: readonly string[]; readonly answers: string },
): Promise<{ readonly returnPages: number }> {
  const { exchanges } = proxy;
  const pages = exchanges.filter(isPage);
  const returnPages = pages.filter(({ answer }) => answer.search(RETURNED) >= 0);
  const texts: Record<string, readonly string[]> = {
    'gateway.log': [gateway.log()],
    'commands.txt': said,
    'answers.txt': [answers],
    'pages.html': pages.map(({ answer }) => answer.replaceAll(RETURNED, 'the code')),
    'errors.txt': exchanges.filter(({ status }) => status >= 400).map(({ answer }) => answer),
    'addresses.txt': exchanges.flatMap(addressesOf),
  };
  for (const [name, lines] of Object.entries(texts)) await writeFile(path.join(words, name), lines.join('\n'));
  return { returnPages: returnPages.length };
}

function isPage({ headers }: Exchange): boolean {
  return headers['content-type']?.startsWith('text/html') ?? false;
}

function addressesOf({ method, target, headers }: Exchange): string[] {
  return [`${method} ${target.replace(UPSTREAM, '$1the-code')}`, headers['location'] ?? ''];
}
