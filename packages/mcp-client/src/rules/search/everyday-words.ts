import { countIn } from './field-counts.ts';
import { stem } from './stem.ts';
import type { PostingList } from './posting-list.ts';
import type { TermSpace } from './term-space.ts';
import { FIELDS } from './tool-fields.ts';

/** What people live with, in English. Software speaks of it only where it is made for it. */
const PEOPLE =
  'aunt babies baby boyfriend brother cousin dad daughter father friend girlfriend grandma grandpa guest ' +
  'husband kid landlord mom mother mum neighbor neighbour niece nephew parents sister son tenant uncle wedding ' +
  'wife';
const BODY_AND_HEALTH =
  'ankle calories cough dentist diet doctor fever haircut knee lenses medicine muscle nurse pharmacy pill ' +
  'pregnant protein sick shoulder skin stomach teeth therapist tooth toothache vitamin workout yoga';
const FOOD =
  'bake banana beer bread breakfast butter cake cheese chicken chocolate coffee cook dessert dinner drink eat ' +
  'egg flour food fruit grill groceries hungry lunch margarita meal meat milk noodles pancake pasta pepper ' +
  'pizza potato recipe rice salad sandwich sauce soup spaghetti sushi tea tomato vegan vegetable wine';
const HOME =
  'bathroom bathtub bedroom blanket boiler bulb candle carpet ceiling chair cleaner couch curtain dishes ' +
  'dishwasher doorbell drawer faucet fence fridge furniture garage garden heating kettle kitchen lamp laundry ' +
  'lawn lightbulb microwave mow pillow plumber roof shower sofa stain stove thermostat toilet towel wallpaper';
const CLOTHES_AND_THINGS =
  'backpack bottle bracelet coat dress earring glasses glove hat jacket jeans jewelry knit necklace pants ' +
  'perfume scarf sew shirt shoes skirt socks suitcase sunglasses sweater toy umbrella wallet wardrobe';
const ANIMALS = 'bird cat cow dog duck fish hamster horse kitten parrot pet puppy rabbit sheep vet';
const ON_THE_WAY =
  'airline airport bicycle bike bus cab car ferry flight fuel gasoline hitchhike holiday honeymoon hotel ' +
  'luggage motorbike parking parcel passport scooter subway taxi tire tyre tram vacation visa';
const LEISURE =
  'album band beach birthday chess christmas cinema concert dance dice football guitar gym hobby hike jazz jog ' +
  'jogging joke karaoke lottery lullaby movie museum novel opera party piano picnic poem poker puzzle rap sing ' +
  'skate ski soccer song swim swimming tennis theater theatre violin';
const MONEY_AND_DUTIES = 'bank borrow cash council lend marry mayor mortgage newspaper pension rent reserve vote';
const NATURE_AND_FATE = 'horoscope mountain rain rainbow river snow sunset sunrise tarot virgo volcano';
const APART =
  'autograph electrician eyes hair horn mechanic podcast ringtone selfie sms snooze taught teach television tv ' +
  'voicemail wake';

const EVERYDAY: ReadonlySet<string> = new Set(
  [
    PEOPLE,
    BODY_AND_HEALTH,
    FOOD,
    HOME,
    CLOTHES_AND_THINGS,
    ANIMALS,
    ON_THE_WAY,
    LEISURE,
    MONEY_AND_DUTIES,
    NATURE_AND_FATE,
    APART,
  ]
    .flatMap((words) => words.split(' '))
    .map(stem),
);

/** Fields that say what a tool is for. */
const TELLING = (['name', 'title', 'summary'] as const).map((field) => FIELDS.indexOf(field));

/** Whether a tool has the term in a field that says what the tool is for. */
export function isTold({ entries }: PostingList): boolean {
  return entries.some((counts, at) => at % 2 === 1 && TELLING.some((field) => countIn(counts, field) > 0));
}

/** Uses of everyday words for each tool from which on a catalogue is one of everyday life. */
const EVERYDAY_CATALOGUE = 0.1;

/**
 * Knows the everyday words that none of a catalogue's tools is for. A catalogue of everyday life has none of them: there they are
 * the talk that every request comes with.
 */
export class StrangeWords {
  readonly #stems: TermSpace;
  #version = -1;
  #strange: ReadonlySet<string> = new Set();

  constructor(stems: TermSpace) {
    this.#stems = stems;
  }

  has(stemmed: string): boolean {
    if (this.#version !== this.#stems.version) {
      this.#strange = this.#find();
      this.#version = this.#stems.version;
    }
    return this.#strange.has(stemmed);
  }

  #find(): ReadonlySet<string> {
    const uses = new Map([...EVERYDAY].map((stemmed) => [stemmed, this.#usesOf(stemmed)]));
    const all = [...uses.values()].reduce((sum, count) => sum + count, 0);
    if (all >= EVERYDAY_CATALOGUE * this.#stems.toolCount) return new Set();
    return new Set([...EVERYDAY].filter((stemmed) => uses.get(stemmed) === 0));
  }

  /** Tools that say in a telling field that they are for it. */
  #usesOf(stemmed: string): number {
    const list = this.#stems.find(stemmed);
    if (list === undefined) return 0;
    let uses = 0;
    for (let at = 1; at < list.entries.length; at += 2) {
      const counts = list.entries[at] ?? 0;
      if (TELLING.some((field) => countIn(counts, field) > 0)) uses += 1;
    }
    return uses;
  }
}
