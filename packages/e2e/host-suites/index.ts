import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { activationSuite } from './activation.ts';
import { gateSuite } from './gate.ts';
import { portsSuite } from './ports.ts';
import type { Bdd, SuiteReport, SuiteSettings, TestReport } from './suite.ts';
import { findStage } from './stage.ts';
import { toolsSuite } from './tools.ts';

/** The part of mocha that runs suites from a program. */
interface Mocha {
  readonly suite: { emit(event: 'pre-require', context: object, file: string, mocha: Mocha): void };
  run(done: (failures: number) => void): { on(event: 'pass' | 'fail', listener: Listener): void };
}
type Listener = (test: { fullTitle(): string }, error?: Error) => void;
type MochaConstructor = new (options: { ui: 'bdd'; timeout: number; reporter: () => void }) => Mocha;

/** One test may take this long; what waits for the gateway has its own limit of ten seconds. */
const TIMEOUT_MS = 20_000;

/** The report is what is left at the end. */
function silent(): void {
  // Mocha wants one, and makes it with `new`.
}

/** VS Code calls this inside the extension host. */
export async function run(): Promise<void> {
  const settings = JSON.parse(await readFile(path.join(__dirname, 'settings.json'), 'utf8')) as SuiteSettings;
  const { default: Mocha } = (await import(settings.mocha)) as { default: MochaConstructor };
  const mocha = new Mocha({ ui: 'bdd', timeout: TIMEOUT_MS, reporter: silent });
  const bdd = {} as Bdd;
  mocha.suite.emit('pre-require', bdd, '', mocha);
  const figures: string[] = [];
  const stage = await findStage(settings);
  bdd.describe('An extension behind the gate', () => activationSuite(bdd, stage, (figure) => figures.push(figure)));
  if (settings.gate === 'wicketgate') bdd.describe('The tools behind the gate', () => toolsSuite(bdd, stage));
  bdd.describe('A gate', () => gateSuite(bdd, stage));
  bdd.describe('The ports of the gate', () => portsSuite(bdd, stage));
  const report: SuiteReport = { tests: await runAll(mocha), figures };
  await writeFile(settings.report, JSON.stringify(report));
  if (report.tests.some(({ error }) => error !== undefined)) throw new Error('Some tests failed: see the report.');
}

function runAll(mocha: Mocha): Promise<TestReport[]> {
  const tests: TestReport[] = [];
  return new Promise((resolve) => {
    const runner = mocha.run(() => resolve(tests));
    runner.on('pass', (test) => tests.push({ title: test.fullTitle() }));
    runner.on('fail', (test, error) => tests.push({ title: test.fullTitle(), error: error?.stack ?? String(error) }));
  });
}
