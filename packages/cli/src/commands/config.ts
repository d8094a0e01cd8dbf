import { Argument, type Command } from 'commander';
import { SETTING_NAMES } from '../rules/settings.ts';
import { attach, examples, type Host } from './declare.ts';

/** Declares `wicketgate config` and what stands under it. */
export function declareConfig(program: Command, host: Host): void {
  const config = program
    .command('config')
    .helpCommand(false)
    .description('settings that outlive a run; keys are not among them');
  const name = () => new Argument('<name>', 'name of the setting').choices(SETTING_NAMES);

  const get = config.command('get').description('print the value that holds').addArgument(name());
  attach(get, host, () => import('./config-get.ts'));

  const set = config
    .command('set')
    .description('keep a value in the settings file')
    .addArgument(name())
    .argument('<value>', 'the URL of the gateway, seconds, or the name of a store')
    .addHelpText(
      'after',
      examples(['wicketgate config set url https://gate.example.com', 'use this gateway from now on']),
    );
  attach(set, host, () => import('./config-set.ts'));

  const unset = config.command('unset').description('remove a value from the settings file').addArgument(name());
  attach(unset, host, () => import('./config-unset.ts'));

  const list = config.command('list').description('print every setting and where its value comes from');
  attach(list, host, () => import('./config-list.ts'));

  const path = config.command('path').description('print where the settings file is');
  attach(path, host, () => import('./config-path.ts'));
}
