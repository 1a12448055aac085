import { type ValidatorOnBoard, listKnownBoardings } from './known-boardings.js';

const MINUTE = 60_000;
/** Left its stops each two minutes from 10 minutes on. */
const TRIP = { boardings: [3, 0, 5, 2], leftAtMs: [10, 12, 14, 16].map((minute) => minute * MINUTE) };

function heard(minute: number, more: Partial<ValidatorOnBoard> = {}): ValidatorOnBoard {
  return { fromMs: 0, heardMs: minute * MINUTE, hasGap: false, queueLength: 0, ...more };
}

describe('who got in at the stops of a trip', () => {
  it('is known where all validators have told all', () => {
    expect(listKnownBoardings(TRIP, [heard(20), heard(19)])).toEqual([3, 0, 5, 2]);
  });

  it('is not known where one may still keep taps: silent, with a queue, or with a gap', () => {
    expect(listKnownBoardings(TRIP, [heard(20), heard(13)])).toEqual([3, 0]);
    expect(listKnownBoardings(TRIP, [heard(20, { queueLength: 4 })])).toEqual([]);
    expect(listKnownBoardings(TRIP, [heard(20, { hasGap: true, markMs: 13 * MINUTE })])).toEqual([3, 0]);
    expect(listKnownBoardings(TRIP, [])).toEqual([]);
  });

  it('waits for those who tap when they sit', () => {
    expect(listKnownBoardings(TRIP, [heard(16.2)])).toEqual([3, 0, 5]);
  });

  it('is not nought before a validator was there, nor at a stop that was not seen to be left', () => {
    expect(listKnownBoardings(TRIP, [heard(20, { fromMs: 11 * MINUTE })])).toEqual([null, 0, 5, 2]);
    const unseen = { ...TRIP, leftAtMs: [undefined, 12 * MINUTE, undefined, 16 * MINUTE] };
    expect(listKnownBoardings(unseen, [heard(20)])).toEqual([null, 0, null, 2]);
    expect(listKnownBoardings(unseen, [heard(14)])).toEqual([null, 0]);
  });
});
