import { importGtfs } from '@rukh/adapters/gtfs-files';
import type { ScoringOptions } from '@rukh/domain/scoring';
import { type AssignmentReport, scoreAssignmentsFile } from './score-assignments-file.js';
import { type Contenders, type PredictionReport, scorePredictionsFile } from './score-predictions-file.js';
import type { Truths } from './find-truths.js';

/** All that was scored, as score.json has it. */
export interface Score {
  readonly format: 'rukh-score/1';
  readonly predictions?: PredictionReport;
  readonly assignments?: AssignmentReport;
}

export interface Scored {
  readonly predictions?: string;
  readonly assignments?: string;
  /** GTFS that assignments were made by. */
  readonly gtfs?: string;
  /** Trips less sure than this count as not shown. */
  readonly minConfidence: number;
}

/** Scores what is given by the truth of its kind. Throws an Error where there is none, or a file cannot be read. */
export async function runScore(
  truths: Truths,
  scored: Scored,
  contenders: Contenders,
  tell: (line: string) => void,
): Promise<Score> {
  const { arrivals, labels } = truths;
  if (scored.predictions !== undefined && arrivals.length === 0) {
    throw new Error('--predictions needs a --truth of observed arrivals (trip_id, start_date, arrival_ts).');
  }
  if (scored.assignments !== undefined && labels.length !== 1) {
    throw new Error('--assignments needs one --truth of labelled fixes (ts, vehicle_id, trip_id).');
  }
  const predictions =
    scored.predictions === undefined
      ? undefined
      : await scorePredictionsFile(arrivals, scored.predictions, contenders, tell);
  const assignments =
    scored.assignments === undefined
      ? undefined
      : await scoreAssignmentsFile(labels[0]!, scored.assignments, tell, {
          ...(await readTrips(scored.gtfs)),
          shownFrom: scored.minConfidence,
        });
  return {
    format: 'rukh-score/1',
    ...(predictions && { predictions }),
    ...(assignments && { assignments }),
  };
}

/** Which trips a GTFS has, where one is given. Throws an Error that says what is wrong with it. */
async function readTrips(gtfs: string | undefined): Promise<Pick<ScoringOptions, 'isInTimetable'>> {
  if (gtfs === undefined) return {};
  const { schedule, report } = await importGtfs(gtfs);
  if (!schedule) {
    const [first] = report.findings.filter(({ severity }) => severity === 'error');
    throw new Error(`${gtfs} is refused: ${first?.message ?? 'no schedule in it'}`);
  }
  const ids = new Set(schedule.trips.ids);
  return { isInTimetable: (tripId) => ids.has(tripId) };
}
