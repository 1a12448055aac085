/** Runs inspections: sessions that lock a vehicle's validators, verdicts, fines, and their falling away. */
import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { type Fine, type InspectionSession, Inspections } from '@rukh/adapters/postgres';
import { openKeySet } from '@rukh/adapters/tickets';
import { type InspectionResult, judgeInspection, voidsFine } from '@rukh/domain/taps';
import { type Counter, Metrics } from '@rukh/service';
import type { TicketingConfig } from '../config.js';
import { MediaKeys } from '../media/media-keys.js';
import { OfficeDesk } from '../media/office/office-desk.js';
import { TICKETING_CONFIG } from '../tokens.js';
import { LockPublisher } from './lock-publisher.js';
import { readInspectedCode } from './read-inspected-code.js';
import { refuseInspector } from './refuse-inspector.js';

/** A card number is not to be found out by trying. */
const MOST_CHECKS_A_MINUTE = 60;
const FOLLOW_EVERY_MS = 5_000;
/** A tap that comes later than this no longer touches a fine by itself. */
const FINE_DAYS = 60;

@Injectable()
export class InspectionService implements OnModuleInit, OnApplicationShutdown {
  readonly #logger = new Logger('Inspection');
  readonly #results: Counter<'result'>;
  readonly #voided: Counter;
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<number> | undefined;

  constructor(
    @Inject(TICKETING_CONFIG) private readonly config: TicketingConfig,
    private readonly store: Inspections,
    private readonly locks: LockPublisher,
    private readonly keys: MediaKeys,
    private readonly desk: OfficeDesk,
    metrics: Metrics,
  ) {
    this.#results = metrics.counter({
      name: 'rukh_ticketing_inspections_total',
      help: 'Media that inspectors looked at, by what they found',
      labels: ['result'],
    });
    this.#voided = metrics.counter({
      name: 'rukh_ticketing_fines_voided_total',
      help: 'Fines that fell away because the tap surfaced from a queue',
    });
  }

  onModuleInit(): void {
    this.#timer = setInterval(() => void this.voidSurfaced(), FOLLOW_EVERY_MS);
    this.#timer.unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer);
    await this.#round;
  }

  async open(inspectorId: string, vehicleId: string): Promise<InspectionSession> {
    const minutes = this.config.RUKH_INSPECTION_LOCK_MINUTES;
    const session = await this.store.openSession(vehicleId, inspectorId, minutes);
    if (session === 'UNKNOWN_VEHICLE') throw refuseInspector('no_such_vehicle');
    if (session === 'TAKEN') throw refuseInspector('vehicle_taken');
    await this.#lock(session, true);
    return session;
  }

  async close(inspectorId: string, sessionId: number): Promise<void> {
    const session = await this.#getOwn(inspectorId, sessionId);
    await this.store.closeSession(sessionId);
    await this.#lock(session, false);
  }

  async check(
    inspectorId: string,
    sessionId: number,
    code: string,
    isWrongHolder: boolean,
  ): Promise<{ inspectionId: number; result: InspectionResult }> {
    const session = await this.#getOwn(inspectorId, sessionId);
    if (!session.isOpen) throw refuseInspector('inspection_over');
    if ((await this.store.countLately(sessionId)) >= MOST_CHECKS_A_MINUTE) {
      throw refuseInspector('too_many_checks', 60);
    }
    const atMs = Date.now();
    const tokenRef = this.keys.refOf(await this.#readToken(code, atMs, isWrongHolder));
    const rideSinceMs = session.openedMs - this.config.RUKH_INSPECTION_RIDE_MINUTES * 60_000;
    const found = await this.store.readCase(session.vehicleId, tokenRef);
    const result = judgeInspection({
      ...found,
      atMs,
      lockedAtMs: session.openedMs,
      rideSinceMs,
      isWrongHolder,
    });
    const inspectionId = await this.store.record(sessionId, tokenRef, rideSinceMs, result);
    this.#results.inc({ result });
    return { inspectionId, result };
  }

  async fine(inspectorId: string, inspectionId: number): Promise<Fine> {
    const { RUKH_FINE_MINOR: amountMinor, RUKH_FINE_CURRENCY: currency } = this.config;
    const fine = await this.store.issueFine(inspectionId, inspectorId, { amountMinor, currency });
    if (!fine) throw refuseInspector('no_cause');
    return fine;
  }

  async getFine(inspectorId: string, fineId: number): Promise<Fine> {
    const fine = await this.store.findFine(fineId, inspectorId);
    if (!fine) throw refuseInspector('no_such_fine');
    return fine;
  }

  /** Voids the fines whose taps have surfaced; answers how many. Never rejects. */
  voidSurfaced(): Promise<number> {
    this.#round ??= this.#voidSurfaced()
      .catch((error: unknown) => {
        this.#logger.warn(`fines could not be looked at: ${(error as Error).message}`);
        return 0;
      })
      .finally(() => (this.#round = undefined));
    return this.#round;
  }

  async #voidSurfaced(): Promise<number> {
    let count = 0;
    for (const fine of await this.store.listFinesWithTaps(FINE_DAYS)) {
      if (!voidsFine(fine.tap, fine) || !(await this.store.voidFine(fine))) continue;
      count += 1;
      this.#voided.inc();
      this.#logger.log(`fine ${fine.fineId} falls away: tap ${fine.deviceId}/${fine.seq} has surfaced`);
    }
    return count;
  }

  /** A picture of somebody's ticket is no ticket, and no verdict either: the phone may have been slow. */
  async #readToken(code: string, atMs: number, isWrongHolder: boolean): Promise<string> {
    const verifier = {
      agency: this.config.RUKH_AGENCY,
      keys: openKeySet(await this.desk.listTicketKeys()),
      rule: this.desk.configuration.dynamicTicket,
    };
    const { token, isStale } = readInspectedCode(code, verifier, atMs);
    if (isStale && !isWrongHolder) throw refuseInspector('stale_code');
    return token;
  }

  async #getOwn(inspectorId: string, sessionId: number): Promise<InspectionSession> {
    const session = await this.store.findSession(sessionId);
    if (session?.inspectorId !== inspectorId) throw refuseInspector('no_such_inspection');
    return session;
  }

  async #lock({ vehicleId, sessionId }: InspectionSession, isLocked: boolean): Promise<void> {
    this.locks.publish(await this.store.listDevices(vehicleId), { sessionId, isLocked });
  }
}
