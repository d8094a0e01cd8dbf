import type { RecoveryPlan, SecretFileSummary, WrapSummary } from '@wicketgate/secrets/node';
import { cleanText } from '../clean-text.ts';
import { instantText } from '../relative-time.ts';
import type { Style } from './style.ts';
import { detailText, tableText } from './table.ts';

/** The keys that open an encrypted file. They are names of keys and say nothing about them. */
export function wrapsTable(wraps: readonly WrapSummary[], style: Style): string {
  const rows = wraps.map(({ id, kind, recipient, keyId }) => [
    cleanText(id),
    kind,
    cleanText(recipient ?? keyId ?? ''),
  ]);
  return tableText(['ID', 'KEY', 'WHICH'], rows, style);
}

/** An encrypted file for `--json`. */
export function summaryDocument({ id, path, counter, wraps, secrets }: SecretFileSummary): object {
  return { id, environment: path, counter, wraps, names: secrets.map(({ name }) => name) };
}

/** What recovering does, or has done, for `--json`: instants as on the wire. */
export function recoveryDocument({ kept, ...plan }: RecoveryPlan): object {
  return {
    ...plan,
    kept: kept.map(({ updated, ...secret }) => ({
      ...secret,
      updatedAt: instantText(new Date(updated).toISOString()),
    })),
  };
}

const OTHER_KEY =
  'This keyring knows another data key: the file was rotated on another machine, or somebody else made it. What you ' +
  'store from now on could be read by whoever did. Go on only if you know which.';

/** What recovering does, before it is done. */
export function recoveryText(plan: RecoveryPlan, style: Style): string {
  const { reason, from, counters, kept, dropped, lostWrites, dataKey } = plan;
  const facts = detailText(
    [
      ['damage', cleanText(reason)],
      ['in place afterwards', from === 'backup' ? 'the backup' : 'the file as it is'],
      ['counter afterwards', String(counters.next)],
      ['kept', kept.length === 0 ? 'no secrets' : kept.map(({ name }) => cleanText(name)).join(', ')],
      ...(lostWrites === 0 ? [] : [['writes lost', String(lostWrites)] as const]),
    ],
    style,
  );
  const doubt = dataKey === 'other' ? `\n${style.bad(OTHER_KEY)}` : '';
  if (dropped.length === 0) return `${facts}${doubt}\nNothing is dropped that can be read.`;
  const rows = dropped.map(({ name, version, instead }) => [
    cleanText(name),
    String(version),
    instead === undefined ? style.bad('nothing') : String(instead),
  ]);
  return `${facts}${doubt}\n${style.warn('Dropped:')}\n${tableText(['NAME', 'VERSION', 'IN ITS PLACE'], rows, style)}`;
}
