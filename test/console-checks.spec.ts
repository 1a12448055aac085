import { CONSOLE_CHECKS } from './console-checks.js';
import { missing } from './promised.js';

describe('each check of the console has a test', () => {
  it.each(Object.entries(CONSOLE_CHECKS))('%s', (_, { shown }) => {
    expect(shown).not.toEqual([]);
    expect(missing(shown)).toEqual([]);
  });

  it('and none is left out', () => {
    const numbers = Object.keys(CONSOLE_CHECKS).map((name) => Number.parseInt(name, 10));
    expect(numbers).toEqual(Array.from({ length: 26 }, (_, i) => i + 1));
  });
});
