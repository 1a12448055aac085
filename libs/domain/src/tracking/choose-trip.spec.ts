import { chooseTrip } from './choose-trip.js';
import { type HypothesisPhase, type NewHypothesis, createHypothesis } from './hypothesis.js';
import { EIGHT, TownFleet } from './town.fixture.js';
import { TRACKING_PARAMETERS as P } from './tracking-parameters.js';

const town = new TownFleet();
const { trips } = town.schedule;

const today = town.timetable.around(EIGHT).find(({ byTrip }) => byTrip.size > 0)!;

function ideaOf(
  id: string,
  share: number,
  phase: HypothesisPhase = 'IN_PROGRESS',
  offset = 0,
): NewHypothesis {
  const [trip] = today.byTrip.get(trips.indexOf.get(id)!)!;
  const past = { evidence: 0, timeEvidence: 0, runEvidence: 0 };
  const idea = createHypothesis(trip!, phase, 500, offset, past);
  idea.score = Math.log(share);
  return idea;
}

const verdict = chooseTrip(
  P,
  trips,
  [
    ideaOf('out1', 0.35),
    ideaOf('out2', 0.3),
    ideaOf('back1', 0.1),
    // On the way to a trip of the line nobody can ride yet.
    ideaOf('out3', 0.15, 'DEADHEAD', P.layoverMetres + 1),
  ],
  undefined,
  Math.log(0.1),
  0,
);

describe('what a vehicle is on', () => {
  it('is its likeliest trip, as surely as that is', () => {
    expect(town.schedule.trips.ids[verdict.chosen!.trip.trip]).toBe('out1');
    expect(verdict.confidence).toBeCloseTo(0.35);
  });

  it('is its line as surely as all trips of that route and direction are together', () => {
    expect(verdict.lineConfidence).toBeCloseTo(0.65);
  });

  it('is nothing as surely as being on none, and on the way to a trip', () => {
    expect(verdict.emptyShare).toBeCloseTo(0.25);
  });
});
