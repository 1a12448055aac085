import { pickLine } from './pick-line.js';

const NOTHING = {
  chosen: undefined,
  selected: undefined,
  before: undefined,
  mine: [],
  known: ['A', 'B', 'C'],
};

describe('the line shown', () => {
  it('is that of the selected vehicle, unless another is chosen', () => {
    expect(pickLine({ ...NOTHING, selected: 'B' })).toEqual({
      routeId: 'B',
      isChosen: false,
      usual: 'B',
      isOfSelected: true,
    });
    expect(pickLine({ ...NOTHING, selected: 'B', chosen: 'C' })).toEqual({
      routeId: 'C',
      isChosen: true,
      usual: 'B',
      isOfSelected: true,
    });
  });

  it('stays when what is selected has none; is else the first in charge, else the first', () => {
    expect(pickLine({ ...NOTHING, before: 'C', mine: ['B'] })?.routeId).toBe('C');
    expect(pickLine({ ...NOTHING, mine: ['X', 'B'] })?.routeId).toBe('B');
    expect(pickLine(NOTHING)).toMatchObject({ routeId: 'A', isOfSelected: false });
  });

  it('is never one that the schedule does not have', () => {
    expect(pickLine({ ...NOTHING, chosen: 'X', selected: 'Y' })?.routeId).toBe('A');
    expect(pickLine({ ...NOTHING, known: [] })).toBeUndefined();
  });
});
