import { type GatewayConfig, parseConfig } from '../config.ts';
import { ServiceKeysMismatch } from '../services/service-keys-fit.ts';
import { VERSION } from '../version.ts';
import { type BinCommand, parseArguments, UsageError } from './bin-arguments.ts';
import { helpText } from './bin-help.ts';
import { bootstrapKey } from './bootstrap.ts';
import { keyToFile, keyToWriter } from './key-output.ts';
import type { Platform } from './platform.ts';
import { ServiceKeysError } from './service-keys-error.ts';

const EXIT = { done: 0, failed: 1, usage: 2, configuration: 78 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What the command takes from its process. */
export interface BinIo {
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Data: a new key, help, the version. Rejects when it does not arrive. */
  out(text: string): Promise<void>;
  /** Words for people. */
  err(text: string): void;
  readonly platform: Platform;
  /** Serves until the process is told to stop. */
  serve(config: GatewayConfig): Promise<void>;
}

/** Runs the command and answers its exit code. Every failure is a sentence on `err`. */
export async function runBin(io: BinIo): Promise<ExitCode> {
  try {
    return await run(parseArguments(io.args), io);
  } catch (error) {
    const [code, sentence] = explain(error);
    io.err(`wicketgate-gateway: ${sentence}\n`);
    return code;
  }
}

async function run(command: BinCommand, io: BinIo): Promise<ExitCode> {
  switch (command.name) {
    case 'help':
      await io.out(helpText());
      return EXIT.done;
    case 'version':
      await io.out(`${VERSION}\n`);
      return EXIT.done;
    case 'serve':
      return withConfig(io, (config) => io.serve(config));
    case 'bootstrap':
      return withConfig(io, (config) => bootstrap(command, config, io));
  }
}

async function withConfig(io: BinIo, act: (config: GatewayConfig) => Promise<void>): Promise<ExitCode> {
  const parsed = parseConfig(io.environment);
  if (parsed.ok) {
    await act(parsed.config);
    return EXIT.done;
  }
  const lines = parsed.problems.map(({ variable, message }) => `  ${variable} ${message}\n`);
  io.err(`wicketgate-gateway: the configuration is wrong.\n${lines.join('')}`);
  return EXIT.configuration;
}

async function bootstrap(
  command: Extract<BinCommand, { name: 'bootstrap' }>,
  config: GatewayConfig,
  io: BinIo,
): Promise<void> {
  const { keyFile, owner, keyName, ifEmpty } = command;
  const output = keyFile === undefined ? keyToWriter((text) => io.out(text)) : keyToFile(keyFile);
  const made = await bootstrapKey(config, { owner, keyName, ifEmpty, output }, io.platform);
  if (!made) return;
  const where = keyFile === undefined ? 'above' : `in ${keyFile}`;
  io.err(`The admin key is ${where}. It is not shown again: keep it where only you can read it.\n`);
}

function explain(error: unknown): readonly [ExitCode, string] {
  if (error instanceof UsageError) return [EXIT.usage, `${error.message} See --help.`];
  if (error instanceof ServiceKeysMismatch || error instanceof ServiceKeysError) {
    return [EXIT.configuration, error.message];
  }
  if (error instanceof Error) return [EXIT.failed, error.message];
  return [EXIT.failed, 'It failed.'];
}
