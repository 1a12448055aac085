import { resolve } from 'node:path';
import { importGtfs } from '@rukh/adapters/gtfs-files';
import { type DayConditions, liveThroughDay, rangeOf } from './support/simulated-day.js';

const LVIV = resolve(import.meta.dirname, '../data/lviv/gtfs.zip');
const SEVEN = Temporal.ZonedDateTime.from('2026-11-25T07:00[Europe/Kyiv]').epochMilliseconds / 1000;
const MINUTES = 60;

describe('a morning of some lines of Lviv, with all that goes wrong there', () => {
  let day: DayConditions;

  beforeAll(async () => {
    const { schedule } = await importGtfs(LVIV);
    const options = {
      seed: 1,
      startSeconds: SEVEN,
      preset: 'lviv',
      vehicles: 40,
      intervalSeconds: 10,
      warmUpSeconds: 3600,
    } as const;
    day = liveThroughDay(schedule!, options, MINUTES * 60);
  });

  it('is looked at often enough to mean something', () => {
    expect(day.rows).toBeGreaterThan(150_000);
    expect(day.looks).toBeGreaterThan(2500);
    expect(day.starts).toBeGreaterThan(10);
  });

  it('has no prediction of a time gone by, and none that leaves a stop out or runs backwards', () => {
    expect({ inThePast: day.inThePast, broken: day.broken }).toEqual({ inThePast: 0, broken: 0 });
    expect(day.scores.improper.inThePast).toBe(0);
  });

  it('has hardly a prediction of a trip that is over: of one turned short while that cannot be known yet', () => {
    expect(day.ofFinishedTrips / day.rows).toBeLessThan(0.001);
  });

  it('has every stop ahead of a vehicle under way covered', () => {
    expect(day.covered / day.looks).toBeGreaterThan(0.985);
  });

  it('predicts the first stop of a trip before its vehicle gets there', () => {
    expect(day.startsPredicted / day.starts).toBeGreaterThan(0.95);
  });

  it('predicts nearly every arrival, at every horizon', () => {
    const { completeness } = day.scores;
    expect(completeness.share).toBeGreaterThan(0.98);
    const [least] = rangeOf((horizon) => completeness.byHorizon[horizon]?.share);
    expect(least).toBeGreaterThan(0.95);
  });

  it('tells intervals that hold about four arrivals in five', () => {
    const { all, byHorizon } = day.scores.intervals;
    expect(all!.coverage).toBeGreaterThan(0.72);
    expect(all!.coverage).toBeLessThan(0.9);
    const [least] = rangeOf((horizon) => byHorizon[horizon]?.coverage);
    expect(Math.min(least, ...Object.values(day.coverage))).toBeGreaterThan(0.65);
  });

  it('does not wobble from one look to the next', () => {
    expect(day.scores.wobble.meanChangeSeconds).toBeLessThan(25);
    expect(day.scores.wobble.contradictions).toBe(0);
  });
});
