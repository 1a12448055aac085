/**
 * What must hold of predictions all day: simulated Lviv with everything that goes wrong there, a report each 10 s, with
 * the hints that its trackers give and without any. After a build:
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

  function measure(subject: string, hide: readonly string[]): void {
    const out = join(folder, 'out');
    rukh(
      'replay',
      '--gtfs',
      LVIV_GTFS,
      '--positions',
      recording,
      ...hide,
      '--write',
      'predictions',
      '--out',
      out,
    );
    const predictions = join(out, 'predictions.csv');
    const to = join(folder, 'score');
    rukh('score', '--truth', truth, '--predictions', predictions, '--baseline', 'timetable', '--out', to);
    rmSync(out, { recursive: true });
    addConditions(subject, join(to, 'score.json'));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

interface Source {
  readonly rows: number;
  readonly improper: { readonly inThePast: number; readonly finishedTrip: number };
  readonly completeness: {
    readonly share?: number;
    readonly byHorizon: Readonly<Record<string, { readonly share: number }>>;
  };
  readonly intervals: { readonly byHorizon: Readonly<Record<string, { readonly coverage: number }>> };
  readonly wobble: { readonly meanChangeSeconds?: number };
}

function addConditions(subject: string, file: string): void {
  const { predictions } = JSON.parse(readFileSync(file, 'utf8')) as {
    predictions: { sources: readonly Source[] };
  };
  const { rows, improper, completeness, intervals, wobble } = predictions.sources[0]!;
  figures.add(subject, 'predictions', rows, '');
  figures.add(subject, 'of a time gone by', improper.inThePast, '');
  figures.add(subject, 'of finished trips', (1e4 * improper.finishedTrip) / rows, 'in 10,000', 1);
  figures.add(subject, 'arrivals predicted at all', 100 * (completeness.share ?? NaN), '%', 1);
  for (const [horizon, { share }] of Object.entries(completeness.byHorizon)) {
    figures.add(subject, `arrivals predicted ${horizon} min ahead`, 100 * share, '%', 1);
  }
  for (const [horizon, { coverage }] of Object.entries(intervals.byHorizon)) {
    figures.add(subject, `arrivals within the interval, ${horizon} min ahead`, 100 * coverage, '%', 1);
  }
  figures.add(subject, 'change from look to look', wobble.meanChangeSeconds ?? NaN, 's', 1);
}
