import path from 'node:path';
import { supportedEnvironment } from '../environment.ts';
import { run } from '../program.ts';

export interface Inspector {
  /** Where the fixture programs are installed. */
  readonly installed: string;
  /** A file of servers with one named `bridge`. */
  readonly config: string;
  /** Where it may keep what it likes. */
  readonly home: string;
}

export interface Inspection {
  /** 0 when it was answered, 5 when there is no such tool, 1 for anything else that failed. */
  readonly code: number | null;
  readonly answer: unknown;
}

const PROGRAM = 'node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js';

/** Asks the server `bridge` one thing with the inspector's command, in one era of the protocol. */
export async function inspect(
  { installed, config, home }: Inspector,
  era: 'legacy' | 'modern',
  question: readonly string[],
): Promise<Inspection> {
  const fixed = ['--cli', '--config', config, '--server', 'bridge', '--protocol-era', era, '--format', 'json', '-q'];
  const { code, stdout, stderr } = await run(process.execPath, [path.join(installed, PROGRAM), ...fixed, ...question], {
    env: supportedEnvironment({ HOME: home }),
  });
  const text = stdout.trim() === '' ? stderr : stdout;
  return { code, answer: JSON.parse(text) };
}
