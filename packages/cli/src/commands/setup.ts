import type { Command } from 'commander';
import { attach, examples, type Host } from './declare.ts';
import { addPlaceOptions, addStoreOptions } from './secrets-options.ts';

/** Declares `wicketgate setup`. */
export function declareSetup(program: Command, host: Host): void {
  const setup = addStoreOptions(addPlaceOptions(program.command('setup')))
    .description('set every key that the project needs: asked for one by one, checked and stored encrypted')
    .option('--all', 'keys that are set as well: keep or replace; where nobody is asked, replace what is stored')
    .option('--no-open', 'never open a page in the browser')
    .option('--no-probe', 'do not test the connections at the end')
    .option('--from-env', 'ask nothing: store what the environment has')
    .option('--from-file <file>', 'ask nothing: store what this dotenv file or JSON object has')
    .option('--stdin', 'ask nothing: store what is piped in, in the same forms')
    // Not --env-file: Node takes that for its own option wherever it stands.
    .option('--dotenv-file <file>', 'write references to the stored keys into this dotenv file: NAME=wicketgate:NAME')
    .option('--plain-values', 'with --dotenv-file: write the values themselves, where git ignores the file')
    .option('--snippets', 'print how clients of the gateway are set up, and nothing else')
    .addHelpText(
      'after',
      examples(
        ['wicketgate setup', 'goes on where it was broken off'],
        ['wicketgate setup --from-env --json', 'in CI, from what the environment has'],
        ['wicketgate setup --snippets', 'curl, HTTP, stdio and Claude Desktop'],
      ),
    );
  attach(setup, host, () => import('./setup-run.ts'));
}
