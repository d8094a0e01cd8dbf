import { Argument, Command } from 'commander';
import { declareConfig } from './commands/config.ts';
import { attach, examples, type Host, parsed } from './commands/declare.ts';
import { declareExtension } from './commands/extension.ts';
import { declareKeys } from './commands/keys.ts';
import { declareMcp } from './commands/mcp.ts';
import { declareRun } from './commands/run.ts';
import { declareSecrets } from './commands/secrets.ts';
import { declareSessions } from './commands/sessions.ts';
import { declareSetup } from './commands/setup.ts';
import { declareSignIn } from './commands/sign-in.ts';
import { declareTools } from './commands/tools.ts';
import { completionNodes } from './rules/completion/tree.ts';
import { parseTimeout, parseUrl } from './rules/settings.ts';
import { type Shell, SHELLS } from './words/shells.ts';
import { version } from './words/version.ts';

export interface ProgramOptions {
  readonly host: Host;
  /** All that was typed. */
  readonly argv: readonly string[];
  readonly now: () => number;
  readonly writeOut: (text: string) => void;
  readonly writeErr: (text: string) => void;
  /** Width of help in characters. */
  readonly columns: number;
}

const EXAMPLES = examples(
  ['wicketgate config set url https://gate.example.com', 'name the gateway, once'],
  ['wicketgate login', 'sign in: in your browser, or with a code on any device'],
  ['wicketgate whoami', 'who you are to the gateway'],
  ['wicketgate keys create --name CI --owner dev@example.com --key-file admin.key', 'issue a key'],
  ['wicketgate setup', 'set every secret of a project, one by one'],
  ['wicketgate run -- npm start', 'run a program with the secrets'],
  ['wicketgate tools search "open an issue"', 'find the right tool of your MCP servers'],
  ['wicketgate health --json', 'for a script'],
);

const NOTES = `

Keys and other secrets come from files, pipes, variables or a prompt, never from
the command line.

Exit codes: 0 done, 1 failed, 2 wrong usage, 3 not signed in or refused,
4 not found, 5 unreachable, 6 throttled, 78 configuration, 130 interrupted.
That of run is the exit code of the program.`;

/** The whole command as commander knows it: every name, option and example; nothing of what they do is loaded yet. */
export function createProgram({ host, argv, now, writeOut, writeErr, columns }: ProgramOptions): Command {
  const program = new Command('wicketgate')
    .description('Signs people in at a Wicketgate gateway, manages its API keys, and keeps the secrets of projects.')
    // Before any command is declared: commands inherit these.
    .exitOverride()
    .configureOutput({
      writeOut,
      writeErr,
      getOutHelpWidth: () => columns,
      getErrHelpWidth: () => columns,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
      // What was typed is reported by `report.ts`, where it is made safe to print.
      outputError: () => undefined,
    })
    .configureHelp({ showGlobalOptions: true })
    .version(version, '--version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand(false);
  addGlobalOptions(program);
  declareSignIn(program, host);
  declareKeys(program, host, now);
  declareSessions(program, host);
  declareValidate(program, host);
  declareSetup(program, host);
  declareSecrets(program, host);
  declareRun(program, host, argv);
  declareTools(program, host);
  declareMcp(program, host);
  declareConfig(program, host);
  declareHealth(program, host);
  declareExtension(program, host);
  declareCompletion(program, host);
  return program.addHelpText('after', EXAMPLES + NOTES);
}

function addGlobalOptions(program: Command): void {
  program
    .addOption(
      parsed('--url <url>', 'the gateway (default: WICKETGATE_URL, the settings file, this machine)', parseUrl),
    )
    .option('--key-file <file>', 'read your key from this file')
    .option('--key-stdin', 'read your key from standard input')
    .option('--json', 'print one JSON document instead of words')
    .option('--quiet', 'print data, warnings and errors alone')
    .option('--no-color', 'print without colours')
    .addOption(parsed('--timeout <seconds>', 'give up after this time, retries included (default: 30)', parseTimeout));
}

function declareValidate(program: Command, host: Host): void {
  const validate = program
    .command('validate')
    .description('check your key: whose it is, what it allows, until when')
    .option('--no-grace', "count only the gateway's own word, not the receipt of an earlier one")
    .addHelpText(
      'after',
      examples(
        ['wicketgate validate --key-file my.key', 'exit code 0 when valid, 3 when not, 5 or 6 when nobody knows'],
        ['wicketgate validate --json | jq -r .identity.tier', 'for a script'],
      ),
    );
  attach(validate, host, () => import('./commands/validate.ts'));
}

function declareHealth(program: Command, host: Host): void {
  const health = program
    .command('health')
    .description('ask whether the gateway answers and can serve; needs no key')
    .addHelpText(
      'after',
      examples(['wicketgate health --url https://gate.example.com', 'exit code 0 when it can serve']),
    );
  attach(health, host, () => import('./commands/health.ts'));
}

function declareCompletion(program: Command, host: Host): void {
  const completion = program
    .command('completion')
    .description('print a completion script for a shell')
    .addArgument(new Argument('<shell>', 'the shell').choices(SHELLS))
    .addHelpText(
      'after',
      examples(
        ['source <(wicketgate completion bash)', 'in ~/.bashrc; zsh alike'],
        ['wicketgate completion fish | source', 'in ~/.config/fish/config.fish'],
      ),
    );
  attach(completion, host, async () => {
    const { printCompletion } = await import('./commands/completion.ts');
    return { run: (context, { args }) => printCompletion(context, args[0] as Shell, completionNodes(program)) };
  });
}
