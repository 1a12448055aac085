/** Runs inspections: sessions that lock a vehicle's validators, and verdicts. */
import { Inject, Injectable } from '@nestjs/common';
import { type InspectionSession, Inspections } from '@rukh/adapters/postgres';
import { openKeySet } from '@rukh/adapters/tickets';
import { type InspectionResult, judgeInspection } from '@rukh/domain/taps';
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

export interface InspectionFound {
  readonly inspectionId: number;
  readonly result: InspectionResult;
  /** Of the same medium in the same session, and in force: who is looked at twice is not fined twice unawares. */
  readonly earlierFineId?: number;
}

@Injectable()
export class InspectionService {
  readonly #results: Counter<'result'>;

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
  ): Promise<InspectionFound> {
    const session = await this.#getOwn(inspectorId, sessionId);
    if (!session.isOpen) throw refuseInspector('inspection_over');
    if ((await this.store.countLately(sessionId)) >= MOST_CHECKS_A_MINUTE) {
      throw refuseInspector('too_many_checks', 60);
    }
    const atMs = Date.now();
    const tokenRef = this.keys.refOf(await this.#readToken(code, atMs, isWrongHolder));
    const rideSinceMs = session.openedMs - this.config.RUKH_INSPECTION_RIDE_MINUTES * 60_000;
    const { vehicleId } = session;
    const found = await this.store.readCase({ vehicleId, tokenRef, sinceMs: rideSinceMs });
    const result = judgeInspection({
      ...found,
      atMs,
      lockedAtMs: session.openedMs,
      rideSinceMs,
      isWrongHolder,
    });
    const inspectionId = await this.store.record(sessionId, tokenRef, rideSinceMs, result);
    this.#results.inc({ result });
    const earlierFineId = await this.store.findFineOf(sessionId, tokenRef);
    return { inspectionId, result, ...(earlierFineId !== undefined && { earlierFineId }) };
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
