/**
 * Cities that Rukh was not made for: morning hours simulated by timetables of other places, most without blocks and two by
 * frequencies.txt, tracked and predicted with trips, routes and stops hidden. After a build:
 *
 *     node test/bench/cities.bench.ts [--small]
 *
 * `rukh simulate`, `replay`, `score` and `validate` as anybody runs them. Feeds are looked for in $RUKH_SHARED/data/small-gtfs,
 * or ../shared beside the repository; without them it says so. Small is the smallest of them.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Figures } from './figures.ts';
import { SHARED_DATA, rukh } from './run-rukh.ts';

/** A day on which the feed has service, and how it is run. */
const CITIES: Readonly<Record<string, string>> = {
  auckland: '2019-06-24',
  berlin: '2020-11-19',
  'bullrunner-gtfs': '2015-01-02',
  fortaleza: '2019-06-14',
  poa: '2019-01-18',
  saopaulo: '2008-01-02',
  warsaw: '2020-04-07',
};
const HOURS = ['--from', '07:00', '--hours', '3'];
const FEEDS = join(SHARED_DATA, 'small-gtfs');

const { values } = parseArgs({
  options: { small: { type: 'boolean', default: false }, seed: { type: 'string', default: '1' } },
});
const figures = new Figures('cities');
for (const [name, date] of Object.entries(CITIES).slice(0, values.small ? 1 : undefined)) {
  const gtfs = join(FEEDS, `${name}.zip`);
  if (existsSync(gtfs)) measure(name, gtfs, date);
  else console.log(`${name}: ${gtfs} is not there; left out`);
}

function measure(name: string, gtfs: string, date: string): void {
  const folder = mkdtempSync(join(tmpdir(), 'rukh-cities-'));
  const [day, truth, out] = ['day.csv.gz', 'truth', 'out'].map((part) => join(folder, part)) as [
    string,
    string,
    string,
  ];
  try {
    rukh(
      'simulate',
      '--gtfs',
      gtfs,
      '--date',
      date,
      ...HOURS,
      '--seed',
      values.seed,
      '--out',
      day,
      '--truth',
      truth,
    );
    rukh('replay', '--gtfs', gtfs, '--positions', day, '--hide', 'trip,route,stop', '--out', out);
    const said = ['predictions', 'assignments'].flatMap((table) => [`--${table}`, join(out, `${table}.csv`)]);
    rukh('score', '--truth', truth, ...said, '--baseline', 'none', '--out', join(folder, 'score'));
    addScores(name, join(folder, 'score', 'score.json'));
    const found = rukh('validate', join(out, 'feed'), '--gtfs', gtfs);
    figures.add(
      name,
      'rules broken by the feed',
      Number(/(\d+) errors, \d+ warnings\s*$/.exec(found)?.[1]),
      '',
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Score {
  readonly predictions: {
    readonly sources: readonly {
      readonly scores: { readonly byHorizon: Readonly<Record<string, { readonly maeSeconds: number }>> };
      readonly completeness: { readonly share?: number };
    }[];
  };
  readonly assignments: {
    readonly scores: {
      readonly vehicles: number;
      readonly inService: { readonly rightTrip: number; readonly rightRoute: number };
    };
  };
}

function addScores(name: string, file: string): void {
  const { predictions, assignments } = JSON.parse(readFileSync(file, 'utf8')) as Score;
  const { vehicles, inService } = assignments.scores;
  const [own] = predictions.sources;
  figures.add(name, 'vehicles', vehicles, '');
  figures.add(name, 'in service on the right trip', 100 * inService.rightTrip, '%', 1);
  figures.add(name, 'on the right route', 100 * inService.rightRoute, '%', 1);
  figures.add(name, 'arrivals predicted at all', 100 * (own!.completeness.share ?? NaN), '%', 1);
  for (const horizon of ['0-3', '3-6', '6-10', '10-15', '15-30']) {
    const { maeSeconds } = own!.scores.byHorizon[horizon] ?? { maeSeconds: NaN };
    figures.add(name, `mean error of arrivals ${horizon} min ahead`, maeSeconds, 's');
  }
}
