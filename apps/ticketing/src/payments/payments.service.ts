/**
 * Moves pay windows and speaks to the gateway. What is to be asked stands in the outbox; from there ids go through
 * BullMQ to whichever process has hands free. Redis may lose all of it: a row that nothing came of is due again.
 */
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { JobQueue, JobWorker } from '@rukh/adapters/jobs';
import {
  type Database,
  type DueWindow,
  RELEASE_PAYMENTS,
  WHY_HELD,
  countRefusedCredits,
  createPool,
  findPaymentHold,
  findUnpricedSince,
  leaseDue,
  listDueRecoveries,
  listDueToClose,
  listFareDayClosings,
  listUnsettled,
  payRefunds,
  readOutboxState,
  rejudgeBalances,
} from '@rukh/adapters/postgres';
import type { GatewayChargeback, PaymentGateway } from '@rukh/domain/ledger';
import { CLOSING_NOTICE_MS, findClosedUntil } from '@rukh/domain/taps';
import { type CheckResult, HealthRegistry } from '@rukh/service';
import type { TicketingConfig } from '../config.js';
import { Loop } from '../loop.js';
import { TICKETING_CONFIG } from '../tokens.js';
import { applyAnswer } from './apply-answers.js';
import { applyChargeback } from './apply-chargebacks.js';
import { FareDayCloser } from './close-fare-days.js';
import { closeWindow, recoverWindow, settleWindow } from './move-windows.js';
import type { PaymentPolicy } from './payment-policy.js';
import { PaymentsMetrics } from './payments-metrics.js';
import { workOutbox } from './work-outbox.js';
import { PAYMENT_GATEWAY } from './payment-gateway.token.js';

const MOVE_EVERY_MS = 500;
const RELAY_EVERY_MS = 200;
const MARKS_EVERY_MS = 30_000;
/** A tap that was received just before its day closed is in the table by then. */
const WRITTEN_AFTER_MS = CLOSING_NOTICE_MS;
const STATE_EVERY_MS = 5_000;
const AT_ONCE = 200;
/** A job that nothing is heard of for so long is put in again. */
const LEASE_MS = 15_000;
const QUEUE = 'payments';

