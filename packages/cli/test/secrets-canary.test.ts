import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createSecretsBench, MASTER_KEY, VALUE } from './secrets-bench.ts';

/** The ways in which a value may stand somewhere, none of them in the clear. */
function formsOf(value: string): readonly string[] {
  const bytes = Buffer.from(value);
  return [
    value,
    encodeURIComponent(value),
    bytes.toString('base64').slice(0, -2),
    bytes.toString('hex'),
    value.slice(0, 12),
  ];
}

const PROBE = { method: 'GET', url: 'https://vendor.example.com/me', present: 'bearer' };

test('a value is nowhere but where it is meant, whatever is asked and whatever goes wrong', async () => {
  const { run, kept, vault, project, writeProject } = createSecretsBench();
  writeProject([{ name: 'PLANTED', pattern: 'something else', probe: PROBE }, { name: 'OTHER' }]);
  await run(['secrets', 'set', 'PLANTED', '--stdin', '--yes'], { stdin: VALUE });
  const printed: string[] = [];
  const addresses: string[] = [];
  const fetch = (url: string) => {
    addresses.push(url);
    return Promise.reject(new TypeError(`fetch failed with ${VALUE}`));
  };
  const argvs = [
    ...[
      ['list'],
      ['list', '--probe'],
      ['check', '--probe'],
      ['explain', 'PLANTED'],
      ['rotate'],
      ['recover'],
      ['allow', '--yes'],
    ],
    ...[
      ['set', 'PLANTED', '--stdin'],
      ['set', 'OTHER', '--stdin'],
      ['import', '-'],
      ['import', '-', '--dry-run'],
    ],
    ...[
      ['import', '-', '--format', 'json'],
      ['import', '-', '--format', 'fernet'],
      ['delete', 'OTHER', '--yes'],
    ],
    ...[
      ['get', 'PLANTED', '--json'],
      ['get', VALUE, VALUE],
      ['set', 'OTHER', VALUE],
      ['set', `OTHER=${VALUE}`],
    ],
  ];
  const ask = async () => {
    for (const argv of argvs) {
      for (const more of [[], ['--json']]) {
        const { stdout, stderr } = await run(['secrets', ...argv, ...more], { stdin: `OTHER=${VALUE}`, fetch });
        printed.push(stdout, stderr);
      }
    }
  };
  await ask();
  writeFileSync(join(project, '.env'), `PLANTED=${VALUE}x\n`);
  await ask();
  writeFileSync(vault, '{"format":"wicketgate-secrets"');
  await ask();
  mkdirSync(join(project, '.env.local'));
  await ask();
  expect(addresses).toContain(PROBE.url);
  const everything = [...printed, kept(), ...addresses].join('\n');
  expect(everything).toContain('PLANTED');
  for (const secret of [VALUE, MASTER_KEY]) for (const form of formsOf(secret)) expect(everything).not.toContain(form);
}, 60_000);

test('the search would have found it', async () => {
  const { run, keep } = createSecretsBench();
  await keep('PLANTED');
  const { stdout } = await run(['secrets', 'export']);
  expect(formsOf(VALUE).some((form) => stdout.includes(form))).toBe(true);
});
