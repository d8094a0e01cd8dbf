export { createFakeClock, type FakeClock } from './fake-clock.ts';
export { createSeededRandom } from './seeded-random.ts';
