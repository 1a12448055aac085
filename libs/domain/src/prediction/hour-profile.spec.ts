import { ServiceDays, getServiceDate, serviceDayStartSeconds } from '../time/index.js';
import { HourProfile } from './hour-profile.js';
import { PREDICTION_PARAMETERS } from './prediction-parameters.js';

const DAYS = new ServiceDays('Europe/Kyiv');
const create = (): HourProfile => new HourProfile(PREDICTION_PARAMETERS, DAYS);

function at(date: string, hour: number): number {
  return serviceDayStartSeconds(getServiceDate(date), 'Europe/Kyiv') + hour * 3600;
}

/** A day on which everything takes `ratio` times the usual from eight to nine. */
function learnDay(profile: HourProfile, date: string, ratio: number): void {
  for (let hour = 6; hour < 20; hour += 0.25) {
    const usual = 100_000;
    profile.learn(at(date, hour), Math.floor(hour) === 8 ? ratio * usual : usual, usual);
  }
}

describe('the profile of the hours', () => {
  it('is one where nothing is known', () => {
    expect(create().ratio(at('20261123', 8.5))).toBe(1);
  });

  it('counts from the next such day on, on weekdays for weekdays', () => {
    const profile = create();
    learnDay(profile, '20261123', 1.5);
    expect(profile.ratio(at('20261123', 8.5))).toBe(1);
    expect(profile.ratio(at('20261124', 8.5))).toBeCloseTo(1.49, 2);
    expect(profile.ratio(at('20261124', 12.5))).toBe(1);
    expect(profile.ratio(at('20261128', 8.5))).toBe(1);
    expect(profile.ratio(at('20261129', 8.5))).toBe(1);
  });

  it('is interpolated between the middles of the hours', () => {
    const profile = create();
    learnDay(profile, '20261123', 1.5);
    const ratio = profile.ratio(at('20261124', 9));
    expect(ratio).toBeGreaterThan(1.2);
    expect(ratio).toBeLessThan(1.3);
  });

  it('believes the days of late before those of long ago', () => {
    const profile = create();
    for (const date of ['20261123', '20261124', '20261125']) learnDay(profile, date, 1);
    for (const date of ['20261126', '20261127', '20261130']) learnDay(profile, date, 2);
    expect(profile.ratio(at('20261201', 8.5))).toBeGreaterThan(1.5);
  });

  it('follows the clock of the city, also on the day it goes back', () => {
    const profile = create();
    learnDay(profile, '20261018', 1.5);
    expect(profile.ratio(at('20261025', 8.5))).toBeCloseTo(1.49, 2);
  });

  it('outlives a restart', () => {
    const profile = create();
    learnDay(profile, '20261123', 1.5);
    const again = create();
    for (const row of profile.dump()) again.restore(row);
    expect(again.ratio(at('20261124', 8.5))).toBe(profile.ratio(at('20261124', 8.5)));
  });
});
