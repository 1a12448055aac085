import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Schedule } from '@rukh/domain/gtfs';
import { type Simulation, type StepResult, step } from '@rukh/domain/simulation';
import { ServiceDays } from '@rukh/domain/time';
import { GzipRows } from './gzip-rows.js';
import {
  ARRIVAL_COLUMNS,
  EVENT_COLUMNS,
  POSITION_COLUMNS,
  TRUTH_COLUMNS,
  VISIT_COLUMNS,
  arrivalRow,
  eventRow,
  positionRow,
  truthRow,
  visitRow,
} from './simulation-rows.js';

/** Writes a simulation to files as fast as it goes. */
export interface OfflineFiles {
  /** The recording. */
  readonly out: string;
  /** Folder for the truth, if it is wanted. */
  readonly truth?: string;
}

const STEP_SECONDS = 30;

/** Simulates until an instant. `progress` is told the simulated time and how many reports are written. */
export async function simulateOffline(
  schedule: Schedule,
  simulation: Simulation,
  untilSeconds: number,
  { out, truth }: OfflineFiles,
  progress: (atSeconds: number, reports: number) => void,
): Promise<number> {
  await mkdir(dirname(out), { recursive: true });
  if (truth !== undefined) await mkdir(truth, { recursive: true });
  const positions = new GzipRows(out, POSITION_COLUMNS);
  const truths = truth === undefined ? undefined : new TruthFiles(truth, schedule);
  for (let now = simulation.nowSeconds; now < untilSeconds;) {
    now = Math.min(untilSeconds, now + STEP_SECONDS);
    const result = step(simulation, now);
    for (const report of result.reports) positions.add(positionRow(report));
    truths?.add(result);
    await positions.flush();
    await truths?.flush();
    progress(now, positions.rows);
  }
  await positions.close();
  await truths?.close();
  return positions.rows;
}

/** The truth of a simulation, in four files: of reports (row by row), arrivals, stop visits, events. */
class TruthFiles {
  readonly #schedule: Schedule;
  readonly #days: ServiceDays;
  readonly #reports: GzipRows;
  readonly #arrivals: GzipRows;
  readonly #visits: GzipRows;
  readonly #events: GzipRows;

  constructor(folder: string, schedule: Schedule) {
    this.#schedule = schedule;
    this.#days = new ServiceDays(schedule.timeZone);
    this.#reports = new GzipRows(join(folder, 'truth.csv.gz'), TRUTH_COLUMNS);
    this.#arrivals = new GzipRows(join(folder, 'arrivals_truth.csv.gz'), ARRIVAL_COLUMNS);
    this.#visits = new GzipRows(join(folder, 'stop_visits_truth.csv.gz'), VISIT_COLUMNS);
    this.#events = new GzipRows(join(folder, 'events_truth.csv.gz'), EVENT_COLUMNS);
  }

  add({ reports, visits, events }: StepResult): void {
    for (const report of reports) this.#reports.add(truthRow(this.#schedule, report));
    for (const visit of visits) {
      this.#visits.add(visitRow(this.#schedule, this.#days, visit));
      const arrival = arrivalRow(this.#schedule, this.#days, visit);
      if (arrival !== undefined) this.#arrivals.add(arrival);
    }
    for (const event of events) this.#events.add(eventRow(this.#schedule, event));
  }

  async flush(): Promise<void> {
    for (const file of this.#all()) await file.flush();
  }

  async close(): Promise<void> {
    for (const file of this.#all()) await file.close();
  }

  #all(): GzipRows[] {
    return [this.#reports, this.#arrivals, this.#visits, this.#events];
  }
}
