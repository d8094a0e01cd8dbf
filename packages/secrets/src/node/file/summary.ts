import type { SecretsDocument, Wrap } from '../../words/document.ts';
import type { SecretFileSummary, WrapSummary } from './surface.ts';

/** What stands in clear. */
export function summarize({ id, path, wraps, secrets, index }: SecretsDocument): SecretFileSummary {
  return {
    id,
    path,
    counter: index.counter,
    wraps: wraps.map(summarizeWrap),
    secrets: secrets.map(({ name, version, updated }) => ({ name, version, updated })),
  };
}

function summarizeWrap(wrap: Wrap): WrapSummary {
  const { id, kind } = wrap;
  if (wrap.kind === 'age') return { id, kind, recipient: wrap.recipient };
  return wrap.kind === 'master-key' ? { id, kind, keyId: wrap.keyId } : { id, kind };
}
