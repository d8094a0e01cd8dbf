import type { Secret } from '@wicketgate/core';
import { fitsPattern } from '../rules/spec-pattern.ts';
import { describeFailure, holdsNothing } from '../rules/source-failure.ts';
import { type Finding, type SecretListing, type SkippedSource, UNVERIFIED } from '../words/found.ts';
import type { SecretSpec } from '../words/spec.ts';
import { findEverywhere } from './finding.ts';
import type { Search } from './place-visits.ts';

const DAY_MS = 86_400_000;

/** What may be shown of one secret. A source that fails is told in `failure`; only an aborted signal is thrown. */
export async function listSecret(search: Search, name: string, spec: SecretSpec | undefined): Promise<SecretListing> {
  const facts = {
    name,
    required: spec?.required ?? false,
    ...(spec?.purpose !== undefined && { purpose: spec.purpose }),
    ...(spec?.url !== undefined && { url: spec.url }),
  };
  const { finding, failure } = await tryToFind(search);
  if (finding === undefined) {
    return { ...facts, isSet: false, shadowed: [], ...(failure !== undefined && { failure }) };
  }
  return { ...facts, isSet: true, ...describeFinding(finding, spec) };
}

async function tryToFind(
  search: Search,
): Promise<{ readonly finding?: Finding | undefined; readonly failure?: SkippedSource | undefined }> {
  try {
    const { finding, skipped } = await findEverywhere(search);
    return { finding, failure: skipped.find((one) => one.code !== UNVERIFIED && !holdsNothing(one)) };
  } catch (error) {
    search.signal?.throwIfAborted();
    const [broken] = [...search.failures].filter(([, failure]) => failure.error === error);
    return { failure: describeFailure(broken?.[0].id ?? 'unknown', error) };
  }
}

function describeFinding({ secret, from, shadowed }: Finding, spec: SecretSpec | undefined) {
  const fits = fitsPattern(spec?.pattern, secret);
  const rotateBy = rotationTime(from.updatedAt, spec?.rotationDays);
  return {
    from,
    shadowed,
    ...describeValue(secret),
    ...(fits !== undefined && { fits }),
    ...(rotateBy !== undefined && { rotateBy }),
  };
}

function describeValue(secret: Secret): { readonly shown: string; readonly length: number } {
  return { shown: secret.toString(), length: secret.reveal().length };
}

function rotationTime(updatedAt: number | undefined, days: number | undefined): number | undefined {
  return updatedAt === undefined || days === undefined ? undefined : updatedAt + days * DAY_MS;
}
