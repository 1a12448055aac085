import type { ShapeLine } from '../../live/shape-line.js';
import { MovingVehicle, type Report } from './moving-vehicle.js';

/** Due east, a metre a step, then due south: far longer than anything below. */
const line: ShapeLine = {
  x: Float64Array.of(0.5, 0.6, 0.6),
  y: Float64Array.of(0.3, 0.3, 0.4),
  along: Float64Array.of(0, 10_000, 20_000),
};
const shapeOf = (): ShapeLine => line;

const report = (fixAt: number, shapeMetres: number | null, more: Partial<Report> = {}): Report => ({
  lat: 49.84,
  lon: 24,
  bearing: null,
  speedMetresPerSecond: null,
  fixAt,
  state: 'normal',
  patternId: 'P',
  shapeMetres,
  ...more,
});

describe('a vehicle on the map', () => {
  it('goes along its line between two reports', () => {
    const vehicle = new MovingVehicle();
    vehicle.take(report(0, 9_900));
    vehicle.take(report(20, 10_100));
    vehicle.moveTo(5, shapeOf);
    expect([vehicle.metres, vehicle.y]).toEqual([9_950, 0.3]);
    vehicle.moveTo(15, shapeOf);
    expect(vehicle.metres).toBeCloseTo(10_050);
    expect([vehicle.x, vehicle.y]).toEqual([0.6, expect.closeTo(0.3005, 6)]);
    expect(vehicle.bearing).toBeCloseTo(Math.PI);
  });

  it('goes on without a report for 15 s, by the speed that it had, then stands', () => {
    const vehicle = new MovingVehicle();
    vehicle.take(report(0, 0));
    vehicle.take(report(10, 100));
    for (let time = 0; time <= 60; time++) vehicle.moveTo(time, shapeOf);
    expect(vehicle.metres).toBeCloseTo(250);
  });

  it('waits rather than going back, where it was drawn less than 50 m too far', () => {
    const vehicle = new MovingVehicle();
    vehicle.take(report(0, 0));
    vehicle.take(report(10, 100));
    for (let time = 0; time <= 14; time += 0.5) vehicle.moveTo(time, shapeOf);
    expect(vehicle.metres).toBeCloseTo(140);
    vehicle.take(report(14, 110));
    vehicle.moveTo(14.5, shapeOf);
    expect(vehicle.metres).toBeCloseTo(140);
  });

  it('goes back where it was drawn much too far', () => {
    const vehicle = new MovingVehicle();
    vehicle.take(report(0, 1000));
    vehicle.moveTo(0, shapeOf);
    vehicle.take(report(10, 900));
    vehicle.moveTo(10, shapeOf);
    expect(vehicle.metres).toBe(900);
  });

  it('never jumps: sampled 20 times a second it is never faster than one and a half of its speed', () => {
    const vehicle = new MovingVehicle();
    let random = 7;
    const next = (): number => (random = (random * 16_807) % 2_147_483_647) / 2_147_483_647;
    let metres = 0;
    let at = 0;
    let before: number | undefined;
    let nextReport = 0;
    const speeds: number[] = [0];
    let [worst, least] = [0, 0];
    for (let step = 0; step < 12_000; step++) {
      const time = step / 20;
      if (time >= nextReport) {
        const pause = 3 + 9 * next();
        const speed = 12 * next();
        if (step > 0) metres += speed * (time - at);
        speeds.push(speed);
        at = time;
        vehicle.take(report(time, metres));
        nextReport = time + pause;
      }
      vehicle.moveTo(time - 10, shapeOf);
      if (before !== undefined) {
        const fastest = 1.5 * Math.max(3, ...speeds.slice(-5));
        worst = Math.max(worst, ((vehicle.metres - before) * 20) / fastest);
        least = Math.min(least, vehicle.metres - before);
      }
      before = vehicle.metres;
    }
    expect(worst).toBeLessThanOrEqual(1.000_001);
    expect(least).toBe(0);
  });

  it('goes straight off its line', () => {
    const vehicle = new MovingVehicle();
    vehicle.take(report(0, null, { state: 'off_route', lon: 24 }));
    vehicle.take(report(100, null, { state: 'off_route', lon: 24.001 }));
    vehicle.moveTo(0, shapeOf);
    for (let time = 1; time <= 50; time++) vehicle.moveTo(time, shapeOf);
    expect(vehicle.x * 360 - 180).toBeCloseTo(24.0005, 5);
    expect(vehicle.bearing).toBeCloseTo(Math.PI / 2);
  });
});
