import type { ConfigVariables } from '../../words/server-config.ts';

/** `named`: `${env:X}`, `${input:x}`, `${workspaceFolder}`. `shell`: `${X}` and `${X:-default}`. `none`: a text is itself. */
export type Syntax = 'named' | 'shell' | 'none';

export type Expansion =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly problem: string; readonly input: string | undefined };

const REFERENCE = /\$\{([^}]*)\}/g;

/**
 * A text with its variables filled in. One that is not known is a problem, and not an empty text: a token that is missing
 * would be sent as nothing, and a path that is missing would be the root. What is filled in is not looked at again.
 */
export function expandVariables(text: string, syntax: Syntax, variables: ConfigVariables): Expansion {
  if (syntax === 'none') return { ok: true, text };
  const lookUp = syntax === 'named' ? namedValue : shellValue;
  const missing: Missing[] = [];
  const expanded = text.replaceAll(REFERENCE, (_, reference: string) => {
    const value = lookUp(reference, variables);
    if (typeof value === 'string') return value;
    missing.push(value);
    return '';
  });
  const [first] = missing;
  return first === undefined ? { ok: true, text: expanded } : { ok: false, ...first };
}

interface Missing {
  readonly problem: string;
  readonly input: string | undefined;
}

function namedValue(reference: string, variables: ConfigVariables): string | Missing {
  const [kind = '', ...rest] = reference.split(':');
  const name = rest.join(':');
  if (kind === 'env' && name !== '') return environmentValue(name, variables);
  if (kind === 'input' && name !== '') {
    return own(variables.inputs, name)?.reveal() ?? { problem: `The input ${name} was not given.`, input: name };
  }
  const { workspaceFolder, userHome, pathSeparator } = variables;
  switch (reference) {
    case 'workspaceFolder':
      return workspaceFolder;
    case 'workspaceFolderBasename':
      return workspaceFolder.split(/[\\/]/).findLast((part) => part !== '') ?? '';
    case 'userHome':
      return userHome ?? { problem: 'There is no home folder to put in.', input: undefined };
    case 'pathSeparator':
    case '/':
      return pathSeparator;
    default:
      return { problem: `The variable \${${reference}} is not known here.`, input: undefined };
  }
}

function shellValue(reference: string, variables: ConfigVariables): string | Missing {
  const [, name = '', fallback] = /^([A-Za-z_]\w*)(?::-(.*))?$/s.exec(reference) ?? [];
  if (name === '') return { problem: `The variable \${${reference}} is not known here.`, input: undefined };
  const value = environmentValue(name, variables);
  return typeof value === 'string' ? value : (fallback ?? value);
}

function environmentValue(name: string, { env }: ConfigVariables): string | Missing {
  return own(env, name) ?? { problem: `The variable ${name} is not set in the environment.`, input: undefined };
}

/** `constructor` is no variable. */
function own<Value>(values: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}
