/**
 * What must hold of predictions all day, and how right tracking is in each phase: simulated Lviv with everything that goes
 * wrong there, a report each 10 s, with the hints that its trackers give and without any. After a build:
 *
 *     node test/bench/day.bench.ts [--small]
 *
 * `rukh simulate`, `replay` and `score` as anybody runs them; a whole day takes some ten minutes of a core, and 3 GB of
 * disk while it does. --small is half an hour of the peak.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Figures } from './figures.ts';
import { LVIV_GTFS, rukh } from './run-rukh.ts';

const { values } = parseArgs({ options: { small: { type: 'boolean', default: false } } });
const figures = new Figures('day');
const folder = mkdtempSync(join(tmpdir(), 'rukh-day-'));
try {
  const recording = join(folder, 'day.csv.gz');
  const truth = join(folder, 'truth');
  const day = ['--date', '2026-11-25', '--preset', 'lviv', '--seed', '1', '--interval', '10'];
  const hours = values.small ? ['--from', '08:00', '--hours', '0.5'] : [];
  rukh('simulate', '--gtfs', LVIV_GTFS, ...day, ...hours, '--out', recording, '--truth', truth);
  measure('hints as trackers give them', []);
  if (!values.small) measure('no hints', ['--hide', 'trip,route,stop']);
  const boardings = ['--boardings', join(truth, 'stop_visits_truth.csv.gz')];
  if (!values.small) measure('hints, and taps tell who gets in', boardings);

  function measure(subject: string, flags: readonly string[]): void {
    const out = join(folder, 'out');
    rukh(
      'replay',
      '--gtfs',
      LVIV_GTFS,
      '--positions',
      recording,
      ...flags,
      '--write',
      'assignments,predictions',
      '--out',
      out,
    );
    const to = join(folder, 'score');
    const said = [
      '--predictions',
      join(out, 'predictions.csv'),
      '--assignments',
      join(out, 'assignments.csv'),
    ];
    rukh('score', '--truth', truth, ...said, '--baseline', 'timetable', '--out', to);
    rmSync(out, { recursive: true });
    const { predictions, assignments } = JSON.parse(readFileSync(join(to, 'score.json'), 'utf8')) as Scores;
    addConditions(subject, predictions.sources[0]!);
    addAssignments(subject, assignments.scores);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

interface Scores {
  readonly predictions: { readonly sources: readonly Source[] };
  readonly assignments: { readonly scores: Assignments };
}

interface Source {
  readonly rows: number;
  readonly scores: { readonly byHorizon: Readonly<Record<string, { readonly maeSeconds: number }>> };
  readonly improper: { readonly inThePast: number; readonly finishedTrip: number };
  readonly completeness: {
    readonly share?: number;
    readonly byHorizon: Readonly<Record<string, { readonly share: number }>>;
  };
  readonly intervals: { readonly byHorizon: Readonly<Record<string, { readonly coverage: number }>> };
  readonly wobble: { readonly meanChangeSeconds?: number };
}

interface Assignments {
  readonly inService: { readonly rightTrip: number; readonly rightRoute: number };
  readonly layover: { readonly rightTrip: number };
  readonly phases: { readonly recognised: Readonly<Record<string, { readonly share: number }>> };
  readonly confidence: { readonly sure: { readonly right: number } };
  readonly minutes: Readonly<Record<string, number>>;
}

function addConditions(
  subject: string,
  { rows, scores, improper, completeness, intervals, wobble }: Source,
): void {
  figures.add(subject, 'predictions', rows, '');
  figures.add(subject, 'of a time gone by', improper.inThePast, '');
  figures.add(subject, 'of finished trips', (1e4 * improper.finishedTrip) / rows, 'in 10,000', 1);
  for (const [horizon, { maeSeconds }] of Object.entries(scores.byHorizon)) {
    figures.add(subject, `mean error ${horizon} min ahead`, maeSeconds, 's', 1);
  }
  figures.add(subject, 'arrivals predicted at all', 100 * (completeness.share ?? NaN), '%', 1);
  for (const [horizon, { share }] of Object.entries(completeness.byHorizon)) {
    figures.add(subject, `arrivals predicted ${horizon} min ahead`, 100 * share, '%', 1);
  }
  for (const [horizon, { coverage }] of Object.entries(intervals.byHorizon)) {
    figures.add(subject, `arrivals within the interval, ${horizon} min ahead`, 100 * coverage, '%', 1);
  }
  figures.add(subject, 'change from look to look', wobble.meanChangeSeconds ?? NaN, 's', 1);
}

function addAssignments(
  subject: string,
  { inService, layover, phases, confidence, minutes }: Assignments,
): void {
  figures.add(subject, 'in service on the right trip', 100 * inService.rightTrip, '%', 1);
  figures.add(subject, 'in service on the right route', 100 * inService.rightRoute, '%', 1);
  figures.add(subject, 'layover with the right next trip', 100 * layover.rightTrip, '%', 1);
  for (const [phase, { share }] of Object.entries(phases.recognised)) {
    figures.add(subject, `${phase} recognised`, 100 * share, '%', 1);
  }
  figures.add(subject, 'right at a confidence of 0.9 and above', 100 * confidence.sure.right, '%', 1);
  const all = Object.values(minutes).reduce((sum, some) => sum + some, 0);
  figures.add(subject, 'minutes published on a wrong trip', (100 * minutes['wrong_trip']!) / all, '%', 1);
}
