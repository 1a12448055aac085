import type { ConfidenceInterval, BootstrapDraws, TripRatio, TripSums } from '../trip-sums.js';
import { type FixLabel, type PublishedFix, isRightTrip } from './judge-fix.js';

/** How many of a class of fixes, all of vehicles on a trip, were put on a trip, and on the right one. */
export interface RightScore {
  readonly fixes: number;
  /** Shares of all of them. */
  readonly assigned: number;
  readonly rightTrip: number;
  /** 95 % by bootstrap over vehicles. */
  readonly rightTripInterval?: ConfidenceInterval;
  /** Undefined where no label has a route, or a direction. */
  readonly rightRoute?: number;
  readonly rightRouteAndDirection?: number;
}

export class RightCounts {
  #fixes = 0;
  #assigned = 0;
  #rightTrip = 0;
  readonly #route = { of: 0, right: 0 };
  readonly #direction = { of: 0, right: 0 };
  readonly #byVehicle: TripRatio;

  constructor(sums: TripSums) {
    this.#byVehicle = sums.createRatio();
  }

  add(vehicle: number, label: FixLabel, published: PublishedFix): void {
    this.#fixes++;
    if (published.tripId !== undefined) this.#assigned++;
    const isRight = isRightTrip(label, published);
    if (isRight) this.#rightTrip++;
    this.#byVehicle.add(vehicle, isRight ? 1 : 0);
    if (label.routeId === undefined) return;
    const isRightRoute = label.routeId === published.routeId;
    this.#route.of++;
    if (isRightRoute) this.#route.right++;
    if (label.directionId === undefined) return;
    this.#direction.of++;
    if (isRightRoute && label.directionId === published.directionId) this.#direction.right++;
  }

  /** Undefined where nothing was added. */
  summarise(draws: BootstrapDraws): RightScore | undefined {
    if (this.#fixes === 0) return undefined;
    const rightTripInterval = draws.interval([this.#byVehicle]);
    return {
      fixes: this.#fixes,
      assigned: this.#assigned / this.#fixes,
      rightTrip: this.#rightTrip / this.#fixes,
      ...(rightTripInterval && { rightTripInterval }),
      ...(this.#route.of > 0 && { rightRoute: this.#route.right / this.#route.of }),
      ...(this.#direction.of > 0 && {
        rightRouteAndDirection: this.#direction.right / this.#direction.of,
      }),
    };
  }
}
