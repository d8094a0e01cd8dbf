import * as z from 'zod/mini';
import { commandOf, GATE_ACTIONS, stateKeyOf } from '../words/gate-action.ts';
import { GATE_STATUSES, type GateStatus } from '../words/gate-state.ts';
import { GATE_SETTINGS, SHUT_STATUSES } from './contributions.ts';
import { assertGateId } from './gate-id.ts';

export interface ManifestExpectations {
  /** The id that `createGate` is given, or the extension's name. */
  readonly id: string;
  /** Id of the view that must welcome people in every shut state. Default: none must. */
  readonly view?: string;
  /** Where the address of the gateway comes from: the setting, or the option of `createGate`. Default `setting`. */
  readonly url?: 'setting' | 'option';
  /** The id of the extension at the gateway, as `createGate` is given it. Default: none. */
  readonly clientId?: string;
}

const propertySchema = z.object({
  scope: z.optional(z.unknown()),
  type: z.optional(z.union([z.string(), z.array(z.string())])),
});
const configurationSchema = z.object({ properties: z.optional(z.record(z.string(), propertySchema)) });
const manifestSchema = z.object({
  contributes: z.object({
    authentication: z.optional(z.array(z.object({ id: z.string() }))),
    commands: z.optional(z.array(z.object({ command: z.string() }))),
    configuration: z.optional(z.union([configurationSchema, z.array(configurationSchema)])),
    views: z.optional(z.record(z.string(), z.array(z.object({ id: z.string() })))),
    viewsWelcome: z.optional(z.array(z.object({ view: z.string(), when: z.optional(z.string()) }))),
  }),
});
type Contributes = z.infer<typeof manifestSchema>['contributes'];
type Properties = Readonly<Record<string, z.infer<typeof propertySchema>>>;

/**
 * What of a package.json does not fit its gate, a sentence each; empty when all does. Looks at the commands, the settings,
 * the welcome views and every `when` clause on the state. Throws a TypeError for an id that is none.
 */
export function manifestFaults(manifest: unknown, expected: ManifestExpectations): string[] {
  assertGateId(expected.id);
  const parsed = manifestSchema.safeParse(manifest);
  if (!parsed.success) return ['package.json has no "contributes" that VS Code could read.'];
  const { contributes } = parsed.data;
  const properties = propertiesOf(contributes);
  return [
    ...commandFaults(contributes, expected),
    ...accountFaults(contributes, expected),
    ...settingFaults(properties, expected),
    ...keySettingFaults(properties),
    ...welcomeFaults(contributes, expected),
    ...clausesOf((manifest as { contributes: unknown }).contributes).flatMap((clause) =>
      clauseFaults(clause, expected),
    ),
  ];
}

function propertiesOf({ configuration = [] }: Contributes): Properties {
  const parts = Array.isArray(configuration) ? configuration : [configuration];
  return Object.fromEntries(parts.flatMap(({ properties = {} }) => Object.entries(properties)));
}

function commandFaults({ commands = [] }: Contributes, { id }: ManifestExpectations): string[] {
  const declared = new Set(commands.map(({ command }) => command));
  return GATE_ACTIONS.map((action) => commandOf(id, action))
    .filter((command) => !declared.has(command))
    .map((command) => `contributes.commands lacks ${command}.`);
}

/** VS Code knows no provider that is not declared when it starts. */
function accountFaults({ authentication = [] }: Contributes, { id, clientId }: ManifestExpectations): string[] {
  const isThere = authentication.some((account) => account.id === id);
  return clientId === undefined || isThere ? [] : [`contributes.authentication lacks ${id}.`];
}

function settingFaults(properties: Properties, { id, url = 'setting' }: ManifestExpectations): string[] {
  const missing =
    url === 'setting' && properties[`${id}.url`] === undefined ? [`contributes.configuration lacks ${id}.url.`] : [];
  const open = GATE_SETTINGS.map((name) => `${id}.${name}`)
    .filter((name) => properties[name] !== undefined && properties[name].scope !== 'machine')
    .map((name) => `${name} must have the scope "machine": a workspace could send the key elsewhere.`);
  return [...missing, ...open];
}

