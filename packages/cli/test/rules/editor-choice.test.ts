import { expect, test } from 'vitest';
import { chooseEditor } from '../../src/rules/editor-choice.ts';
import type { Editor, FoundEditor } from '../../src/words/editors.ts';

const at = (name: Editor): FoundEditor => ({ name, program: `/bin/${name}` });

test('the only editor there is gets the extension', () => {
  expect(chooseEditor([at('cursor')], undefined)).toEqual({ ok: true, editor: at('cursor') });
});

test('the editor that was named gets it among several', () => {
  expect(chooseEditor([at('code'), at('codium')], 'codium')).toEqual({ ok: true, editor: at('codium') });
});

test('nobody chooses among several', () => {
  expect(chooseEditor([at('code'), at('codium')], undefined)).toEqual({
    ok: false,
    why: 'several',
    names: ['code', 'codium'],
  });
});

test.each([
  [[], undefined],
  [[], 'code'],
  [[at('code')], 'codium'],
] as const)('none of %j fits %s', (found, wanted) => {
  expect(chooseEditor(found, wanted)).toEqual({ ok: false, why: 'none' });
});
