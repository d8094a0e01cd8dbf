import { type GatewayConfig, parseConfig } from '../config.ts';
import { ServiceKeysMismatch } from '../services/service-keys-fit.ts';
import { VERSION } from '../version.ts';
import { type BinCommand, parseArguments, UsageError } from './bin-arguments.ts';
import { helpText } from './bin-help.ts';
import { bootstrapKey } from './bootstrap.ts';
import { keyToFile, keyToWriter } from './key-output.ts';
import type { Platform } from './platform.ts';
import { ServiceKeysError } from './service-keys-error.ts';
import { SignInFileError } from './sign-in-file.ts';
import { addSigningKey, retireSigningKey } from './signing-key-rotation.ts';

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
    case 'rotate-signing-key':
      return withConfig(io, (config) => rotateSigningKey(command, config, io));
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

async function rotateSigningKey(
  { retire }: Extract<BinCommand, { name: 'rotate-signing-key' }>,
  config: GatewayConfig,
  io: BinIo,
): Promise<void> {
  if (retire !== undefined) {
    const kids = await retireSigningKey(config, retire);
    io.err(`It is out of the file. ${kids.length} left. Restart every gateway that serves with this file.\n`);
    return;
  }
  const [kid = '', ...others] = await addSigningKey(config, io.platform.random);
  await io.out(`${kid}\n`);
  io.err(rotationAdvice(others));
}

function rotationAdvice(others: readonly string[]): string {
  const retirements = others.map((kid) => `  wicketgate-gateway rotate-signing-key --retire ${kid}\n`);
  return [
    'The new key signs once a gateway is started again. Restart every gateway that serves with this file, all at about the\n',
    'same time: one that is not restarted refuses what the others sign.\n',
    'Once WICKETGATE_RECEIPT_TTL and WICKETGATE_ACCESS_TOKEN_TTL are over nothing needs the others any more:\n',
    ...retirements,
  ].join('');
}

function explain(error: unknown): readonly [ExitCode, string] {
  if (error instanceof UsageError) return [EXIT.usage, `${error.message} See --help.`];
  const isConfiguration = [ServiceKeysMismatch, ServiceKeysError, SignInFileError].some(
    (kind) => error instanceof kind,
  );
  if (error instanceof Error && isConfiguration) return [EXIT.configuration, error.message];
  if (error instanceof Error) return [EXIT.failed, error.message];
  return [EXIT.failed, 'It failed.'];
}
