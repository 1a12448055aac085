import { type PastTimes, judgePast, sumOf } from './judge-past.js';
import type { Circumstances } from './score-hypothesis.js';
import { TownFleet } from './town.fixture.js';
import { TRACKING_PARAMETERS as P } from './tracking-parameters.js';

const town = new TownFleet();
const [runA, runB] = ['out1', 'out2'].map((id) => {
  town.report(id, 60, town.onTrip('out1', 500), { tripId: id });
  return town.fleet.findState(id)!.trip!.run;
});

function judge(changes: Partial<Circumstances>, watchedShare = 0): PastTimes {
  const around = { run: undefined, loyalty: 0, former: undefined, ...changes };
  return judgePast(P, [], around as Circumstances, watchedShare, () => false, 0);
}

describe('a run taken up', () => {
  it('on its way costs the more, the longer the vehicle was watched; at its first stop nothing', () => {
    const { of } = judge({}, 0.75);
    expect([sumOf(of(runA!, true)), sumOf(of(runA!, false))]).toEqual([-0.75 * P.unseenCost, -0]);
  });

  it('costs that, too, while a trip is waited for that nothing was driven of', () => {
    expect(sumOf(judge({ run: runB }, 1).of(runA!, true))).toBe(-P.unseenCost);
  });

  it('again after a long silence is the likelier, the surer it was followed; else it is any other', () => {
    const former = (sureness: number) => ({ former: { run: runA!, sureness, at: 0 } });
    expect(sumOf(judge(former(1), 1).of(runA!, true))).toBe(P.returnBonus);
    expect(sumOf(judge(former(0.25), 1).of(runA!, true))).toBe(0.25 * P.returnBonus - 0.75 * P.unseenCost);
  });
});
