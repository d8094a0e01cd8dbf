import { readFile, writeFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { settings } from '../src/settings.ts';

const PAGE = new URL('../../../docs/configuration.md', import.meta.url);
const TABLE = /(?<=<!-- settings -->\n)[^]*(?=<!-- end of settings -->)/;

const escaped = (text: string) => text.replaceAll('|', '\\|');
const rows = settings.map(({ name, about, form, byDefault }) => {
  const standard = byDefault === '' ? '(none)' : byDefault.startsWith('(') ? byDefault : `\`${byDefault}\``;
  return `| \`${name}\` | ${escaped(standard)} | ${escaped(form)} | ${escaped(about)} |\n`;
});
const expected = `\n| variable | default | form | what it does |\n| --- | --- | --- | --- |\n${rows.join('')}\n`;

/** The formatter pads cells. */
const unpadded = (table: string | undefined) => table?.replace(/ +(?=\|)/g, ' ').replace(/-{3,}/g, '---');

it('is documented as the schema has it (run with WRITE_DOCS=1 to write the table)', async () => {
  const page = await readFile(PAGE, 'utf8');
  if (process.env['WRITE_DOCS'] === '1')
    await writeFile(
      PAGE,
      page.replace(TABLE, () => expected),
    );
  expect(unpadded(TABLE.exec(await readFile(PAGE, 'utf8'))?.[0])).toBe(expected);
});
