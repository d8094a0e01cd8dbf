import { SecretsError } from '../words/errors.ts';
import type { ProjectDocument } from '../words/project-document.ts';
import { type JsonLines, readJsonLines } from './json-lines.ts';
import { projectSchema } from './project-schema.ts';
import { findPatternFlaw } from './spec-pattern.ts';

interface Flaw {
  readonly path: readonly PropertyKey[];
  readonly problem: string;
}

/**
 * Reads the text of `wicketgate.secrets.json`. Throws `invalid_spec` whose hint names each member that does not fit with
 * its line, the first ten of them.
 */
export function parseProjectDocument(text: string, file: string): ProjectDocument {
  // A byte order mark is what some editors of Windows begin with.
  const json = readJsonLines(text.replace(/^\uFEFF/, ''));
  if (!json.ok) throw misfit(file, [`line ${json.line}: ${json.problem}`]);
  const parsed = projectSchema.safeParse(json.value);
  const flaws = parsed.success ? patternFlaws(parsed.data) : parsed.error.issues.map(flawOf);
  if (parsed.success && flaws.length === 0) return parsed.data;
  throw misfit(file, describe(flaws, json));
}

/** That a file of specs does not fit, with a sentence for each flaw. */
export function misfit(file: string, lines: readonly string[]): SecretsError {
  const more = lines.length > 10 ? [`and ${lines.length - 10} more`] : [];
  return new SecretsError('invalid_spec', `The file ${file} does not fit its schema.`, {
    hint: [...lines.slice(0, 10), ...more].join('\n'),
  });
}

function describe(flaws: readonly Flaw[], json: Extract<JsonLines, { ok: true }>): string[] {
  return flaws
    .map(({ path, problem }) => ({ line: json.lineOf(path), member: memberOf(path), problem }))
    .sort((one, other) => one.line - other.line)
    .map(({ line, member, problem }) => `line ${line}: ${member} ${problem}`);
}

function patternFlaws({ secrets }: ProjectDocument): Flaw[] {
  return secrets.flatMap(({ pattern }, index) => {
    const problem = pattern === undefined ? undefined : findPatternFlaw(pattern);
    return problem === undefined ? [] : [{ path: ['secrets', index, 'pattern'], problem }];
  });
}

function memberOf(path: readonly PropertyKey[]): string {
  const text = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${shown(String(part))}`)).join('');
  return text === '' ? 'the file' : text.replace(/^\./, '');
}

/** A member's name comes from the file, and a message goes to a terminal. */
function shown(part: string): string {
  return part.replaceAll(/[^\x21-\x7e]/g, '?').slice(0, 64);
}

interface Issue {
  readonly code: string;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly keys?: readonly string[];
  readonly maximum?: unknown;
  readonly minimum?: unknown;
  readonly expected?: unknown;
}

function flawOf(issue: Issue): Flaw {
  const { path } = issue;
  switch (issue.code) {
    case 'unrecognized_keys':
      return { path: [...path, issue.keys?.[0] ?? ''], problem: 'is not known' };
    case 'invalid_type':
      return { path, problem: `must be a value of the type ${String(issue.expected)}` };
    case 'too_big':
      return { path, problem: `must not exceed ${String(issue.maximum)}` };
    case 'too_small':
      return { path, problem: `must be at least ${String(issue.minimum)}` };
    case 'custom':
      return { path, problem: issue.message };
    default:
      return { path, problem: 'has a form that is not allowed' };
  }
}
