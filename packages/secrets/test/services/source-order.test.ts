import { describe, expect, it } from 'vitest';
import { SecretManager } from '../../src/services/secret-manager.ts';
import {
  ALIASED_IDS,
  createSourceWorld,
  NAME,
  NAMES,
  type Planted,
  SOURCE_IDS,
  type SourceId,
} from '../source-world.ts';

const HIGHER = 'the-value-of-the-higher-place';
const LOWER = 'the-value-of-the-lower-place';

/** Every two of a list, the earlier first. */
function pairsOf<Item>(items: readonly Item[]): (readonly [higher: Item, lower: Item])[] {
  return items.flatMap((higher, index) => items.slice(index + 1).map((lower) => [higher, lower] as const));
}

async function managerOver(planted: Partial<Record<SourceId, Planted>>): Promise<SecretManager> {
  return new SecretManager(await createSourceWorld(planted));
}

/** Whatever looks at one place after the other must come to the same: each is asked. */
async function expectFrom(manager: SecretManager, source: string, value: string): Promise<void> {
  const finding = await manager.find(NAME);
  expect(finding?.from.source).toBe(source);
  expect(finding?.secret.reveal()).toBe(value);
  expect((await manager.get(NAME))?.reveal()).toBe(value);
  const used = (await manager.explain(NAME)).filter(({ outcome }) => outcome === 'used');
  expect(used.map((place) => place.source)).toEqual([source]);
}

describe.each(pairsOf(SOURCE_IDS))('%s above %s', (higher, lower) => {
  const placed = (above: string | undefined, below: string) => ({
    ...(above !== undefined && { [higher]: { [NAME]: above } }),
    [lower]: { [NAME]: below },
  });

  it(`a value in ${higher} wins over one in ${lower}`, async () => {
    await expectFrom(await managerOver(placed(HIGHER, LOWER)), higher, HIGHER);
  });

  it(`without one in ${higher} that in ${lower} is used`, async () => {
    await expectFrom(await managerOver(placed(undefined, LOWER)), lower, LOWER);
  });

  it(`another value in ${lower} is reported as shadowed by ${higher}, and that it differs`, async () => {
    const finding = await (await managerOver(placed(HIGHER, LOWER))).find(NAME);
    expect(finding?.shadowed).toEqual([expect.objectContaining({ source: lower, name: NAME, differs: true })]);
  });

  it(`the same value in ${lower} is reported as shadowed by ${higher}, and that it does not differ`, async () => {
    const finding = await (await managerOver(placed(HIGHER, HIGHER))).find(NAME);
    expect(finding?.shadowed).toEqual([expect.objectContaining({ source: lower, name: NAME, differs: false })]);
  });
});

describe.each(pairsOf(SOURCE_IDS).filter(([higher]) => higher !== 'command'))(
  'an empty value in %s above %s',
  (higher, lower) => {
    it(`an empty value in ${higher} lets that in ${lower} be used`, async () => {
      const manager = await managerOver({ [higher]: { [NAME]: '' }, [lower]: { [NAME]: LOWER } });
      await expectFrom(manager, lower, LOWER);
      expect(await manager.explain(NAME)).toContainEqual(
        expect.objectContaining({ source: higher, name: NAME, outcome: 'empty' }),
      );
    });
  },
);

describe.each(ALIASED_IDS)('aliases in %s', (source) => {
  describe.each(pairsOf(NAMES))('%s before %s', (first, second) => {
    it(`a value under ${first} wins over one under ${second}`, async () => {
      const manager = await managerOver({ [source]: { [first]: HIGHER, [second]: LOWER } });
      await expectFrom(manager, source, HIGHER);
      expect((await manager.find(NAME))?.from.name).toBe(first);
    });

    it(`without one under ${first} that under ${second} is used`, async () => {
      const manager = await managerOver({ [source]: { [second]: LOWER } });
      await expectFrom(manager, source, LOWER);
      expect((await manager.find(NAME))?.from.name).toBe(second);
    });

    it(`an empty value under ${first} lets that under ${second} be used`, async () => {
      const manager = await managerOver({ [source]: { [first]: '', [second]: LOWER } });
      await expectFrom(manager, source, LOWER);
    });

    it(`a value under ${second} is reported as shadowed by ${first}, with whether it differs`, async () => {
      const other = await (await managerOver({ [source]: { [first]: HIGHER, [second]: LOWER } })).find(NAME);
      expect(other?.shadowed).toEqual([expect.objectContaining({ source, name: second, differs: true })]);
      const same = await (await managerOver({ [source]: { [first]: HIGHER, [second]: HIGHER } })).find(NAME);
      expect(same?.shadowed).toEqual([expect.objectContaining({ source, name: second, differs: false })]);
    });
  });
});

describe.each(pairsOf(ALIASED_IDS))('aliases in %s and %s', (higher, lower) => {
  it(`the last alias in ${higher} wins over the name itself in ${lower}`, async () => {
    const manager = await managerOver({ [higher]: { [NAMES[3]]: HIGHER }, [lower]: { [NAME]: LOWER } });
    await expectFrom(manager, higher, HIGHER);
  });
});

it('a program that prints nothing is an error, not the default: what it should give is there and cannot be had', async () => {
  const manager = await managerOver({ command: { [NAME]: '' }, default: { [NAME]: LOWER } });
  await expect(manager.get(NAME)).rejects.toMatchObject({ code: 'command_failed', secretName: NAME });
});
