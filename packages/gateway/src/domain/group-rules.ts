import type { GroupRule } from './sign-in-config.ts';

/** Stands for everybody whom the provider signs in. */
const EVERYBODY = '*';

/** The first rule that names a group of the person; undefined when none does, and then nobody comes in. */
export function ruleForGroups(rules: readonly GroupRule[], groups: readonly string[]): GroupRule | undefined {
  const held = new Set(groups);
  return rules.find((rule) => rule.groups.some((group) => group === EVERYBODY || held.has(group)));
}
