import { EventRing } from './event-ring.js';
import type { LiveVehicles, VehicleRow } from './live-vehicles.js';

function vehicles(timestamp: number, ...rows: VehicleRow[]): LiveVehicles {
  return { timestamp, version: `v${timestamp}`, rows: new Map(rows.map((row) => [String(row[0]), row])) };
}
const dataOf = (text: string): unknown[] =>
  [...text.matchAll(/^data: (.*)$/gm)].map(([, json]) => JSON.parse(json!) as unknown);

describe('the ring of events', () => {
  it('says what changed and what is gone', () => {
    const ring = new EventRing();
    ring.push(vehicles(1, ['a', 1], ['b', 1], ['c', 1]));
    const text = ring.push(vehicles(2, ['a', 1], ['b', 2], ['d', 1]));
    expect(text).toMatch(/^event: delta\nid: v2\ndata: .*\n\n$/);
    expect(dataOf(text)).toEqual([
      {
        timestamp: 2,
        vehicles: [
          ['b', 2],
          ['d', 1],
        ],
        gone: ['c'],
      },
    ]);
  });

  it('goes on after the event a page saw last', () => {
    const ring = new EventRing();
    for (let i = 1; i <= 4; i++) ring.push(vehicles(i, ['a', i]));
    expect(dataOf(ring.start('v2'))).toEqual([
      { timestamp: 3, vehicles: [['a', 3]], gone: [] },
      { timestamp: 4, vehicles: [['a', 4]], gone: [] },
    ]);
    expect(ring.start('v4')).toBe('');
  });

  it('begins anew for a page that knows nothing, or nothing of ours', () => {
    const ring = new EventRing();
    expect(ring.start(undefined)).toBe('');
    ring.push(vehicles(1, ['a', 1]));
    expect(ring.start(undefined)).toMatch(/^event: snapshot\nid: v1\n/);
    expect(ring.start('elsewhere')).toMatch(/^event: snapshot\n/);
  });

  it('is bounded: who comes too late begins anew', () => {
    const ring = new EventRing();
    for (let i = 1; i <= 200; i++) ring.push(vehicles(i, ['a', i]));
    expect(ring.start('v1')).toMatch(/^event: snapshot\nid: v200\n/);
    expect(ring.start('v150')).toMatch(/^event: delta\nid: v151\n/);
  });
});
