import type { ProjectDocument, ProjectSecret } from '../words/project-document.ts';
import type { SecretSpec, SpecPower } from '../words/spec.ts';
import { BUILTIN_SPECS } from './builtin-specs.ts';
import { isOwnKey } from './own-key.ts';
import { misfit } from './project-document.ts';

export interface ProjectSpecsOptions {
  /** Its path, for messages and as `from` of the specs. */
  readonly file: string;
  /** Whether the user has allowed what this very content does; without that commands, probes and defaults are withheld. */
  readonly consent: 'given' | 'withheld';
}

const POWERS: readonly SpecPower[] = ['command', 'probe', 'default'];

/** What a project may say of a name that is built in. Where it is made and checked is not the project's to say. */
const CHANGEABLE: readonly string[] = ['name', 'required', 'aliases', 'rotationDays', 'purpose', 'command'];

/**
 * The specs of a project: exactly the secrets that its file names, in its order. A built-in name brings its own facts.
 * Throws `invalid_spec` when the file says more of a built-in name than it may, when two claim one name (what another
 * secret is called must not be read as this one, and sent to where this one is checked), and for a name that opens our own
 * files.
 */
export function projectSpecs(document: ProjectDocument, options: ProjectSpecsOptions): readonly SecretSpec[] {
  const flaws = [...foreignFacts(document), ...claimedTwice(document), ...ownKeys(document)];
  if (flaws.length > 0) throw misfit(options.file, flaws);
  return document.secrets.map((secret) => specOf(secret, options));
}

/** What the file wants to do beyond describing, to be shown before it is allowed. */
export function projectPowers({ secrets }: ProjectDocument): readonly ProjectSecret[] {
  return secrets.filter((secret) => powersOf(secret).length > 0);
}

function specOf(secret: ProjectSecret, { file, consent }: ProjectSpecsOptions): SecretSpec {
  const { command, probe, default: fallback, ...facts } = secret;
  const builtin = builtinOf(secret.name);
  const aliases = new Set([...(builtin?.aliases ?? []), ...(secret.aliases ?? [])]);
  aliases.delete(secret.name);
  const wanted = powersOf(secret);
  const granted = {
    ...(command && { command }),
    ...(probe && { probe }),
    ...(fallback !== undefined && { default: fallback }),
  };
  return {
    ...(builtin ?? { scopes: [], required: true }),
    ...facts,
    aliases: [...aliases],
    ...(wanted.length > 0 && (consent === 'given' ? granted : { withheld: wanted })),
    from: file,
  };
}

function powersOf(secret: ProjectSecret): readonly SpecPower[] {
  return POWERS.filter((power) => secret[power] !== undefined);
}

function foreignFacts({ secrets }: ProjectDocument): string[] {
  return secrets.flatMap((secret, index) => {
    if (builtinOf(secret.name) === undefined) return [];
    const foreign = Object.keys(secret).filter((member) => !CHANGEABLE.includes(member));
    return foreign.map((member) => `secrets[${index}].${member} cannot be changed: ${secret.name} is built in`);
  });
}

function claimedTwice({ secrets }: ProjectDocument): string[] {
  const names = new Set<string>();
  return secrets.flatMap((secret, index) => {
    const flaws = namesOf(secret).filter((name) => names.has(name));
    for (const name of namesOf(secret)) names.add(name);
    const stolen = (secret.aliases ?? []).filter((alias) => ownerOf(alias, secret.name) !== undefined);
    return [
      ...flaws.map((name) => `secrets[${index}] claims ${name}, which stands twice`),
      ...stolen.map(
        (alias) => `secrets[${index}] claims ${alias}, which is a name of ${ownerOf(alias, secret.name) ?? ''}`,
      ),
    ];
  });
}

function ownKeys({ secrets }: ProjectDocument): string[] {
  return secrets.flatMap(({ name, aliases = [] }, index) =>
    [name, ...aliases].filter(isOwnKey).map((own) => `secrets[${index}] claims ${own}, which opens all secrets`),
  );
}

function namesOf({ name, aliases = [] }: ProjectSecret): readonly string[] {
  return [name, ...new Set([...(builtinOf(name)?.aliases ?? []), ...aliases])];
}

/** The built-in name, other than the one that asks, under which an alias is known. */
function ownerOf(alias: string, asking: string): string | undefined {
  const owner = BUILTIN_SPECS.find(({ name, aliases }) => name === alias || aliases.includes(alias));
  return owner?.name === asking ? undefined : owner?.name;
}

function builtinOf(name: string): SecretSpec | undefined {
  return BUILTIN_SPECS.find((spec) => spec.name === name);
}