@Injectable()
export class PaymentsService implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #logger = new Logger('Payments');
  readonly #pool: Database;
  #loops: Loop[] = [];
  #queue: JobQueue | undefined;
  #worker: JobWorker | undefined;
  #completeUntilMs = -Infinity;
  /** Since when nothing is asked of the gateway, as it was last seen. */
  #heldSince: Date | undefined;

  constructor(
    @Inject(TICKETING_CONFIG) private readonly config: TicketingConfig,
    @Inject(PAYMENT_GATEWAY) private readonly gateway: PaymentGateway,
    private readonly metrics: PaymentsMetrics,
    private readonly fareDays: FareDayCloser,
    health: HealthRegistry,
  ) {
    health.register('payments', () => Promise.resolve(this.#checkHold()), { critical: false });
    this.#pool = createPool({ databaseUrl: config.DATABASE_URL, applicationName: 'rukh-payments', max: 12 });
  }

  onApplicationBootstrap(): void {
    if (this.config.RUKH_PAYMENTS === 'off') return;
    this.#openQueue();
    this.gateway.onAnswer((answer) => {
      applyAnswer(this.#pool, answer, this.policy(), Date.now()).then(
        (isNew) => this.metrics.answers.inc({ effect: isNew ? 'applied' : 'none' }),
        (error: unknown) => this.#fail('answer', error as Error),
      );
    });
    this.gateway.onChargeback(async (chargeback) => {
      await this.takeBack(chargeback);
    });
    const start = (where: string, step: () => Promise<boolean>, pauseMs: number): Loop =>
      new Loop(step, pauseMs, (error) => this.#fail(where, error));
    this.#loops = [
      start('marks', () => this.#readMarks(), MARKS_EVERY_MS),
      start('close', () => this.#close(), MOVE_EVERY_MS),
      start('settle', () => this.#settle(), MOVE_EVERY_MS),
      start('recover', () => this.#recover(), MOVE_EVERY_MS),
      start('relay', () => this.#relay(), RELAY_EVERY_MS),
      start('state', () => this.#showState(), STATE_EVERY_MS),
      start('balances', () => this.#rejudge(), MOVE_EVERY_MS),
    ];
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.#loops.map((loop) => loop.stop()));
    await this.#worker?.close();
    await this.#queue?.close();
    await this.#pool.end();
  }

  policy(): PaymentPolicy {
    return {
      limits: {
        cumulativeMinor: this.config.RUKH_PAY_WINDOW_LIMIT_MINOR,
        openMinutes: this.config.RUKH_PAY_WINDOW_MINUTES,
        graceMs: this.config.RUKH_PAY_WINDOW_GRACE_MINUTES * 60_000,
        completeUntilMs: this.#completeUntilMs,
      },
      chargebackThresholdMinor: this.config.RUKH_CHARGEBACK_MINOR,
      recovery: {
        attempts: this.config.RUKH_DEBT_ATTEMPTS,
        firstAfterHours: this.config.RUKH_DEBT_FIRST_HOURS,
      },
    };
  }

  /**
   * Whether it is new. Rejects where it is not booked: the gateway tells it again. `by` books what it does not tell.
   * @throws ChargebackError
   */
  async takeBack(chargeback: GatewayChargeback, by?: string): Promise<boolean> {
    const facts = {
      policy: this.policy(),
      allowedDebtMinor: this.config.RUKH_PREPAID_DEBT_MINOR,
      nowMs: Date.now(),
    };
    try {
      const isNew = await applyChargeback(this.#pool, chargeback, facts, by);
      this.metrics.chargebacks.inc({ effect: isNew ? 'booked' : 'none' });
      return isNew;
    } catch (error) {
      this.metrics.chargebacks.inc({ effect: 'refused' });
      this.#fail('chargeback', error as Error);
      throw error;
    }
  }

  #openQueue(): void {
    const options = {
      redisUrl: this.config.REDIS_URL,
      agency: this.config.RUKH_AGENCY,
      name: QUEUE,
      onError: (error: Error) => this.#fail('queue', error),
    };
    this.#queue = new JobQueue(options);
    this.#worker = new JobWorker({ ...options, concurrency: 8, work: (id) => this.#work(id) });
  }

  async #work(outboxId: string): Promise<void> {
    const { RUKH_GATEWAY_ATTEMPTS: attempts, RUKH_GATEWAY_RETRY_MS: firstMs } = this.config;
    const result = await workOutbox(
      {
        pool: this.#pool,
        gateway: this.gateway,
        policy: this.policy(),
        retry: { attempts, firstMs },
        now: () => Date.now(),
      },
      outboxId,
    );
    this.metrics.called(result);
    if (result === 'DEAD') this.#logger.error(`call ${outboxId} to the gateway is given up`);
  }

  /** Up to when fare days are closed, and their taps have prices. */
  async #readMarks(): Promise<boolean> {
    const nowMs = Date.now();
    await this.fareDays.close(this.#pool, nowMs);
    const closings = await listFareDayClosings(this.#pool);
    const unpricedMs = await findUnpricedSince(this.#pool);
    const closedUntilMs = findClosedUntil(closings, nowMs - WRITTEN_AFTER_MS);
    this.#completeUntilMs = Math.min(unpricedMs ?? Infinity, closedUntilMs);
    return false;
  }

  async #close(): Promise<boolean> {
    const nowMs = Date.now();
    const due = await listDueToClose(this.#pool, this.policy().limits, nowMs, AT_ONCE);
    return this.#move('closed', due, (window) => closeWindow(this.#pool, window, this.policy(), nowMs));
  }

  async #settle(): Promise<boolean> {
    const due = await listUnsettled(this.#pool, AT_ONCE);
    await payRefunds(this.#pool);
    return this.#move('settled', due, (window) => settleWindow(this.#pool, window));
  }

  async #recover(): Promise<boolean> {
    const due = await listDueRecoveries(this.#pool, Date.now(), AT_ONCE);
    return this.#move('recovery', due, (window) => recoverWindow(this.#pool, window, this.policy()));
  }

  async #move(
    move: string,
    due: readonly DueWindow[],
    step: (window: DueWindow) => Promise<boolean>,
  ): Promise<boolean> {
    let moved = 0;
    for (const window of due) if (await step(window)) moved++;
    this.metrics.moves.inc({ move }, moved);
    return moved === AT_ONCE;
  }

  async #relay(): Promise<boolean> {
    if (await this.#isHeld()) return false;
    const ids = await leaseDue(this.#pool, AT_ONCE, LEASE_MS);
    if (ids.length > 0) await this.#queue!.add(ids);
    return ids.length === AT_ONCE;
  }

  async #rejudge(): Promise<boolean> {
    await rejudgeBalances(this.#pool, this.config.RUKH_PREPAID_DEBT_MINOR);
    return false;
  }

  async #showState(): Promise<boolean> {
    const { waiting, dead } = await readOutboxState(this.#pool);
    this.metrics.waiting.set(waiting);
    this.metrics.dead.set(dead);
    this.metrics.refusedCredits.set(await countRefusedCredits(this.#pool));
    return false;
  }

  async #isHeld(): Promise<boolean> {
    const since = await findPaymentHold(this.#pool);
    if (since !== undefined && this.#heldSince === undefined) {
      this.#logger.error(`${WHY_HELD}: payments are held until \`${RELEASE_PAYMENTS}\``);
    }
    this.#heldSince = since;
    this.metrics.held.set(since === undefined ? 0 : 1);
    return since !== undefined;
  }

  /** Fares are taken by nobody. */
  #checkHold(): CheckResult {
    const since = this.#heldSince;
    if (since === undefined) return { ok: true };
    const detail = `${WHY_HELD}: held since ${since.toISOString()}, until \`${RELEASE_PAYMENTS}\``;
    return { ok: false, detail };
  }

  #fail(where: string, error: Error): void {
    this.metrics.errors.inc({ where });
    this.#logger.warn(`${where}: ${error.message}`);
  }
}
