import { type BeforeApplicationShutdown, Module } from '@nestjs/common';
import {
  DeviceChanges,
  DeviceReader,
  DeviceStatus,
  IntakeNotes,
  TapCorrections,
  TapStore,
} from '@rukh/adapters/postgres';
import type { TicketingConfig } from '../config.js';
import { AccountEnder } from '../devices/end-accounts.js';
import { DeviceRegistry } from '../devices/device-registry.js';
import { DevicesController } from '../devices/devices.controller.js';
import { EnrolmentController } from '../devices/enrolment.controller.js';
import { SessionGate } from '../devices/session-gate.js';
import { HeartbeatIntake } from '../devices/take-heartbeat.js';
import { TariffsModule } from '../pricing/tariffs.module.js';
import { TICKETING_CONFIG, TICKETING_POOL } from '../tokens.js';
import { DenyListVersion } from './deny-list-version.js';
import { DevicePaces } from './device-paces.js';
import { DeviceSessions } from './device-sessions.js';
import { DeviceTracks } from './device-tracks.js';
import { IntakeMetrics } from './intake-metrics.js';
import { RefusalLog } from './refusal-log.js';
import { BatchOpener } from './open-batch.js';
import { ClockCorrector } from './correct-clocks.js';
import { LostTapsController } from '../devices/lost-taps.controller.js';
import { StrikeOutController } from '../devices/strike-out.controller.js';
import { TapCorrectionsController } from '../devices/tap-corrections.controller.js';
import { TapAcceptance } from './accept-taps.js';
import { ReceiptMaker } from './make-receipt.js';
import { LateTapLimits } from './late-limits.js';
import { LockedDevices } from './locked-devices.js';
import { MqttTaps } from './mqtt-taps.js';
import { TapIntake } from './tap-intake.js';
import { TapWriter, WRITES_AT_ONCE } from './tap-writer.js';
import { TokensSeen } from './tokens-seen.js';
import { TapsRoutes } from './taps-routes.js';
import { SignatureVerifier } from './verify-signature.js';

type Pool = ConstructorParameters<typeof DeviceReader>[0];

/** Devices, and their taps over HTTP and MQTT, into PostgreSQL. */
@Module({
  imports: [TariffsModule],
  controllers: [
    DevicesController,
    EnrolmentController,
    TapCorrectionsController,
    StrikeOutController,
    LostTapsController,
  ],
  providers: [
    {
      provide: TapStore,
      inject: [TICKETING_CONFIG],
      useFactory: ({ DATABASE_URL }: TicketingConfig) => new TapStore(DATABASE_URL, WRITES_AT_ONCE + 1),
    },
    { provide: DeviceReader, inject: [TICKETING_POOL], useFactory: (pool: Pool) => new DeviceReader(pool) },
    { provide: DeviceChanges, inject: [TICKETING_POOL], useFactory: (pool: Pool) => new DeviceChanges(pool) },
    { provide: DeviceStatus, inject: [TICKETING_POOL], useFactory: (pool: Pool) => new DeviceStatus(pool) },
    { provide: IntakeNotes, inject: [TICKETING_POOL], useFactory: (pool: Pool) => new IntakeNotes(pool) },
    {
      provide: TapCorrections,
      inject: [TICKETING_POOL, TICKETING_CONFIG],
      useFactory: (pool: Pool, { RUKH_TICKETING_LATE_DAYS }: TicketingConfig) =>
        new TapCorrections(pool, RUKH_TICKETING_LATE_DAYS),
    },
    AccountEnder,
    BatchOpener,
    ClockCorrector,
    DenyListVersion,
    DevicePaces,
    DeviceRegistry,
    DeviceSessions,
    SessionGate,
    DeviceTracks,
    HeartbeatIntake,
    IntakeMetrics,
    LateTapLimits,
    LockedDevices,
    MqttTaps,
    ReceiptMaker,
    RefusalLog,
    SignatureVerifier,
    TapAcceptance,
    TapIntake,
    TapWriter,
    TapsRoutes,
    TokensSeen,
  ],
  exports: [BatchOpener, DenyListVersion, DeviceRegistry, TokensSeen],
})
export class IntakeModule implements BeforeApplicationShutdown {
  constructor(
    private readonly writer: TapWriter,
    private readonly tracks: DeviceTracks,
    private readonly refusals: RefusalLog,
  ) {}

  /** What waits is written and answered, and only then the connections go. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.writer.close();
    await Promise.all([this.tracks.close(), this.refusals.close()]);
  }
}
