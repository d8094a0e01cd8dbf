import { expect, it } from 'vitest';
import { StrangeWords } from '../../../src/rules/search/everyday-words.ts';
import { Lexicon } from '../../../src/rules/search/lexicon.ts';
import { RANKING } from '../../../src/rules/search/ranking.ts';
import { stem } from '../../../src/rules/search/stem.ts';
import { fieldTexts } from '../../../src/rules/search/tool-fields.ts';
import { searchable } from './tools.ts';

function lexiconOf(descriptions: readonly string[]): Lexicon {
  const lexicon = new Lexicon(RANKING.fields);
  descriptions.forEach((text, slot) => lexicon.add(slot, fieldTexts(searchable(`s/t${slot}`, text))));
  return lexicon;
}
const OFFICE = Array.from({ length: 20 }, (_, at) => `Update ticket number ${at}`);

it('finds everyday words strange where no tool is for them', () => {
  const strange = new StrangeWords(lexiconOf(OFFICE).stems);
  expect([strange.has(stem('pizza')), strange.has(stem('ticket')), strange.has(stem('kubernetes'))]).toEqual([
    true,
    false,
    false,
  ]);
});

it('finds one no longer strange when a tool comes that is for it, and again when it went', () => {
  const lexicon = lexiconOf(OFFICE);
  const strange = new StrangeWords(lexicon.stems);
  expect(strange.has(stem('pizza'))).toBe(true);
  const words = lexicon.add(OFFICE.length, fieldTexts(searchable('shop/order', 'Order a pizza')));
  expect(strange.has(stem('pizza'))).toBe(false);
  lexicon.remove(OFFICE.length, words);
  expect(strange.has(stem('pizza'))).toBe(true);
});

it('does not take a word beside the purpose of a tool for its purpose', () => {
  const aside = 'Update the ticket of an order. For instance that of a pizza';
  expect(new StrangeWords(lexiconOf([...OFFICE, aside]).stems).has(stem('pizza'))).toBe(true);
});

it('finds none strange in a catalogue of everyday life', () => {
  const chores = ['Start the dishwasher', 'Warm the bathroom', 'Order a pizza', 'Feed the dog'];
  const strange = (office: number) => new StrangeWords(lexiconOf([...chores, ...OFFICE.slice(0, office)]).stems);
  // Four uses of everyday words: the limit is .4 for each tool.
  expect([strange(5), strange(6), strange(7)].map((words) => words.has(stem('umbrella')))).toEqual([
    false,
    false,
    true,
  ]);
  expect([strange(5).density, strange(6).density]).toEqual([4 / 9, 0.4]);
});

it('knows no everyday word by a stem that software has too', () => {
  const strange = new StrangeWords(lexiconOf(OFFICE).stems);
  const trade = ['save', 'parent', 'light', 'row', 'box', 'date', 'driver', 'head', 'tree', 'branch', 'cell', 'token'];
  expect(trade.filter((word) => strange.has(stem(word)))).toEqual([]);
});

it('has an empty catalogue without everyday words', () => {
  expect(new StrangeWords(lexiconOf([]).stems).density).toBe(0);
});
