import { MINE, chooseLines } from './choose-lines.js';

const GROUPS = [{ groupId: 'g1', routeIds: ['A1', 'A2'] }];

describe('the lines that views are narrowed to', () => {
  it('are all, one’s own, or those of a named set', () => {
    expect(chooseLines(undefined, ['A9'], GROUPS)).toBeUndefined();
    expect(chooseLines(MINE, ['A9'], GROUPS)).toEqual(new Set(['A9']));
    expect(chooseLines('g1', ['A9'], GROUPS)).toEqual(new Set(['A1', 'A2']));
  });

  it('are all where an old link names a set that there is not', () => {
    expect(chooseLines('gone', ['A9'], GROUPS)).toBeUndefined();
  });
});
