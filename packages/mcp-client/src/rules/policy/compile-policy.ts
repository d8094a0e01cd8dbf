import { compileToolPattern, type ToolMatcher } from '@wicketgate/contract';
import type { ToolAnnotations } from '../../words/tool.ts';
import type { ToolPolicy, ToolRule, ToolTraits } from '../../words/tool-policy.ts';
import { isPlainObject } from '../option-checks.ts';
import { hasTraits, TRAIT_NAMES } from './tool-traits.ts';

/** What a policy reads of a tool. */
export interface JudgedTool {
  /** `server/tool`. */
  readonly id: string;
  readonly annotations?: ToolAnnotations | undefined;
  /** Other ids that may mean the same: what denies one of them denies it. Default: none. */
  readonly aliases?: readonly string[] | undefined;
}

export type ToolJudge = (tool: JudgedTool) => boolean;

export interface PolicyPlace {
  /** How the option is called in an error. */
  readonly name: string;
  /** The server whose own policy it is. Undefined for the client's. */
  readonly server: string | undefined;
}

const RULE_MEMBERS: ReadonlySet<string> = new Set(['tools', ...TRAIT_NAMES]);

/** Answers whether a tool is allowed. Throws a TypeError that names the rule it cannot take. */
export function compilePolicy(policy: ToolPolicy | undefined, place: PolicyPlace): ToolJudge {
  if (policy === undefined) return () => true;
  const unknown = Object.keys(policy).find((name) => name !== 'allow' && name !== 'deny');
  // A misspelt list would allow everything.
  if (unknown !== undefined) throw new TypeError(`${place.name} has no member ${JSON.stringify(unknown)}.`);
  const allow = policy.allow && compileRules(policy.allow, { ...place, name: `${place.name}.allow` });
  const deny = compileRules(policy.deny ?? [], { ...place, name: `${place.name}.deny` });
  return (tool) => (allow === undefined || allow(tool)) && !namesOf(tool).some(deny);
}

function namesOf(tool: JudgedTool): readonly JudgedTool[] {
  const { aliases = [], ...judged } = tool;
  return aliases.length === 0 ? [tool] : [tool, ...aliases.map((id) => ({ ...judged, id }))];
}

function compileRules(rules: readonly ToolRule[], place: PolicyPlace): ToolJudge {
  if (!Array.isArray(rules)) throw new TypeError(`${place.name} must be a list of patterns.`);
  const judges = (rules as readonly ToolRule[]).map((rule, at) =>
    compileRule(rule, { ...place, name: `${place.name}[${at}]` }),
  );
  return (tool) => judges.some((judge) => judge(tool));
}

function compileRule(rule: ToolRule, place: PolicyPlace): ToolJudge {
  if (typeof rule === 'string') {
    const matches = compilePattern(rule, place);
    return ({ id }) => matches(id);
  }
  const { tools, ...traits } = checkTraits(rule, place.name);
  const matches = tools === undefined ? undefined : compilePattern(tools, place);
  return ({ id, annotations }) => (matches === undefined || matches(id)) && hasTraits(annotations, traits);
}

/**
 * Within the options of a server `read_*` means its own tools. `files/delete_*` is understood there as well: a deny-list that
 * silently fitted nothing would be worse than one that fits twice.
 */
function compilePattern(pattern: string, { name, server }: PolicyPlace): ToolMatcher {
  if (typeof pattern !== 'string' || pattern === '')
    throw new TypeError(`${name} must be a pattern: write \`*\` for all.`);
  if (server === undefined) return compileToolPattern(pattern);
  const own = compileToolPattern(`${server}/${pattern}`);
  if (!pattern.includes('/')) return own;
  const whole = compileToolPattern(pattern);
  return (id) => own(id) || whole(id);
}

function checkTraits(rule: ToolTraits, name: string): ToolTraits {
  if (!isPlainObject(rule)) throw new TypeError(`${name} must be a pattern or an object of traits.`);
  const members = Object.keys(rule);
  const unknown = members.find((member) => !RULE_MEMBERS.has(member));
  if (unknown !== undefined) throw new TypeError(`${name} has no member ${JSON.stringify(unknown)}.`);
  if (members.length === 0) throw new TypeError(`${name} asks for nothing: write '*' for all tools.`);
  const wrong = TRAIT_NAMES.find((member) => rule[member] !== undefined && typeof rule[member] !== 'boolean');
  if (wrong !== undefined) throw new TypeError(`${name}.${wrong} must be true or false.`);
  return rule;
}