const KEY_NAME =
  /(?:^|\.)(?:key|[\w.-]*(?:(?:api|access|auth|secret|private|licen[cs]e)[_-]?key|token|secret|password|credential)s?)$/i;

/** Settings are plain text, and go with Settings Sync and with repositories. */
function keySettingFaults(properties: Properties): string[] {
  return Object.entries(properties)
    .filter(([name, { type = 'string' }]) => KEY_NAME.test(name) && [type].flat().includes('string'))
    .map(([name]) => `${name} looks like a setting for a key: keys belong to SecretStorage alone.`);
}

function welcomeFaults({ views = {}, viewsWelcome = [] }: Contributes, { id, view }: ManifestExpectations): string[] {
  if (view === undefined) return [];
  const declared = Object.values(views).some((list) => list.some((one) => one.id === view));
  const clauses = viewsWelcome.filter((welcome) => welcome.view === view).map(({ when = '' }) => when);
  const unwelcome = SHUT_STATUSES.filter((status) => !clauses.some((clause) => mayHold(clause, { id, status })));
  return [
    ...(declared ? [] : [`contributes.views lacks ${view}.`]),
    ...unwelcome.map((status) => `contributes.viewsWelcome has nothing for ${view} when the state is ${status}.`),
  ];
}

/** Every `when`, `enablement` and completion event, wherever it stands. */
function clausesOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(clausesOf);
  if (typeof value === 'string') return value.startsWith('onContext:') ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]: [string, unknown]) =>
    typeof member === 'string' && (name === 'when' || name === 'enablement') ? [member] : clausesOf(member),
  );
}

function clauseFaults(clause: string, { id }: ManifestExpectations): string[] {
  return comparisonsOf(clause, id)
    .filter((comparison) => !isSensible(comparison))
    .map(({ value }) => `"${clause}" compares ${stateKeyOf(id)} with ${value}, which it never is.`);
}

interface Comparison {
  readonly operator: string;
  readonly value: string;
}

function comparisonsOf(clause: string, id: string): Comparison[] {
  // An id has no character that means anything to a pattern.
  const pattern = new RegExp(
    String.raw`(?<![\w.-])${id}\.state\s*(===?|!==?|=~)\s*('[^']*'|/(?:[^/\\]|\\.)+/\w*|[^\s&|)]+)`,
    'g',
  );
  return Array.from(clause.matchAll(pattern), ([, operator = '', value = '']) => ({
    operator,
    value: value.replace(/^'(.*)'$/, '$1'),
  }));
}

/** Whether the state ever is what it is compared with. */
function isSensible({ operator, value }: Comparison): boolean {
  const sameAs = operator === '=~' ? operator : '==';
  return GATE_STATUSES.some((status) => compares({ operator: sameAs, value }, status));
}

/** Whether a clause can hold in a state: one of its comparisons does, or it does not ask for the state at all. */
function mayHold(clause: string, { id, status }: { readonly id: string; readonly status: GateStatus }): boolean {
  const comparisons = comparisonsOf(clause, id);
  if (comparisons.length === 0) return !clause.includes(stateKeyOf(id));
  return comparisons.some((comparison) => compares(comparison, status));
}

function compares({ operator, value }: Comparison, status: GateStatus): boolean {
  if (operator === '=~') return patternOf(value)?.test(status) ?? false;
  return operator.startsWith('!') ? value !== status : value === status;
}

function patternOf(value: string): RegExp | undefined {
  const [, source, flags] = /^\/(.+)\/(\w*)$/.exec(value) ?? [];
  if (source === undefined) return undefined;
  try {
    return new RegExp(source, flags);
  } catch {
    return undefined;
  }
}
