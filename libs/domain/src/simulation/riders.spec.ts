import { Riders } from './riders.js';
import type { ServedStop } from './served-stop.js';

const START = 1_790_000_000;
const stop = (vehicleId: string, minute: number, boarded: number): ServedStop => ({
  vehicleId,
  instance: { trip: 0, serviceDate: '20260921' as never, startSeconds: 0 },
  stopIndex: 1,
  arrivalSeconds: START + 60 * minute,
  departureSeconds: START + 60 * minute + 20,
  boarded,
});
/** An hour of four vehicles, each at a stop each two minutes. */
function liveAnHour(seed: number): ReturnType<Riders['board']> {
  const riders = new Riders({ seed, riders: 5000 });
  const stops = Array.from({ length: 120 }, (_, i) => stop(`v${i % 4}`, Math.floor(i / 2), 5));
  return stops.flatMap((served) => riders.board(served));
}

describe('riders of simulated vehicles', () => {
  it('tap while the vehicle stands, one after another', () => {
    const taps = new Riders({ seed: 1, riders: 100 }).board(stop('v1', 0, 4));
    expect(taps).toHaveLength(4);
    const times = taps.map(({ atMs }) => atMs / 1000 - START);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times.every((seconds) => seconds >= 0 && seconds <= 20)).toBe(true);
  });

  it('are the same people at the same seed, and others at another', () => {
    expect(liveAnHour(7)).toEqual(liveAnHour(7));
    expect(liveAnHour(7)).not.toEqual(liveAnHour(8));
  });

  it('transfer to other vehicles some time after, and are on one at a time', () => {
    const byRider = Map.groupBy(liveAnHour(3), ({ rider }) => rider);
    const again = [...byRider.values()].filter(({ length }) => length > 1);
    expect(again.length).toBeGreaterThan(20);
    for (const [first, second] of again) {
      expect(second!.atMs - first!.atMs).toBeGreaterThanOrEqual(420_000);
    }
  });

  it('hold the same thing each time, but for those who pay cash', () => {
    for (const taps of Map.groupBy(liveAnHour(3), ({ rider }) => rider).values()) {
      const tokens = new Set(taps.map(({ token }) => token));
      expect(tokens.size).toBe(taps[0]!.kind.name === 'cash' ? taps.length : 1);
    }
  });
});
