import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { createCleanup } from '../src/cleanup.ts';
import { type Consumer, createConsumer } from '../src/consumer.ts';
import { publishablePackages, workspaceRoot } from '../src/workspace.ts';

const { registry } = inject('release');
const cleanup = createCleanup();
let project: Consumer;

const packages = publishablePackages().map(({ manifest }) => manifest);
/** Every module that somebody may import: `@wicketgate/core/node` and the like. */
const entries = packages.flatMap(({ name, exports = {} }) =>
  Object.keys(exports)
    .filter((entry) => !/\.(?:json|bin)$|\*/.test(entry))
    .map((entry) => path.posix.join(name, entry)),
);
/** What only VS Code's extension host loads: it alone has the module `vscode`. */
const FOR_EXTENSIONS = ['@wicketgate/vscode-kit'];

const numbered = entries.map((entry, at) => ({ entry, local: `entry${at}` }));
const loaded = numbered.filter(({ entry }) => !FOR_EXTENSIONS.includes(entry));
const importing = ({ entry, local }: (typeof numbered)[number]) => `import * as ${local} from '${entry}';`;
const requires = loaded.map(({ entry, local }) => `const ${local} = require('${entry}');`).join('\n');
const counting = (among: typeof numbered) =>
  `console.log(JSON.stringify([${among.map(({ local }) => `Object.keys(${local}).length`).join(', ')}]));`;

beforeAll(async () => {
  project = await createConsumer('everything', registry, cleanup);
  const installed = await project.install(packages.map(({ name }) => name));
  expect(installed.code, installed.stderr).toBe(0);
});

afterAll(() => cleanup.release());

describe('Every entry of every published package', () => {
  test.each([
    ['imported by an ES module', 'all.mjs', loaded.map(importing).join('\n')],
    ['required by a CommonJS module', 'all.cjs', requires],
  ])('loads when it is %s', async (_how, file, lines) => {
    await project.write(file, `${lines}\n${counting(loaded)}`);
    const { code, stdout, stderr } = await project.run(process.execPath, [file]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const exported = JSON.parse(stdout) as number[];
    expect(exported).toHaveLength(loaded.length);
    for (const count of exported) expect(count).toBeGreaterThan(0);
  });

  test.each([
    ['TypeScript 7', 'typescript-7/bin/tsc'],
    ['TypeScript 6', 'typescript/bin/tsc6'],
  ])('type-checks with %s, with the libraries that it names', async (_name, compiler) => {
    // Whoever writes an extension has the types of the VS Code that it is for.
    const typeRoots = ['node_modules/@types', 'packages/e2e/node_modules/@types'].map((folder) =>
      path.join(workspaceRoot, folder),
    );
    const options = {
      strict: true,
      noEmit: true,
      target: 'es2023',
      module: 'nodenext',
      lib: ['es2023', 'dom', 'dom.iterable'],
    };
    await project.write('all.ts', `${numbered.map(importing).join('\n')}\n${counting(numbered)}\n`);
    await project.write(
      'tsconfig.json',
      JSON.stringify({ compilerOptions: { ...options, types: ['node', 'vscode'], typeRoots }, files: ['all.ts'] }),
    );
    const outcome = await project.run(process.execPath, [
      path.join(workspaceRoot, 'node_modules', compiler),
      '-p',
      '.',
    ]);
    expect(outcome).toEqual({ code: 0, stdout: '', stderr: '' });
  });
});
