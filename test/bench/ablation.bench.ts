/**
 * What each part of the prediction model brings: the recordings, tracked once with trips, routes and stops hidden, are
 * predicted with one part after another left out, and held against the arrivals that were seen. After a build:
 *
 *     node test/bench/ablation.bench.ts [--small]
 *
 * The recordings are looked for as in tracking.bench.ts. Small is one part on one recording.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { PREDICTION_PARAMETERS, type PredictionParameters } from '@rukh/domain/prediction';
import { Figures } from './figures.ts';
import { RECORDINGS, findRecording } from './replay-accuracy.ts';
import { predictTracked, readTruth, trackHidden } from './replay-predictions.ts';

/** So much trust in what was believed before that nothing seen counts; or so little time that nothing is kept. */
const NEVER = 1e12;

/** By what is left out. */
const CHANGES: Readonly<Record<string, Partial<PredictionParameters>>> = {
  nothing: {},
  'all that is learned of sections': { longTrust: NEVER, timetableTrust: NEVER, networkTrustSeconds: NEVER },
  'crossings of late': { longTrust: NEVER },
  "the network's ratio": { networkTrustSeconds: NEVER },
  'smoothing of the timetable': { smoothedSections: 0 },
  'differences between trips in the timetable': { timetableHours: 0 },
  'rare delays counted apart': { rareRatio: NEVER },
  'where in a section time is spent': { paceTrust: NEVER },
  'what positions mean for the next stop': { approachTrust: NEVER, motionTrust: NEVER, paceTrust: NEVER },
  'who moves and who stands': { motionTrust: NEVER },
  'waits at timing points': { timingPointsMost: 0 },
  'errors that are learned': { intervalTrust: NEVER },
};

const { values } = parseArgs({ options: { small: { type: 'boolean', default: false } } });
const figures = new Figures('ablation');
for (const name of values.small ? RECORDINGS.slice(0, 1) : RECORDINGS) {
  const folder = findRecording(name);
  if (folder === undefined) {
    console.log(`${name}: the recording is not there; left out`);
    continue;
  }
  const tracked = await trackHidden(join(folder, 'gtfs.zip'), join(folder, 'vehicle_positions.csv.gz'));
  const truth = readTruth(join(folder, 'arrivals_truth.csv.gz'));
  for (const [leftOut, change] of Object.entries(CHANGES).slice(0, values.small ? 1 : undefined)) {
    const { scores, intervals } = predictTracked(tracked, truth, { ...PREDICTION_PARAMETERS, ...change });
    for (const horizon of Object.keys(scores.byHorizon)) {
      const score = scores.byHorizon[horizon];
      if (score) figures.add(`${name}, without ${leftOut}`, `${horizon} min`, score.maeSeconds, 's', 1);
    }
    figures.add(
      `${name}, without ${leftOut}`,
      'within the interval',
      100 * (intervals.all?.coverage ?? NaN),
      '%',
    );
  }
}
