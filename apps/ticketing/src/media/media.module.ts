import { Module } from '@nestjs/common';
import {
  CheckReader,
  DenyListStore,
  DenyListVersions,
  DeviceKeyReader,
  MediaStore,
  OfficeStore,
  RiderStore,
  RightsStore,
  TicketStore,
  type createPool,
} from '@rukh/adapters/postgres';
import { TICKETING_POOL } from '../tokens.js';
import { AccountsController } from './accounts.controller.js';
import { CheckMetrics } from './check/check-metrics.js';
import { CheckController } from './check/check.controller.js';
import { DenyListBoard } from './deny-list/deny-list-board.js';
import { DenyListBroadcast } from './deny-list/deny-list-broadcast.js';
import { DenyListMetrics } from './deny-list/deny-list-metrics.js';
import { DenyEntriesController, DenyListController } from './deny-list/deny-list.controller.js';
import { ListRefKeeper } from './list-ref-keeper.js';
import { MediaKeys } from './media-keys.js';
import { MediaController } from './media.controller.js';
import { DeviceDoor } from './office/device-door.js';
import { OfficeDesk } from './office/office-desk.js';
import { OfficeController, ValidatorConfigurationController } from './office/office.controller.js';
import { TicketWatch } from './tickets/ticket-watch.js';
import { TicketsController } from './tickets/tickets.controller.js';

/** Stores on the pool that all parts of the e-ticket share. */
const STORES = [
  CheckReader,
  DenyListStore,
  DenyListVersions,
  DeviceKeyReader,
  MediaStore,
  OfficeStore,
  RiderStore,
  RightsStore,
  TicketStore,
].map((Store) => ({
  provide: Store,
  inject: [TICKETING_POOL],
  useFactory: (pool: ReturnType<typeof createPool>) => new Store(pool),
}));

/** Media, what their riders may, the deny list, the online check and signed tickets. */
@Module({
  controllers: [
    MediaController,
    AccountsController,
    DenyEntriesController,
    DenyListController,
    OfficeController,
    ValidatorConfigurationController,
    CheckController,
    TicketsController,
  ],
  providers: [
    ...STORES,
    MediaKeys,
    ListRefKeeper,
    DenyListMetrics,
    DenyListBoard,
    DenyListBroadcast,
    DeviceDoor,
    OfficeDesk,
    CheckMetrics,
    TicketWatch,
  ],
  exports: [ListRefKeeper, MediaKeys, DenyListBoard],
})
export class MediaModule {}
