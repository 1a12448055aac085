import { type NewFix, createFix } from './hypothesis.js';
import { RecentHalts } from './recent-halts.js';

function fixAt(at: number, x: number, speed: number | undefined, elapsed = 5): NewFix {
  return { ...createFix(), at, x, y: 0, speed, elapsed };
}

describe('where a vehicle was slow of late', () => {
  it('is remembered for five minutes after it left', () => {
    const halts = new RecentHalts();
    halts.note(fixAt(0, 0, 0));
    halts.note(fixAt(100, 5, 1));
    halts.note(fixAt(300, 3000, 10));
    expect(halts.isNear({ x: 30, y: 0 }, 40)).toBe(true);
    expect(halts.isNear({ x: 60, y: 0 }, 40)).toBe(false);
    halts.note(fixAt(401, 4000, 10));
    expect(halts.isNear({ x: 30, y: 0 }, 40)).toBe(false);
  });

  it('is one halt however long it stands, and a new one each forty metres where it creeps', () => {
    const halts = new RecentHalts();
    for (const x of [0, 5, 10]) halts.note(fixAt(x, x, 0));
    expect(halts.listNew()).toHaveLength(1);
    for (const x of [45, 90]) halts.note(fixAt(x, x, 2));
    expect(halts.listNew()).toHaveLength(3);
    halts.startAfresh();
    expect(halts.listNew()).toEqual([]);
    expect(halts.isNear({ x: 0, y: 0 }, 40)).toBe(true);
  });

  it('knows how closely it was watched, and that it was not where speeds are not told', () => {
    const halts = new RecentHalts();
    halts.note(fixAt(0, 0, 9, 4));
    halts.note(fixAt(12, 0, 9, 12));
    expect(halts.widestGapSeconds).toBe(12);
    halts.note(fixAt(40, 0, undefined, 28));
    expect(halts.widestGapSeconds).toBe(Infinity);
    halts.startAfresh();
    expect(halts.widestGapSeconds).toBe(0);
    const restarted = new RecentHalts(false);
    restarted.note(fixAt(0, 0, 9, 4));
    expect(restarted.widestGapSeconds).toBe(Infinity);
  });
});
