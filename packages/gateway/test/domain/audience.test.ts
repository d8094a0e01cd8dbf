import { expect, it } from 'vitest';
import { audienceOf } from '../../src/domain/audience.ts';

const GATE = 'https://gate.example.com/api';

it.each([
  [undefined, GATE],
  [GATE, GATE],
  [`${GATE}/`, GATE],
  [`${GATE}/mcp`, `${GATE}/mcp`],
  [`${GATE}/mcp/`, undefined],
  [`${GATE}//`, undefined],
  ['https://gate.example.com', undefined],
  ['https://gate.example.com.evil.example/api', undefined],
  ['', undefined],
])('a resource %j means the audience %j', (resource, audience) => {
  expect(audienceOf(resource, GATE)).toBe(audience);
});
