import type { Finding } from './evidence.ts';
import type { Field } from './tool-fields.ts';

const LABELS: Readonly<Record<Field, string>> = {
  name: 'name',
  title: 'title',
  summary: 'description',
  description: 'description',
  parameters: 'parameters',
  parameterDescriptions: 'parameters',
  server: 'server',
  serverDescription: 'server',
};
const MAX_WORDS = 5;

/** Why a tool was found, for people: the words of the request, by where the tool has them. */
export function reasonsOf(findings: readonly Finding[]): string[] {
  const groups = new Map<string, string[]>();
  for (const { term, field, kind } of findings) {
    const label = LABELS[field];
    const words = groups.get(label) ?? [];
    groups.set(label, words);
    words.push(kind === 'own' ? term.word.text : `like ${term.word.text}`);
  }
  if (groups.size === 0) return ['similar spelling'];
  const labels = [...new Set(Object.values(LABELS))].filter((label) => groups.has(label));
  return labels.map((label) => `${label}: ${(groups.get(label) ?? []).slice(0, MAX_WORDS).join(', ')}`);
}
