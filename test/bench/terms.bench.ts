/**
 * What each term of the tracking model brings: a simulated day of a third of Lviv's lines with all that goes wrong there
 * (a report each 30 s), and the recordings, tracked with trips, routes and stops hidden and with one term after another
 * left out. After a build:
 *
 *     node test/bench/terms.bench.ts [--small] [--seed N]
 *
 * The recordings are looked for as in tracking.bench.ts. Small is two hours and no term left out. With another seed it is
 * another day, and the recordings are left out.
 */
import { parseArgs } from 'node:util';
import type { AssignmentScores } from '@rukh/domain/scoring';
import { TRACKING_PARAMETERS, type TrackingParameters } from '@rukh/domain/tracking';
import { Figures } from './figures.ts';
import { type LabelledDay, readLabelled, simulateDay, trackLabelled } from './labelled-days.ts';
import { RECORDINGS, findRecording } from './replay-accuracy.ts';

/** So long, or so much trust in what was believed before, that nothing comes of it. */
const NEVER = 1e12;

/** By what is left out. */
const CHANGES: Readonly<Record<string, Partial<TrackingParameters>>> = {
  nothing: {},
  pace: { paceWeight: 0 },
  departures: { departureWeight: 0 },
  'timetable deviations': { firstTimeWeight: 0, presentTimeWeight: 0, timeCorrelationSeconds: NEVER },
  'memory of deviations': { timeCorrelationSeconds: NEVER },
  'sharing of runs': { shareSeconds: NEVER },
  'cost of a swap': { swapCost: 0 },
  'cost of a trip thought of only now': { unseenCost: 0 },
  'learning of punctuality and pace': { punctualityPrior: NEVER },
  'margin of the published trip': { switchMargin: 0 },
  heading: { headingKappa: 0 },
};

const { values } = parseArgs({
  options: { small: { type: 'boolean', default: false }, seed: { type: 'string', default: '1' } },
});
const figures = new Figures('terms');
measure(`Lviv simulated ${values.seed}`, await simulateDay(values.small ? 2 : 22, Number(values.seed)));
for (const name of values.small || values.seed !== '1' ? [] : RECORDINGS) {
  const folder = findRecording(name);
  if (folder === undefined) console.log(`${name}: the recording is not there; left out`);
  else measure(name, await readLabelled(folder));
}

function measure(name: string, day: LabelledDay): void {
  for (const [leftOut, change] of Object.entries(CHANGES).slice(0, values.small ? 1 : undefined)) {
    addScores(`${name}, without ${leftOut}`, trackLabelled(day, { ...TRACKING_PARAMETERS, ...change }));
  }
}

function addScores(subject: string, scores: AssignmentScores): void {
  const { inServiceKnown, inServiceInTimetable, confidence, phases } = scores;
  const add = (name: string, share: number | undefined): void => {
    if (share !== undefined) figures.add(subject, name, 100 * share, '%', 1);
  };
  figures.add(subject, 'fixes judged', scores.judged, '');
  add('in service, seen for 3 minutes, on the right trip', inServiceKnown?.rightTrip);
  add('in service, on the right trip of those in the timetable', inServiceInTimetable?.rightTrip);
  add('right at a confidence of 0.9 and above', confidence?.sure?.right);
  for (const [phase, { share }] of Object.entries(phases?.recognised ?? {})) {
    add(`${phase} recognised`, share);
  }
}
