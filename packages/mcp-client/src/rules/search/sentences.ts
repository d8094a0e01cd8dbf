/** What ends one wish and begins the next. Runs of spaces are single before it is used. */
const EDGE =
  /(?<=[.!?;]) |,? \b(?:and then|then|and also|also|after that|as well as|additionally|finally|lastly|furthermore|moreover)\b,? /i;

/** The sentences of a request, and what it joins by `and then` and the like. */
export function splitSentences(text: string): string[] {
  return text
    .split('\n')
    .flatMap((line) => line.replaceAll(/\s+/g, ' ').split(EDGE))
    .filter((part) => part.trim() !== '');
}
