import { type Command, Option } from 'commander';
import { parseSha256 } from '../rules/sha256.ts';
import { EDITORS } from '../words/editors.ts';
import { attach, examples, found, type Host, parsed } from './declare.ts';

/** SHA-256 of nothing at all (FIPS 180-4): it shows how long a digest is, and fits no extension. */
const DIGEST = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/** Declares `wicketgate extension` and what stands under it. */
export function declareExtension(program: Command, host: Host): void {
  const extension = program
    .command('extension')
    .helpCommand(false)
    .description('install a VS Code extension from its file; needs no key and no network');

  const install = extension
    .command('install')
    .description('check the SHA-256 of a VSIX and hand that very file to an editor')
    .requiredOption('--vsix <file>', 'the extension; 200 MB at most')
    .addOption(
      parsed('--sha256 <hex>', 'the SHA-256 that its publisher names: 64 hexadecimal digits', (text) =>
        found(parseSha256(text), 'It must be 64 hexadecimal digits.'),
      ).makeOptionMandatory(),
    )
    .addOption(new Option('--editor <name>', 'the editor; needed where there are several').choices(EDITORS))
    .option('--dry-run', 'check the file and find the editor, and start nothing')
    .addHelpText(
      'after',
      examples(
        [`wicketgate extension install --vsix wicketgate.vsix --sha256 ${DIGEST}`, 'into the only editor'],
        [`wicketgate extension install --vsix wicketgate.vsix --sha256 ${DIGEST} --dry-run`, 'nothing is started'],
      ),
    );
  attach(install, host, () => import('./extension-install.ts'));
}
