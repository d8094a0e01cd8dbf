import { chmodSync, existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { LauncherError } from '../../launcher/launcher-error.mjs';
import { chooseNode, nodeOfMachine, satisfies } from '../../launcher/node-runtime.mjs';
import { readJson } from '../../launcher/paths.mjs';
import { temporaryFolder } from '../temporary-folder.ts';

const { engines } = readJson('package.json') as { engines: { node: string } };
const RANGE = '^22.22.2 || ^24.15.0 || >=26';

describe('which Node is new enough', () => {
  test.each([
    ['v18.20.8', false],
    ['v20.20.2', false],
    ['v22.22.1', false],
    ['v22.22.2', true],
    ['22.23.0', true],
    ['v23.11.0', false],
    ['v24.14.9', false],
    ['v24.15.0', true],
    ['v24.21.0', true],
    ['v25.9.0', false],
    ['v26.0.0', true],
    ['v31.2.3', true],
  ])('%s: %s', (version, fits) => {
    expect(satisfies(version, RANGE)).toBe(fits);
  });

  test('a range that is not understood fits nothing', () => {
    expect(satisfies('v24.21.0', '~24')).toBe(false);
  });

  test('the range of this workspace is understood', () => {
    expect(satisfies('v24.21.0', engines.node)).toBe(true);
    expect(satisfies('v20.20.2', engines.node)).toBe(false);
  });
});

describe('which Node goes on', () => {
  const machine = {
    range: RANGE,
    ownNode: '/own',
    ownVersion: 'v24.21.0',
    callerNode: '/caller',
    callerVersion: 'v26.1.0',
  };

  test("the workspace's own comes before the caller's", () => {
    expect(chooseNode(machine)).toBe('/own');
  });

  test("the caller's, where the workspace's was not installed or does not start", () => {
    expect(chooseNode({ ...machine, ownNode: undefined, ownVersion: undefined })).toBe('/caller');
    expect(chooseNode({ ...machine, ownVersion: undefined })).toBe('/caller');
  });

  test('neither: one sentence that says what to do, and exit code 78', () => {
    const choose = (): string => chooseNode({ ...machine, ownVersion: undefined, callerVersion: 'v20.20.2' });
    expect(choose).toThrow(LauncherError);
    expect(choose).toThrow(/needs Node .*this is v20\.20\.2: install Node 24/);
    expect(choose).toThrow(expect.objectContaining({ exitCode: 78 }));
  });

  test('a Node of the workspace that does not start is passed over, and taken off the path of scripts', () => {
    const own = `node_modules/node-${process.platform}-${process.arch}/bin/node`;
    const root = temporaryFolder({ [own]: '#!/nowhere\n', 'node_modules/.bin/node': '#!/nowhere\n' });
    chmodSync(path.join(root, own), 0o755);
    expect(nodeOfMachine(root, engines.node)).toBe(process.execPath);
    expect(existsSync(path.join(root, 'node_modules/.bin/node'))).toBe(false);
  });
});
