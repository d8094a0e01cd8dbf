import { expect, test } from 'vitest';
import { styleOf } from '../../../src/rules/views/style.ts';
import { detailText, tableText } from '../../../src/rules/views/table.ts';

const [plain, colored] = [styleOf('plain'), styleOf('colored')];

test('columns are as wide as their widest cell, and no line ends in spaces', () => {
  const rows = [
    ['a', '鍵', 'x'],
    ['long', 'b', ''],
  ];
  expect(tableText(['ID', 'NAME', 'LAST'], rows, plain)).toBe('ID    NAME  LAST\na     鍵    x\nlong  b');
});

test('colours take no room', () => {
  const rows = [[colored.good('ok'), 'x']];
  expect(tableText(['STATUS', 'N'], rows, plain)).toBe('STATUS  N\n\u001b[32mok\u001b[39m      x');
});

test('details stand beside their names', () => {
  const details = [
    ['id', '1'],
    ['status', 'active'],
  ] as const;
  expect(detailText(details, plain)).toBe('id      1\nstatus  active');
});

test('a table of a hundred thousand rows is no work', () => {
  const rows = Array.from({ length: 100_000 }, (_, at) => [String(at), 'name', 'owner']);
  expect(tableText(['ID', 'NAME', 'OWNER'], rows, plain).split('\n')).toHaveLength(100_001);
});
