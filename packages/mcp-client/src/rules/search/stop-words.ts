import { stem } from './stem.ts';

/** Words of English that say nothing of what is wanted. */
const STOP =
  'a about all also am an and any are as at be been being between but by can could d did do does doing done each for from had has have ' +
  'having he here how i if in into is it its just let ll m may me might mine more most must my no nor not of on only or other our over own ' +
  're s same shall she should so some such t than that the their them then there these they this those to too under us ve very was we were ' +
  'what when where which who whom whose why will with would you your don doesn didn isn aren wasn won couldn wouldn shouldn';

/** More of the kind: light verbs, quantities and places in time that hardly ever tell tools apart. */
const LIGHT =
  'above after again against already always anyone anything around away back because become before below besides both percent come down during else ever every ' +
  'everyone everything few further get go got gonna however keep kind less lot lots make many maybe much never nothing now off often out put ' +
  'quite rather really right since someone something soon still take thing things though through till together try until up upon use used using usually ' +
  'via wanna way well whether while within without yet yes';

/** Words that people put around a request. */
const COURTESY =
  'able assist could curious give hello help hey hi interested kindly know let like look looking need please provide show tell thank thanks ' +
  'want wish wondering would';

/** Words that make no part of a request on their own. */
const LINKING =
  'additionally afterwards also assistance called finally firstly following furthermore including lastly moreover named next once secondly ' +
  'specifically task tasks then';

const QUIET = stems(`${STOP} ${LIGHT} ${COURTESY}`);
const EMPTY = new Set([...QUIET, ...stems(LINKING)]);

/** Whether a stem is one that nearly every request has, so that it says little. */
export function isQuiet(stemmed: string): boolean {
  return QUIET.has(stemmed);
}

/** Whether a stem says what is wanted. A digit or a single letter does not. */
export function isContent(stemmed: string): boolean {
  return !EMPTY.has(stemmed) && stemmed.length > 1;
}

function stems(words: string): Set<string> {
  return new Set(words.split(' ').flatMap((word) => [word, stem(word)]));
}
