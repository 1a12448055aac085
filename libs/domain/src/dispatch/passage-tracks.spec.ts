import { PassageTracks } from './passage-tracks.js';

const run = (vehicleId: string) => ({ vehicleId, tripKey: `trip of ${vehicleId}`, startAt: undefined });

describe('who is ahead', () => {
  it('of two that stand at one stop is who came first, and not each of the other', () => {
    const tracks = new PassageTracks();
    tracks.note('line', run('1'), 70, 90);
    tracks.note('line', run('2'), 80, 90);
    tracks.note('line', run('1'), 90, 120);
    tracks.note('line', run('2'), 100, 120);
    expect(tracks.findLast('line', 120, run('2'), 110)).toMatchObject({ vehicleId: '1', at: 90 });
    expect(tracks.findLast('line', 120, run('1'), 110)).toBeUndefined();
  });

  it('is who has overtaken the other at a stop', () => {
    const tracks = new PassageTracks();
    tracks.note('line', run('1'), 90, 120);
    tracks.note('line', run('2'), 80, 90);
    tracks.note('line', run('2'), 100, 120);
    tracks.note('line', run('2'), 130, 150);
    expect(tracks.findLast('line', 120, run('1'), 140)).toMatchObject({ vehicleId: '2', at: 100 });
    expect(tracks.findLast('line', 150, run('2'), 140)).toBeUndefined();
  });
});
