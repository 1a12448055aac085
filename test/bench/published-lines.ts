import type { Schedule, TripIndex } from '@rukh/domain/gtfs';
import { DEFAULT_FEED_OPTIONS } from '@rukh/domain/realtime';
import type { Assignment } from '@rukh/domain/tracking';
import type { Figures } from './figures.ts';

/** Of vehicles in service, how many positions would be published with their trip, and how many others with their line. */
export class PublishedLines {
  readonly #schedule: Schedule;
  #positions = 0;
  #withTrip = 0;
  #withLine = 0;
  #rightLine = 0;

  constructor(schedule: Schedule) {
    this.#schedule = schedule;
  }

  /** What was said of a vehicle that was on a trip, or waiting for it. */
  add(said: Assignment | undefined, truth: TripIndex): void {
    const { minConfidence, minLineConfidence } = DEFAULT_FEED_OPTIONS;
    this.#positions++;
    if (!said || said.phase === 'DEADHEAD') return;
    if (said.confidence >= minConfidence) this.#withTrip++;
    else if (said.lineConfidence >= minLineConfidence) {
      this.#withLine++;
      if (this.#lineOf(said.instance.trip) === this.#lineOf(truth)) this.#rightLine++;
    }
  }

  report(figures: Figures, subject: string): void {
    figures.add(subject, 'published with their trip', (100 * this.#withTrip) / this.#positions, '%', 1);
    figures.add(subject, 'else with their line', (100 * this.#withLine) / this.#positions, '%', 1);
    if (this.#withLine === 0) return;
    figures.add(subject, 'right of these', (100 * this.#rightLine) / this.#withLine, '%', 1);
  }

  #lineOf(trip: TripIndex): string {
    const { route, directionId } = this.#schedule.trips;
    return `${route[trip]!}/${directionId[trip]!}`;
  }
}
