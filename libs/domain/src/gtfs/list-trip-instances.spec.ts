import { ServiceDays, formatGtfsTime, getServiceDate } from '../time/index.js';
import { scheduleOf } from './compile/feed-text.fixture.js';
import {
  listBlocksOn,
  listStartSeconds,
  listTripInstances,
  scheduledArrivalSeconds,
  scheduledDepartureSeconds,
} from './list-trip-instances.js';
import { servicesOn } from './read-schedule.js';

const MONDAY = getServiceDate('20260601');
const SUNDAY = getServiceDate('20260607');
const FREQUENCIES =
  'trip_id,start_time,end_time,headway_secs,exact_times\nT1,06:00:00,06:30:00,600,1\nT1,06:30:00,07:30:00,1200,1';

describe('the runs of a day', () => {
  it('are the trips whose service runs', () => {
    const schedule = scheduleOf();
    const runs = listTripInstances(schedule, MONDAY);
    expect(runs.map(({ trip, startSeconds }) => [schedule.trips.ids[trip], startSeconds])).toEqual([
      ['T1', 28_800],
      ['T2', 32_400],
    ]);
    expect(listTripInstances(schedule, SUNDAY)).toEqual([]);
  });

  it('of a trip of frequencies.txt are its starts, the end not counted', () => {
    const schedule = scheduleOf({ 'frequencies.txt': FREQUENCIES });
    const starts = listStartSeconds(schedule, 0).map(formatGtfsTime);
    expect(starts).toEqual(['06:00:00', '06:10:00', '06:20:00', '06:30:00', '06:50:00', '07:10:00']);
    expect(listTripInstances(schedule, MONDAY)).toHaveLength(7);
  });

  it('have times of their own, counted from the service day', () => {
    const schedule = scheduleOf({ 'frequencies.txt': FREQUENCIES });
    const days = new ServiceDays('Europe/Kyiv');
    const run = { trip: 0, serviceDate: MONDAY, startSeconds: 6 * 3600 + 600 };
    const at = (hours: number, minutes: number): number => Date.UTC(2026, 5, 1, hours - 3, minutes) / 1000;
    expect(scheduledDepartureSeconds(schedule, days, run, 0)).toBe(at(6, 10));
    expect(scheduledArrivalSeconds(schedule, days, run, 4)).toBe(at(6, 14));
    const plain = { trip: 1, serviceDate: MONDAY, startSeconds: 9 * 3600 };
    expect(scheduledArrivalSeconds(schedule, days, plain, 2)).toBe(at(9, 2));
  });

  it('belong to the blocks that are out', () => {
    const schedule = scheduleOf();
    expect(listBlocksOn(schedule, servicesOn(schedule, MONDAY))).toEqual([0]);
    expect(listBlocksOn(schedule, servicesOn(schedule, SUNDAY))).toEqual([]);
  });
});
