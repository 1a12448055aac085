import { PREDICTION_PARAMETERS } from './prediction-parameters.js';
import { StopDwell } from './stop-dwell.js';

const p = PREDICTION_PARAMETERS;
const SECTION = 2;

describe('the dwell at an ordinary stop', () => {
  it('is the mean of what was seen, once enough was', () => {
    const dwell = new StopDwell(p);
    expect(dwell.seconds).toBe(0);
    for (let i = 0; i < 400; i++) dwell.learn(SECTION, i % 2 === 0 ? 10 : 30, 5);
    expect(dwell.seconds).toBeGreaterThan(18);
    expect(dwell.seconds).toBeLessThan(20.5);
  });

  it('is not learned from positions too far apart to tell arriving from leaving', () => {
    const dwell = new StopDwell(p);
    for (let i = 0; i < 400; i++) dwell.learn(SECTION, 20, 30);
    expect(dwell.seconds).toBe(0);
  });

  it('is not stretched by a stop at which a vehicle stood for ten minutes', () => {
    const dwell = new StopDwell(p);
    for (let i = 0; i < 100; i++) dwell.learn(SECTION, 10, 5);
    const before = dwell.seconds;
    dwell.learn(SECTION, 600, 5);
    expect(dwell.seconds - before).toBeLessThan(0.6);
  });

  it('is that of its stop where enough was seen of it, and else that of all', () => {
    const dwell = new StopDwell(p);
    for (let i = 0; i < 400; i++) {
      if (i % 10 === 0) dwell.learn(SECTION, 50, 5);
      else dwell.learn(SECTION + 1, 10, 5);
    }
    expect(dwell.secondsAt(SECTION)).toBeGreaterThan(42);
    expect(dwell.secondsAt(SECTION + 1)).toBeLessThan(12);
    expect(dwell.secondsAt(SECTION + 2)).toBe(dwell.seconds);
  });

  it('is remembered over a restart', () => {
    const dwell = new StopDwell(p);
    for (let i = 0; i < 50; i++) dwell.learn(SECTION, 25, 5);
    const again = new StopDwell(p);
    for (const [section, ...numbers] of dwell.dump()) again.restore(section, numbers);
    expect(again.seconds).toBe(dwell.seconds);
    expect(again.secondsAt(SECTION)).toBe(dwell.secondsAt(SECTION));
  });
});
