import { expect, it } from 'vitest';
import { Meanings } from '../../../src/rules/search/meanings.ts';
import type { RequestWord } from '../../../src/rules/search/request.ts';
import { FIELDS, type Field } from '../../../src/rules/search/tool-fields.ts';
import { literalTable } from './literal-table.ts';

const table = literalTable({ cat: [1, 0, 0], kitten: [0.8, 0.6, 0], rock: [0, 0, 1], the: [0, 1, 0] });

function texts(fields: Partial<Record<Field, string>>): string[] {
  return FIELDS.map((field) => fields[field] ?? '');
}

function word(stem: string, weight = 1): RequestWord {
  return { text: stem, stem, weight, role: 'object' };
}

function range(size: number, closed: readonly number[] = []) {
  return { size, isOpen: (slot: number) => !closed.includes(slot) };
}

it('gives 1 to the tool that is nearest to the words, and 0 to one that has nothing in common', () => {
  const meanings = new Meanings(table);
  meanings.add(0, texts({ name: 'rock' }));
  meanings.add(1, texts({ name: 'cat' }));
  meanings.add(2, texts({ summary: 'kitten' }));
  const closeness = meanings.closeness([word('cat')], range(3));
  expect(closeness?.[0]).toBe(0);
  expect(closeness?.[1]).toBe(1);
  expect(closeness?.[2]).toBeCloseTo(0.8, 6);
});

it('measures by the nearest tool that may be answered', () => {
  const meanings = new Meanings(table);
  meanings.add(0, texts({ name: 'cat' }));
  meanings.add(1, texts({ name: 'kitten' }));
  expect([...(meanings.closeness([word('cat')], range(2, [0])) ?? [])].slice(0, 2)).toEqual([0, 1]);
});

it('says nothing when the table knows none of the words, or no tool is near', () => {
  const meanings = new Meanings(table);
  meanings.add(0, texts({ name: 'rock' }));
  expect(meanings.closeness([word('unheard')], range(1))).toBeUndefined();
  expect(meanings.closeness([word('cat')], range(1))).toBeUndefined();
  expect(meanings.closeness([], range(1))).toBeUndefined();
});

it('puts a tool in the place of the one that had its slot', () => {
  const meanings = new Meanings(table);
  meanings.add(0, texts({ name: 'cat' }));
  meanings.add(0, texts({ name: 'rock' }));
  expect(meanings.closeness([word('cat')], range(1))).toBeUndefined();
});

it('counts a word of the name twice one of the description, and a word that says nothing hardly', () => {
  const meanings = new Meanings(table);
  meanings.add(0, texts({ name: 'cat', description: 'rock' }));
  meanings.add(1, texts({ name: 'cat', description: 'the' }));
  const byStone = meanings.closeness([word('rock')], range(2))?.[0];
  expect(byStone).toBe(1);
  const byCat = meanings.closeness([word('cat')], range(2));
  expect(byCat?.[1]).toBe(1);
  expect(byCat?.[0]).toBeCloseTo(2 / Math.sqrt(5) / (2 / Math.sqrt(4.01)), 5);
});

it('keeps what it knows of other tools when it grows', () => {
  const meanings = new Meanings(table);
  meanings.add(0, texts({ name: 'cat' }));
  for (let slot = 1; slot < 100; slot += 1) meanings.add(slot, texts({ name: 'rock' }));
  expect(meanings.closeness([word('cat')], range(100))?.[0]).toBe(1);
});
