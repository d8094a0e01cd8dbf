import { hostname, userInfo } from 'node:os';
import { expect, test } from 'vitest';
import { atMost, figureOf } from '../src/figure.ts';
import { machineKind } from '../src/machine.ts';
import { withProof } from '../src/proofs-document.ts';

const proof = {
  name: 'verify-load',
  what: 'Many validations.',
  date: '2026-01-02',
  machine: '2 cores, 8 GB memory, Linux x64, Node 24.21.0',
  figures: [
    figureOf({ figure: 'time of one, p99', unit: 'ms', goal: atMost(40), ours: 12.5 }),
    figureOf({ figure: 'exit code', unit: '', goal: atMost(0), ours: 1 }),
  ],
};

const ENTRY = `## verify-load, 2026-01-02

Many validations.

Machine: 2 cores, 8 GB memory, Linux x64, Node 24.21.0.

| figure           | measured | goal  | holds |
| ---------------- | -------- | ----- | ----- |
| time of one, p99 | 12.5 ms  | <= 40 | yes   |
| exit code        | 1        | <= 0  | no    |
`;

test('A proof is added at the end of the document, and nothing before it changes', () => {
  const once = withProof('# Proofs\n\nWhat they are.\n', proof);
  expect(once).toBe(`# Proofs\n\nWhat they are.\n\n${ENTRY}`);
  expect(withProof(once, { ...proof, date: '2026-01-03' })).toBe(`${once}\n${ENTRY.replace('01-02', '01-03')}`);
});

test('The kind of a machine tells neither its name nor its user', () => {
  const kind = machineKind();
  expect(kind).toMatch(/^\d+ cores, \d+ GB memory, \w+ \w+, Node \d+\.\d+\.\d+$/);
  expect(kind).not.toContain(hostname());
  expect(kind.split(/[ ,]+/)).not.toContain(userInfo().username);
});
