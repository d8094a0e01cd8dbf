import { expect } from 'vitest';
import { type Answer, createDesk, type Desk } from './setup-desk.ts';

export const VALUES = {
  ALPHA_KEY: 'alpha-0123456789abcdef',
  BETA_KEY: 'beta-fedcba9876543210',
  GAMMA_KEY: 'gamma-0f1e2d3c4b5a6978',
};
/** Two that are required, and one that stands before them and is not. */
export const SECRETS = [
  { name: 'GAMMA_KEY', required: false },
  {
    name: 'ALPHA_KEY',
    required: true,
    aliases: ['OLD_ALPHA'],
    purpose: 'opens alpha',
    url: 'https://alpha.example.com/keys',
    scopes: ['read'],
    pattern: 'alpha-[0-9a-f]{16}',
    example: 'alpha-…',
  },
  { name: 'BETA_KEY', required: true },
];
/** What somebody types who has every value. */
export const ALL: readonly Answer[] = [
  ['Open https://alpha.example.com/keys? [Y/n]', 'n'],
  ['ALPHA_KEY (what', VALUES.ALPHA_KEY],
  ['BETA_KEY (what', VALUES.BETA_KEY],
  ['GAMMA_KEY (what', VALUES.GAMMA_KEY],
];

/** A desk at which everything was set. */
export async function deskWithAll(): Promise<Desk> {
  const desk = createDesk(SECRETS);
  const { code } = await desk.sit(['setup'], { answers: ALL });
  expect(code).toBe(0);
  return desk;
}
