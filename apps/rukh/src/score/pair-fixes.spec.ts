import { FixPairs } from './pair-fixes.js';
import type { FixRow } from './read-fixes.js';

const row = (vehicleId: string, ts: number, tripId = 'T'): FixRow => ({
  vehicleId,
  ts: String(ts),
  trip: { tripId },
});

describe('pairs of fixes', () => {
  it('are of the same vehicle and time, whichever comes first', () => {
    const pairs = new FixPairs();
    expect(pairs.takeLabel(row('V', 1))).toBeUndefined();
    expect(pairs.takePublished(row('W', 1))).toBeUndefined();
    expect(pairs.takePublished(row('V', 1, 'P'))?.label.vehicleId).toBe('V');
    expect(pairs.takeLabel(row('W', 1))?.published.vehicleId).toBe('W');
    expect([pairs.labelsAlone, pairs.publishedAlone]).toEqual([0, 0]);
  });

  it('take a fix that is told twice in order', () => {
    const pairs = new FixPairs();
    pairs.takeLabel(row('V', 1, 'first'));
    pairs.takeLabel(row('V', 1, 'second'));
    expect(pairs.takePublished(row('V', 1))?.label.trip.tripId).toBe('first');
    expect(pairs.takePublished(row('V', 1))?.label.trip.tripId).toBe('second');
    expect(pairs.takePublished(row('V', 1))).toBeUndefined();
    expect(pairs.publishedAlone).toBe(1);
  });

  it('are given up and counted where the other never comes', () => {
    const pairs = new FixPairs();
    for (let ts = 0; ts < 200_010; ts++) pairs.takeLabel(row('V', ts));
    expect(pairs.waitingLabels).toBe(200_000);
    expect(pairs.labelsAlone).toBe(200_010);
    expect(pairs.takePublished(row('V', 0))).toBeUndefined();
  });
});
