import path from 'node:path';
import { type ProgramOptions, run } from '../program.ts';
import { supportedEnvironment } from '../environment.ts';

/** One scenario of the suite, as the suite reports it. */
export interface ScenarioOutcome {
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
}

export interface SuiteOutcome {
  /** 0 when every scored scenario passed. */
  readonly code: number | null;
  readonly scored: readonly ScenarioOutcome[];
  /** Extensions, and what came after the revision: run, and no part of conformance. */
  readonly unscored: readonly ScenarioOutcome[];
  /** All that the suite wrote, for whoever must find out why. */
  readonly report: string;
}

export interface SuiteOptions {
  /** Where the fixture programs are installed. */
  readonly installed: string;
  /** Program of the client, for Node. */
  readonly client: string;
  readonly revision: '2026-07-28' | '2025-11-25';
  /** Where the suite leaves its records. */
  readonly folder: string;
}

const SUITE = 'node_modules/@modelcontextprotocol/conformance/dist/index.js';
const LOOPBACK = new URL('loopback.ts', import.meta.url).href;
/** All scenarios begin at once, and other tests may run beside them. */
const SCENARIO_MS = 90_000;
const SCENARIO = /^[✓✗] (\S+): (\d+) passed, (\d+) failed/gmu;
const UNSCORED = /^ {2}[✓✗] (\S+) \(/gmu;

/** Holds a client against the frozen requirements of one revision. The servers of the suite listen on loopback alone. */
export async function runConformance({ installed, client, revision, folder }: SuiteOptions): Promise<SuiteOutcome> {
  const command = `${process.execPath} ${client}`;
  const limits = ['--timeout', String(SCENARIO_MS)];
  const args = ['client', '--command', command, '--requirements', revision, ...limits, '-o', folder];
  const { code, stdout, stderr } = await run(process.execPath, [path.join(installed, SUITE), ...args], onLoopback());
  const unscored = new Set([...stdout.matchAll(UNSCORED)].map(([, name = '']) => name));
  const all = [...stdout.matchAll(SCENARIO)].map(([, name = '', passed, failed]) => {
    return { name, passed: Number(passed), failed: Number(failed) };
  });
  return {
    code,
    scored: all.filter(({ name }) => !unscored.has(name)),
    unscored: all.filter(({ name }) => unscored.has(name)),
    report: `${stdout}\n${stderr}`,
  };
}

/** For programs that would listen on every address of the machine. */
export function onLoopback(): ProgramOptions {
  return { env: supportedEnvironment({ NODE_OPTIONS: `--import=${LOOPBACK}` }) };
}
