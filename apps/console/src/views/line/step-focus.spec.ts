import { stepFocus } from './step-focus.js';

const THINGS = [
  { column: 0, place: 300 },
  { column: 0, place: 10 },
  { column: 1, place: 20 },
  { column: 1, place: 280 },
];

describe('arrow keys', () => {
  it.each([
    [0, 'ArrowUp', 1],
    [1, 'ArrowDown', 0],
    [1, 'ArrowUp', undefined],
    [0, 'ArrowRight', 3],
    [2, 'ArrowLeft', 1],
    [1, 'ArrowLeft', undefined],
    [0, 'Home', 1],
    [2, 'End', 3],
    [0, 'a', undefined],
    [9, 'ArrowUp', undefined],
  ])('from %i by %s go to %s', (from, key, to) => {
    expect(stepFocus(THINGS, from, key)).toBe(to);
  });
});
