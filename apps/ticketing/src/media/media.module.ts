import { Module, type OnModuleInit, UnsupportedMediaTypeException } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import {
  CheckReader,
  DenyListStore,
  DenyListVersions,
  MediaStore,
  OfficeStore,
  PrivacyStore,
  RideReader,
  RiderStore,
  RightsStore,
  TicketStore,
  TopUpStore,
  type createPool,
} from '@rukh/adapters/postgres';
import { ScheduleModule } from '../context/schedule.module.js';
import { IntakeModule } from '../intake/intake.module.js';
import { GatewayModule } from '../payments/gateway.module.js';
import { TariffsModule } from '../pricing/tariffs.module.js';
import { TICKETING_POOL } from '../tokens.js';
import { AccountsController } from './accounts.controller.js';
import { CheckMetrics } from './check/check-metrics.js';
import { CheckController } from './check/check.controller.js';
import { UnknownTokenPaces } from './check/unknown-token-paces.js';
import { DenyListBoard } from './deny-list/deny-list-board.js';
import { DenyListBroadcast } from './deny-list/deny-list-broadcast.js';
import { DenyListMetrics } from './deny-list/deny-list-metrics.js';
import { DenyEntriesController, DenyListController } from './deny-list/deny-list.controller.js';
import { Forgetting } from './forgetting.js';
import { KnownRights } from './known-rights.js';
import { ListRefKeeper } from './list-ref-keeper.js';
import { MediaKeys } from './media-keys.js';
import { MediaController } from './media.controller.js';
import { DeviceDoor } from './office/device-door.js';
import { OfficeDesk } from './office/office-desk.js';
import { OfficeController, ValidatorConfigurationController } from './office/office.controller.js';
import { PrivacyController } from './privacy.controller.js';
import { Complaints } from './rider/complaints.js';
import { RiderDesk } from './rider/rider-desk.js';
import { RiderSessions } from './rider/rider-sessions.js';
import { RiderController } from './rider/rider.controller.js';
import { TopUps } from './rider/top-ups.js';
import { TicketSales } from './tickets/ticket-sales.js';
import { TicketWatch } from './tickets/ticket-watch.js';
import { TicketsController } from './tickets/tickets.controller.js';

/** Stores on the pool that all parts of the e-ticket share. */
const STORES = [
  CheckReader,
  DenyListStore,
  DenyListVersions,
  MediaStore,
  OfficeStore,
  PrivacyStore,
  RideReader,
  RiderStore,
  RightsStore,
  TicketStore,
  TopUpStore,
].map((Store) => ({
  provide: Store,
  inject: [TICKETING_POOL],
  useFactory: (pool: ReturnType<typeof createPool>) => new Store(pool),
}));

/** Media, what their riders may, the deny list, the online check and signed tickets. */
@Module({
  imports: [IntakeModule, GatewayModule, ScheduleModule, TariffsModule],
  controllers: [
    MediaController,
    AccountsController,
    DenyEntriesController,
    DenyListController,
    OfficeController,
    ValidatorConfigurationController,
    CheckController,
    TicketsController,
    PrivacyController,
    RiderController,
  ],
  providers: [
    ...STORES,
    MediaKeys,
    KnownRights,
    ListRefKeeper,
    DenyListMetrics,
    DenyListBoard,
    DenyListBroadcast,
    DeviceDoor,
    OfficeDesk,
    CheckMetrics,
    UnknownTokenPaces,
    TicketSales,
    TicketWatch,
    Forgetting,
    RiderSessions,
    Complaints,
    RiderDesk,
    TopUps,
  ],
  exports: [ListRefKeeper, MediaKeys, DenyListBoard, OfficeDesk, TicketSales, MediaStore, RightsStore],
})
export class MediaModule implements OnModuleInit {
  constructor(private readonly host: HttpAdapterHost<FastifyAdapter>) {}

  /** Forms of the rider's pages, and of nothing else: another site's page can send one without asking first. */
  onModuleInit(): void {
    const fastify = this.host.httpAdapter.getInstance();
    const type = 'application/x-www-form-urlencoded';
    if (fastify.hasContentTypeParser(type)) return;
    fastify.addContentTypeParser(type, { parseAs: 'string', bodyLimit: 4_096 }, (request, body, done) => {
      if (request.routeOptions.url?.startsWith('/rider/') !== true) done(new UnsupportedMediaTypeException());
      else done(null, Object.fromEntries(new URLSearchParams(String(body))));
    });
  }
}
