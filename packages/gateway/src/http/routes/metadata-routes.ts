import { OAUTH_PATHS } from '@wicketgate/contract';
import { audiencesOf } from '../../domain/audience.ts';
import { type MetadataFacts, resourceMetadata, serverMetadata } from '../../domain/oauth-metadata.ts';
import type { Mounting } from '../mount.ts';

/** The documents by which clients find everything else (RFC 8414 section 3, RFC 9728 section 3). */
export function mountMetadata({ page }: Mounting, facts: MetadataFacts): void {
  const serve = (path: string, document: object) => {
    const text = JSON.stringify(document);
    page(path, (c) => Promise.resolve(c.body(text, 200, { 'content-type': 'application/json' })));
  };
  // A path of the public URL goes behind the well-known one; before it stands the same, for whoever appends.
  const { pathname } = new URL(facts.publicUrl);
  const suffixes = pathname === '/' ? [''] : ['', pathname];
  const [api, mcp] = audiencesOf(facts.publicUrl);
  for (const suffix of suffixes) {
    serve(`${OAUTH_PATHS.metadata}${suffix}`, serverMetadata(facts));
    serve(`${OAUTH_PATHS.resourceMetadata}${suffix}`, resourceMetadata(api, facts));
    serve(`${OAUTH_PATHS.resourceMetadata}${suffix}/mcp`, resourceMetadata(mcp, facts));
  }
}
