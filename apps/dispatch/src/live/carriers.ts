import { Injectable } from '@nestjs/common';
import { ScheduleStore } from '@rukh/adapters/postgres';

/** Whom a vehicle or a line belongs to: of a line its agency. */
@Injectable()
export class Carriers {
  constructor(private readonly schedules: ScheduleStore) {}

  find(_vehicleId: string | undefined, routeId: string | undefined): string | undefined {
    const schedule = this.schedules.current?.schedule;
    const route = schedule?.routeIndexOf.get(routeId ?? '');
    return route === undefined ? undefined : schedule!.agencies[schedule!.routes[route]!.agency]!.agencyId;
  }
}
