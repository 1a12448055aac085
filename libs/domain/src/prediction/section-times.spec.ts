import type { Pattern } from '../gtfs/index.js';
import { ServiceDays } from '../time/index.js';
import { HourProfile } from './hour-profile.js';
import { PREDICTION_PARAMETERS } from './prediction-parameters.js';
import { SectionTimes } from './section-times.js';

const NOW = 1_800_000_000;
const BUS = { stops: Int32Array.from([1, 2, 3]) } as unknown as Pattern;
const TROLLEYBUS = { stops: Int32Array.from([9, 1, 2]) } as unknown as Pattern;

/** The section between stops 1 and 2 of the bus, and what is learned. */
function create(): { sections: SectionTimes; section: number } {
  const sections = new SectionTimes(
    PREDICTION_PARAMETERS,
    new HourProfile(PREDICTION_PARAMETERS, new ServiceDays('UTC')),
  );
  return { sections, section: sections.of(0, BUS)[1]! };
}

describe('the time of a section', () => {
  it('is the timetable’s where nothing is known', () => {
    const { sections, section } = create();
    expect(sections.estimate(section, 100, NOW)).toBe(100);
    expect(sections.networkRatio()).toBe(1);
    expect(sections.size).toBe(0);
  });

  it('is one section whatever the route', () => {
    const { sections, section } = create();
    expect(sections.of(1, TROLLEYBUS)[2]).toBe(section);
  });

  it('comes near to what it took of late, and goes back to what it took for weeks', () => {
    const { sections, section } = create();
    for (let day = 20; day > 0; day--) sections.learn(section, 100, 1, 120, NOW - day * 86_400);
    for (let i = 0; i < 6; i++) sections.learn(section, 300, 1, 120, NOW + i * 60);
    expect(sections.estimate(section, 120, NOW + 360)).toBeGreaterThan(200);
    expect(sections.estimate(section, 120, NOW + 4 * 3600)).toBeLessThan(180);
  });

  it('is the same whether a crossing is told at once or in pieces', () => {
    const whole = create();
    const pieces = create();
    whole.sections.learn(whole.section, 200, 1, 120, NOW);
    for (const share of [0.5, 0.25, 0.25]) {
      pieces.sections.learn(pieces.section, 200 * share, share, 120, NOW);
    }
    expect(pieces.sections.estimate(pieces.section, 120, NOW)).toBeCloseTo(
      whole.sections.estimate(whole.section, 120, NOW),
    );
  });

  it('grows while a jam lasts that nobody has crossed yet', () => {
    const { sections, section } = create();
    const estimates = [0, 60, 120, 180].map((seconds) => {
      sections.learn(section, 60, 0.02, 120, NOW + seconds);
      return sections.estimate(section, 120, NOW + seconds);
    });
    expect(estimates).toEqual([...estimates].sort((a, b) => a - b));
    expect(estimates.at(-1)).toBeGreaterThan(140);
  });

  it('is stretched as the network is where the section was not passed', () => {
    const { sections, section } = create();
    for (let i = 0; i < 400; i++) sections.learn(section, 180, 1, 120, NOW);
    expect(sections.networkRatio()).toBeGreaterThan(1.3);
    expect(sections.networkRatio()).toBeLessThan(1.5);
  });

  it('shares what is rare with all sections, and not with its own alone', () => {
    const { sections, section } = create();
    const other = sections.of(1, TROLLEYBUS)[1]!;
    for (let i = 0; i < 1000; i++) sections.learn(i % 2 === 0 ? section : other, 100, 1, 100, NOW);
    const before = sections.estimate(section, 100, NOW);
    expect(sections.estimate(other, 100, NOW)).toBeCloseTo(before);
    for (let i = 0; i < 50; i++) sections.learn(section, 100, 1, 100, NOW, 200);
    expect(sections.estimate(section, 100, NOW)).toBeCloseTo(before + 8.7, 0);
    expect(sections.estimate(other, 100, NOW)).toBeCloseTo(before + 8.7, 0);
    expect(sections.networkRatio()).toBeCloseTo(1);
  });

  it('outlives a restart', () => {
    const { sections, section } = create();
    sections.learn(section, 300, 1, 120, NOW, 50);
    const again = new SectionTimes(
      PREDICTION_PARAMETERS,
      new HourProfile(PREDICTION_PARAMETERS, new ServiceDays('UTC')),
    );
    again.restore(sections.dump());
    expect(again.estimate(again.of(0, BUS)[1]!, 120, NOW)).toBe(sections.estimate(section, 120, NOW));
    expect(again.networkRatio()).toBe(sections.networkRatio());
  });

  it('forgets rows of an earlier form instead of misreading them', () => {
    const { sections, section } = create();
    sections.restore([
      [-1, 0, 1e6, 2e6, 0, 0, NOW],
      [1, 2, 3, 300, 9, 900, NOW],
    ]);
    expect(sections.estimate(section, 100, NOW)).toBe(100);
    expect(sections.networkRatio()).toBe(1);
  });
});
