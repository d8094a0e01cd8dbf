import { stem } from './stem.ts';

/** What is done, whatever it is done to: a tool of any trade may have these. */
const ACTIONS =
  'accept activate add adjust allow analyze answer append apply approve arrange ask assign attach average book bring build buy calculate call cancel capture ' +
  'change check choose clean clear click close collect combine compare compute configure confirm connect convert copy count create cut decide ' +
  'define delete deliver describe design detect determine disable discover display do download draw drive drop edit enable end enter estimate ' +
  'examine execute explain explore export extract fetch fill filter find finish fix follow format generate grab handle hide identify import ' +
  'improve include insert inspect install invite join jump kick kill launch leave limit link list listen load locate lock log look manage ' +
  'mark measure merge modify monitor move name navigate notify observe obtain open order organize pause pay perform pick place plan play post prepare ' +
  'press prevent print process produce provide publish push query read receive recommend record recover reduce refresh register reject release ' +
  'remember remind remove rename repair repeat replace reply report reset resolve respond restart restore retrieve return reverse review ' +
  'revert rewrite ring rotate run save say scale scan schedule search select sell send separate set share ship shut sign skip sort split start ' +
  'stop store submit subscribe suggest summarize support switch sync tag talk test think throw toggle track transfer transform translate ' +
  'trigger try turn type undo unlock unsubscribe update upgrade upload validate verify view visit wait watch write ' +
  'began been broke broken brought built came chose done drew drove fell felt forgot found gave given gone heard held hid kept knew known left lost made meant met ' +
  'paid ran said sat saw seen sent sold spent stood taken taught thought told took went woke won written wrote going getting happen happened';

/** When, how much, which one: they narrow a wish and do not say what it is about. */
const CIRCUMSTANCES =
  'ago am april august best better big bit bottom complete current currently daily date day december different early enough entire exact ' +
  'example far fast february first five four free fresh friday full general good great half high hour immediately important instead january july june large last late ' +
  'latest left level list little live local long low main march matter maximum middle minimum minute moment monday month monthly morning ' +
  'near nearby new newest next nice night nine noon november number october old older one open own pair part past people person pm possible present previous ' +
  'previously quick quickly ready real recent recently same saturday second september set seven several short simple single six slow small ' +
  'special specific step sunday ten three thursday time today tomorrow tonight top total tuesday turn two type wednesday week weekend weekly whole ' +
  'wrong true false exactly year yearly yesterday young';

const ACTION_STEMS = stems(ACTIONS);
const CIRCUMSTANCE_STEMS = stems(CIRCUMSTANCES);

/** Whether a stem is that of something done. */
export function isAction(stemmed: string): boolean {
  return ACTION_STEMS.has(stemmed);
}

/** Whether a stem tells when, how much or which one. */
export function isCircumstance(stemmed: string): boolean {
  return CIRCUMSTANCE_STEMS.has(stemmed) || /^[0-9]+$/.test(stemmed);
}

function stems(words: string): ReadonlySet<string> {
  return new Set(words.split(' ').flatMap((word) => [word, stem(word)]));
}
