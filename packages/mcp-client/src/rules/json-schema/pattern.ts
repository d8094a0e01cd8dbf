import { type Instruction, writeProgram } from './pattern-program.ts';
import { type Place, readPattern } from './pattern-syntax.ts';
import type { Run } from './run.ts';

/** Whether a pattern is found in a text. */
export type Matcher = (text: string, run: Run) => boolean;

/**
 * A pattern of JSON Schema that goes through its text once, all its ways at a time (Thompson, 1968), where the engine of the
 * language tries them one after the other: `^(a+)+$` takes that for ever. Undefined for a pattern that cannot be matched so.
 */
export function compilePattern(pattern: string): Matcher | undefined {
  const syntax = readPattern(pattern);
  const program = syntax && writeProgram(syntax);
  return program && ((text, run) => isFound(program, text, run));
}

function isFound(program: readonly Instruction[], text: string, run: Run): boolean {
  run.spend(text.length);
  const characters = [...text];
  let ways: readonly number[] = [];
  for (let at = 0; at <= characters.length; at++) {
    // It may begin anywhere.
    const open = opened([...ways, 0], program, { characters, at });
    run.spend(open.size);
    if (open.has(program.length - 1)) return true;
    const character = characters[at] ?? '';
    ways = [...open].filter((way) => doesFit(program[way], character)).map((way) => way + 1);
  }
  return false;
}

function doesFit(instruction: Instruction | undefined, character: string): boolean {
  return instruction?.kind === 'one' && instruction.fits(character);
}

interface Spot {
  readonly characters: readonly string[];
  readonly at: number;
}

/** Every instruction that is reached without another character. */
function opened(from: readonly number[], program: readonly Instruction[], spot: Spot): ReadonlySet<number> {
  const open = new Set<number>();
  const left = [...from];
  for (let way = left.pop(); way !== undefined; way = left.pop()) {
    if (open.has(way)) continue;
    open.add(way);
    const instruction = program[way];
    if (instruction?.kind === 'fork') left.push(...instruction.to);
    else if (instruction?.kind === 'place' && isPlace(instruction.at, spot)) left.push(way + 1);
  }
  return open;
}

function isPlace(place: Place, { characters, at }: Spot): boolean {
  if (place === 'start') return at === 0;
  if (place === 'end') return at === characters.length;
  return (isWord(characters[at - 1]) !== isWord(characters[at])) === (place === 'edge');
}

function isWord(character = ''): boolean {
  return /^\w$/.test(character);
}
