import { type StopTimes, orderStopTimes } from './order-stop-times.js';

const limits = { header: 1000, lastHeader: 990, afterSeconds: 0, isFresh: true };
const stop = (
  stopIndex: number,
  arrivalSeconds: number,
  departureSeconds = arrivalSeconds,
  passed = false,
): StopTimes => ({
  stopIndex,
  arrivalSeconds,
  departureSeconds,
  uncertaintySeconds: 10.2,
  passed,
  standing: false,
});
const times = (...args: Parameters<typeof orderStopTimes>): [number, number][] =>
  orderStopTimes(...args).map(({ arrival, departure }) => [arrival, departure]);
const none = new Map();

describe('times of a trip', () => {
  it('are whole seconds, each later than the one before', () => {
    expect(times([stop(0, 1010.4, 1010.4), stop(1, 1010.45), stop(2, 1010.5, 1010.2)], none, limits)).toEqual(
      [
        [1010, 1010],
        [1011, 1011],
        [1012, 1012],
      ],
    );
  });

  it('that were published as past stay', () => {
    const before = new Map([[0, { arrival: 980, departure: 985 }]]);
    expect(times([stop(0, 975, 986, true), stop(1, 1040)], before, limits)).toEqual([
      [980, 985],
      [1040, 1040],
    ]);
  });

  it('that were published as still to come and have been seen are what was seen', () => {
    const before = new Map([[0, { arrival: 995, departure: 996 }]]);
    expect(times([stop(0, 991.2, 992.7, true), stop(1, 1040)], before, limits)[0]).toEqual([991, 993]);
  });

  it('of a silent vehicle are left as expected, but for the last stop, which is still to come', () => {
    const silent = { ...limits, isFresh: false };
    expect(times([stop(0, 950), stop(1, 970), stop(2, 995)], none, silent)).toEqual([
      [950, 950],
      [970, 970],
      [1010, 1010],
    ]);
  });

  it('of the next trip follow the end of the one before', () => {
    expect(times([stop(0, 1010), stop(1, 1100)], none, { ...limits, afterSeconds: 1050 })).toEqual([
      [1051, 1051],
      [1100, 1100],
    ]);
  });
});
