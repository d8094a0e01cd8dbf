import { describe, expect, it } from 'vitest';
import { RANKING } from '../../../src/rules/search/ranking.ts';
import type { Signals } from '../../../src/rules/search/signals.ts';
import { RankedToolIndex } from '../../../src/rules/search/tool-index.ts';
import { literalTable } from './literal-table.ts';
import { CATALOGUE } from './tools.ts';

const index = new RankedToolIndex(RANKING);
for (const tool of CATALOGUE) index.set(tool);

function signalsOf(request: string): Signals {
  const reading = index.readingOf(request);
  if (reading === undefined) throw new Error(`no tool has a word of: ${request}`);
  return reading.signals;
}

describe('the signals of a request', () => {
  it('tell what share of it the best tool covers, more in a name than in a parameter', () => {
    expect(signalsOf('the database').covered).toBe(1);
    expect(signalsOf('the labels').covered).toBe(0.5);
    expect(signalsOf('the database, gizmo and widget').covered).toBeLessThan(0.4);
  });

  it('count what it is about, and what of it no tool is for', () => {
    const signals = signalsOf('the issue about the gizmo and the labels');
    expect([signals.wanted, signals.untold]).toEqual([3, 2]);
  });

  it('tell whether a name has what it is about, and what is to be done beside it', () => {
    expect(signalsOf('close that particular issue')).toMatchObject({ objectNamed: 1, actionAndObjectNamed: 1 });
    expect(signalsOf('the labels')).toMatchObject({ objectNamed: 0, actionAndObjectNamed: 0 });
  });

  it('tell what of it is of everyday life and no tool is for', () => {
    expect(signalsOf('read the horoscope')).toMatchObject({ strange: 1, anyStrange: 1 });
    expect(signalsOf('read the content')).toMatchObject({ strange: 0, anyStrange: 0, strangeShare: 0 });
  });

  it('do not find an everyday word strange when tools are for it in another form', () => {
    expect(signalsOf('read the bakery').strange).toBe(0);
    expect(signalsOf('read the tableware of grandma').strange).toBe(1);
  });

  it('end where more of a kind says no more', () => {
    const many = 'horoscope, dentist, haircut, pizza, issue, gizmo, widget, doodad, thingamajig';
    expect(signalsOf(many)).toMatchObject({ strange: 3, untold: 4, wanted: 6 });
  });

  it('know that a value of some kind stands in it', () => {
    expect([signalsOf('open https://example.org').valueKind, signalsOf('open the browser').valueKind]).toEqual([1, 0]);
  });
});

describe('there are no signals', () => {
  it('when no tool has a word of the request, or it is empty', () => {
    expect(index.readingOf('horoscope')).toBeUndefined();
    expect(index.readingOf(' ')).toBeUndefined();
  });

  it('when it names a tool', () => {
    expect(index.readingOf('create_issue')).toBeUndefined();
  });

  it('when the tools have but terms that are near in meaning', () => {
    const table = literalTable({ screenshot: [1, 0, 0], photo: [0.9, 0.43, 0] });
    const near = new RankedToolIndex(RANKING, table);
    for (const tool of CATALOGUE) near.set(tool);
    expect(near.search('photo').confidence).toBe('none');
    expect(near.readingOf('photo')).toBeUndefined();
  });
});
