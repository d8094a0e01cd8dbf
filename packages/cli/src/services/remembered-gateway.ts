import { cleanText } from '../rules/clean-text.ts';
import { resolveSettings } from '../rules/settings.ts';
import { CommandFailure } from '../words/failure.ts';
import type { Context } from './context.ts';

/**
 * Whoever has just signed in with `--url` means that gateway from now on: it is kept as `config set url` would. One that was
 * configured before is not replaced by an option of a single run; whoever signed in elsewhere is told where commands go.
 */
export async function rememberGateway(context: Context): Promise<void> {
  const { io, flags, config, terminal } = context;
  const signedInAt = flags.url;
  if (signedInAt === undefined) return;
  const configured = resolveSettings({ flags: {}, env: io.env, stored: await config.load() });
  if (!configured.ok) throw new CommandFailure('broken_config', configured.problem);
  const { value, from } = configured.value.url;
  if (value === signedInAt) return;
  const [other, here] = [cleanText(value), cleanText(signedInAt)];
  if (from === 'default') {
    await config.change('url', signedInAt);
    return terminal.note(`Commands use ${here} from now on; \`wicketgate config set url\` changes that.`);
  }
  const way =
    from === 'environment'
      ? `that is the variable WICKETGATE_URL. Unset it, then run`
      : 'use --url, or change that with';
  const sentence = `Commands go on to use ${other}: ${way} \`wicketgate config set url ${here}\`.`;
  await terminal.warn(terminal.errorStyle.warn(sentence));
}
