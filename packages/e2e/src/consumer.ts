import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Cleanup } from './cleanup.ts';
import { supportedEnvironment, type Environment } from './environment.ts';
import { run, type Outcome, type ProgramOptions } from './program.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** The variable that a consumer's `.npmrc` takes its token from. */
const TOKEN_VARIABLE = 'GITHUB_TOKEN';

export interface PackageSource {
  /** The registry of the scope, with a slash at its end. Everything else comes from the machine's own. */
  readonly url: string;
  readonly token: string;
}

/** Somebody else's project: a folder outside the workspace that knows the packages by a scoped `.npmrc` alone. */
export interface Consumer {
  readonly folder: string;
  /** `npm install`, with the token in the environment unless another is given; '' is none. */
  install(packages: readonly string[], token?: string): Promise<Outcome>;
  write(file: string, text: string): Promise<string>;
  run(command: string, args: readonly string[], options?: ProgramOptions): Promise<Outcome>;
  /** The environment of its programs. The token is not in it: they do not need it. */
  env(extra?: Environment): Environment;
}

export async function createConsumer(name: string, source: PackageSource, cleanup: Cleanup): Promise<Consumer> {
  const folder = await temporaryFolder(name, cleanup);
  const write = async (file: string, text: string) => {
    const at = path.join(folder, file);
    await mkdir(path.dirname(at), { recursive: true });
    await writeFile(at, text);
    return at;
  };
  await write('package.json', JSON.stringify({ name, version: '1.0.0', private: true, type: 'module' }));
  await write('.npmrc', npmrc(source));
  return {
    folder,
    write,
    env: supportedEnvironment,
    install: (packages, token = source.token) =>
      run('npm', ['install', '--no-audit', '--no-fund', ...packages], {
        cwd: folder,
        env: supportedEnvironment({ [TOKEN_VARIABLE]: token }),
      }),
    run: (command, args, options) => run(command, args, { cwd: folder, ...options }),
  };
}

function npmrc({ url }: PackageSource): string {
  return `@wicketgate:registry=${url}\n//${new URL(url).host}/:_authToken=\${${TOKEN_VARIABLE}}\n`;
}
