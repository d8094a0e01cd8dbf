import type { ToolFlaw } from './tool-entries.ts';

const REASONS: Readonly<Record<ToolFlaw['reason'], string>> = {
  no_object: 'no object',
  no_name: 'without a name',
  bad_name: 'with a name that is too long or cannot be shown',
  bad_text: 'with a title or description that is no text',
  bad_schema: 'with a schema that is no object',
  bad_annotations: 'with annotations that are no object',
  too_deep: 'nested too deep',
  too_large: 'too large',
  repeated: 'with the name of another',
  too_many: 'beyond the limit of a server',
};

/** What was dropped of a listing, for people: `3 entries of its listing are no tools: 2 without a name, 1 too large.` */
export function flawNotice(flaws: readonly ToolFlaw[]): string {
  const counts = new Map<ToolFlaw['reason'], number>();
  for (const { reason } of flaws) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const parts = [...counts].map(([reason, count]) => `${count} ${REASONS[reason]}`);
  return `${flaws.length} entries of its listing were dropped: ${parts.join(', ')}.`;
}
