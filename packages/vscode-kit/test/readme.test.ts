import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { gateContributions, manifestFaults } from '../src/manifest.ts';
import { commandOf, GATE_ACTIONS } from '../src/words/gate-action.ts';
import { GATE_STATUSES } from '../src/words/gate-state.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (file: string) => readFile(join(root, file), 'utf8');
const readme = await read('README.md');
const blocks = [...readme.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code ?? '');
const table = [...readme.matchAll(/^\| (`.*?`)\s*\|/gm)].flatMap(([, cell = '']) =>
  [...cell.matchAll(/`(.+?)`/g)].map(([, name = '']) => name),
);

interface Manifest {
  readonly main: string;
  readonly activationEvents: readonly string[];
  readonly contributes: unknown;
}

describe('The README', () => {
  it('has ten lines that are the whole example extension, which the suites run in a real VS Code', async () => {
    const [lines = ''] = blocks;
    expect(lines.trim().split('\n').length).toBeLessThanOrEqual(10);
    expect(lines).toBe(await read('test/example/extension.ts'));
  });

  it('has blocks for package.json that work as they stand, and make the one of the example extension', async () => {
    expect(blocks).toHaveLength(2);
    const args = ['--conditions=@wicketgate/source', '--input-type=module-typescript', '-e', blocks[1] ?? ''];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root });
    const made = gateContributions({ id: 'acme-tool', title: 'Acme Tool', view: 'acme-tool.welcome' });
    const [own = ''] = [...readme.matchAll(/^```json\n(.*?)^```$/gms)].map(([, code]) => code);
    const { commands, views } = JSON.parse(own) as { commands: object[]; views: object };
    const contributes = { ...made, commands: [...made.commands, ...commands], views };
    expect(JSON.parse(stdout)).toEqual(made);
    expect(manifestFaults({ contributes }, { id: 'acme-tool', view: 'acme-tool.welcome' })).toEqual([]);
    expect(contributes).toEqual(
      (JSON.parse(await read('test/example/acme-tool/package.json')) as Manifest).contributes,
    );
  });

  it('names every option, member, state and command', async () => {
    const source = await read('src/gate.ts');
    const membersOf = (name: string) => {
      const [, body = ''] = new RegExp(String.raw`^export interface ${name} \{(.*?)^\}`, 'ms').exec(source) ?? [];
      return [...body.matchAll(/^ {2}(?:readonly )?(\w+)\??[<(:]/gm)].map(([, member = '']) => member);
    };
    const named = table.map((name) => name.replace(/\(.*\)$/, ''));
    const options = membersOf('GateOptions');
    expect(options.length).toBeGreaterThan(8);
    const commands = GATE_ACTIONS.map((action) => commandOf('<id>', action));
    expect(named).toEqual(expect.arrayContaining([...options, ...membersOf('Gate'), ...GATE_STATUSES, ...commands]));
  });
});

describe('The example extension', () => {
  it('has a package.json without a fault, and under sixty lines of code', async () => {
    const manifest = JSON.parse(await read('test/example/acme-tool/package.json')) as Manifest;
    expect(manifestFaults(manifest, { id: 'acme-tool', view: 'acme-tool.welcome' })).toEqual([]);
    expect(readme).toContain(`"main": "${manifest.main}"`);
    expect(readme).toContain(`"activationEvents": ${JSON.stringify(manifest.activationEvents)}`);
    expect((await read('test/example/extension.ts')).split('\n').length).toBeLessThan(60);
  });
});
