import { Injectable } from '@nestjs/common';
import { type Principal, seesCarrier } from '@rukh/domain/dispatch';
import type { Schedule } from '@rukh/domain/gtfs';
import type { ServiceAlert } from '@rukh/domain/realtime';
import { Problem } from '@rukh/service';
import { CarrierOf } from '../fleet/carrier-of.js';
import { FeedMirror } from '../orders/feed-mirror.js';

type Selector = ServiceAlert['informedEntities'][number];

/** Whose alerts are: who is bound to carriers writes of their own lines only. */
@Injectable()
export class AlertRights {
  constructor(
    private readonly feed: FeedMirror,
    private readonly carriers: CarrierOf,
  ) {}

  /** Whether it is about nothing but somebody's own lines. A stop alone or a kind of transport is everybody's. */
  isOwn(principal: Principal, { informedEntities }: ServiceAlert): boolean {
    if (principal.carrierIds === undefined) return true;
    const { schedule } = this.feed.context;
    return informedEntities.every((selector) => {
      const carrierId = this.#carrierOf(selector, schedule);
      return carrierId !== undefined && seesCarrier(principal, carrierId);
    });
  }

  /** @throws Problem 403 */
  refuseForeign(principal: Principal, alert: ServiceAlert): void {
    if (this.isOwn(principal, alert)) return;
    throw new Problem(403, {
      type: 'urn:rukh:problem:not_your_lines',
      detail: 'This is not only about lines of your company.',
    });
  }

  #carrierOf({ agencyId, routeId, trip }: Selector, { trips, routes }: Schedule): string | undefined {
    if (routeId !== undefined) return this.carriers.ofRoute(routeId);
    if (trip?.tripId === undefined) return agencyId;
    const index = trips.indexOf.get(trip.tripId);
    return index === undefined ? undefined : this.carriers.ofRoute(routes[trips.route[index]!]!.routeId);
  }
}
