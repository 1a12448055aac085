/** Gathers what a rider sees of his own account. */
import { Inject, Injectable } from '@nestjs/common';
import {
  type ChargeRevision,
  CheckReader,
  type Database,
  MediaStore,
  type Refund,
  RideReader,
  RiderStore,
  RightsStore,
  ScheduleStore,
  TopUpStore,
  listRefunds,
} from '@rukh/adapters/postgres';
import { findName, findTariff } from '@rukh/domain/fares';
import { type CheckedMedium, isDenied, transferHintMinutesOf } from '@rukh/domain/media';
import { isRiskLoss } from '@rukh/domain/ledger';
import type { TicketingConfig } from '../../config.js';
import { PartyNames } from '../../operators/party-names.js';
import { type ExplainOptions, explainRevision } from '../../ledger/explain-revision.js';
import { Tariffs } from '../../pricing/tariffs.js';
import { TICKETING_CONFIG, TICKETING_POOL } from '../../tokens.js';
import { OfficeDesk } from '../office/office-desk.js';
import type { OpenSession } from './rider-sessions.js';
import type { Language } from './rider-texts.js';
import type { RiderView, ShownPass, ShownRide } from './rider-view.js';

const DAYS = 31;
/** Ten a day; who rides to work and back by two vehicles each way has more than a hundred in these days. */
const MOST_RIDES = 310;
const MOST_TOP_UPS = 20;

@Injectable()
export class RiderDesk {
  // eslint-disable-next-line max-params -- what a rider sees is in as many places
  constructor(
    @Inject(TICKETING_CONFIG) private readonly config: TicketingConfig,
    private readonly office: OfficeDesk,
    @Inject(RiderStore) private readonly riders: RiderStore,
    @Inject(RightsStore) private readonly rights: RightsStore,
    @Inject(MediaStore) private readonly media: MediaStore,
    @Inject(CheckReader) private readonly checks: CheckReader,
    @Inject(RideReader) private readonly rides: RideReader,
    private readonly tariffs: Tariffs,
    @Inject(ScheduleStore) private readonly schedules: ScheduleStore,
    @Inject(TICKETING_POOL) private readonly pool: Database,
    private readonly parties: PartyNames,
    @Inject(TopUpStore) private readonly topUps: TopUpStore,
  ) {}

  async look(
    { tokenRef, accountId }: OpenSession,
    lang: Language,
  ): Promise<Omit<RiderView, 'csrf' | 'message' | 'formRef'>> {
    const atMs = Date.now();
    const { configuration } = this.office;
    const transferMinutes = configuration.transferHintMinutes;
    const [medium, checked, account, rides, currency, fines] = await Promise.all([
      this.media.find(tokenRef),
      this.checks.find(tokenRef, { atMs, transferMinutes }),
      accountId === null ? undefined : this.rights.findAccount(accountId),
      this.#listRides(tokenRef, accountId, lang, atMs),
      this.findCurrency(accountId),
      this.riders.listFines(tokenRef, accountId),
    ]);
    const known = accountId === null ? undefined : await this.#lookAtAccount(accountId, lang);
    const isBlocked = medium?.state !== 'ACTIVE' || checked === undefined || isDenied(checked);
    const isPrepaid = account?.funding === 'PREPAID';
    const balanceMinor = known?.balanceMinor ?? 0;
    const isTold = medium !== undefined && transferHintMinutesOf(configuration, medium.mediaType) > 0;
    const leftMs = isTold ? (checked?.transferUntilMs ?? 0) - atMs : 0;
    return {
      lang,
      timeZone: this.config.RUKH_TICKETING_TIME_ZONE,
      currency,
      ...{ isBlocked, balanceMinor, isPrepaid },
      // No more than is owed: credit of other days counts against it.
      chargedBackMinor: Math.max(0, Math.min(known?.chargedBackMinor ?? 0, -balanceMinor)),
      unblocksMinor:
        isPrepaid && medium?.state === 'ACTIVE' && owesOnly(checked) ? Math.max(0, -balanceMinor) : undefined,
      transferMinutes: leftMs > 0 ? Math.floor(leftMs / 60_000) : undefined,
      rides,
      fines,
      topUps: known?.topUps ?? [],
      passes: known?.passes ?? [],
      entitlements: known?.entitlements ?? [],
      linkWeeks: this.config.RUKH_RIDER_LINK_WEEKS,
    };
  }

  /** That of the account, else of the tariff in force. */
  async findCurrency(accountId: number | null): Promise<string> {
    const kept = accountId === null ? undefined : await this.riders.findCurrency(accountId);
    return kept ?? this.tariffs.findCurrency(Date.now());
  }

  async #lookAtAccount(
    accountId: number,
    lang: Language,
  ): Promise<Pick<RiderView, 'balanceMinor' | 'chargedBackMinor' | 'passes' | 'entitlements' | 'topUps'>> {
    const since = new Date(Date.now() - DAYS * 86_400_000);
    const [balanceMinor, chargedBackMinor, passes, entitlements, topUps] = await Promise.all([
      this.riders.getBalance(accountId),
      this.riders.getChargedBack(accountId),
      this.rights.listPasses(accountId),
      this.rights.listEntitlements(accountId),
      this.topUps.listOf(accountId, since, MOST_TOP_UPS),
    ]);
    const history = await this.tariffs.findHistory();
    const tariff = history && findTariff(history, Date.now());
    const named = entitlements.map((one) => ({
      ...one,
      riderCategoryId: findName(tariff, 'rider_categories', one.riderCategoryId, lang),
    }));
    const shown = passes.map((pass): ShownPass => ({
      ...pass,
      name: findName(tariff, 'fare_products', pass.fareProductId, lang),
    }));
    return { balanceMinor, chargedBackMinor, passes: shown, entitlements: named, topUps };
  }

  /** Charges with their reasons, and taps that have none yet. */
  async #listRides(
    tokenRef: Buffer,
    accountId: number | null,
    lang: Language,
    atMs: number,
  ): Promise<ShownRide[]> {
    const span = { fromMs: atMs - DAYS * 86_400_000, toMs: atMs + 3_600_000, limit: MOST_RIDES };
    const [taps, charges, tariffs, refunds, names] = await Promise.all([
      this.riders.listTaps(tokenRef, accountId, MOST_RIDES),
      accountId === null ? [] : this.rides.listCharges(String(accountId), span),
      this.tariffs.findHistory(),
      accountId === null ? [] : listRefunds(this.pool, { accountId }, MOST_RIDES),
      this.parties.read(),
    ]);
    const nameParty = names(lang);
    const named = taps.map((tap) => ({ ...tap, route: this.#nameRoute(tap.routeId) }));
    const tapOf = new Map(named.map((tap) => [`${tap.deviceId}/${tap.seq}`, tap]));
    const held = charges.filter(({ disposition }) => disposition !== 'VOID');
    const shown = held.map((charge): ShownRide => {
      const tap = tapOf.get(charge.rideRef);
      return {
        at: charge.tappedAt,
        route: tap?.route ?? null,
        vehicleId: tap?.vehicleId ?? null,
        price: toPrice(charge, refunds, { lang, tariffs, nameParty }),
        isDenied: false,
      };
    });
    const priced = new Set(charges.flatMap(({ tapRefs }) => tapRefs));
    const unpriced = named
      .filter(({ tappedAt }) => tappedAt.getTime() >= span.fromMs)
      .filter(({ deviceId, seq }) => !priced.has(`${deviceId}/${seq}`))
      .map(({ tappedAt: at, route, vehicleId, outcome }): ShownRide => ({
        ...{ at, route, vehicleId },
        isDenied: outcome === 'DENIED_RECORDED',
      }));
    const all = [...shown, ...unpriced];
    return all.sort((a, b) => b.at.getTime() - a.at.getTime()).slice(0, MOST_RIDES);
  }

  /** As it stands on the vehicle; a route that the GTFS in force has not goes by its id. */
  #nameRoute(routeId: string | null): string | null {
    const schedule = this.schedules.current?.schedule;
    const route = routeId === null ? undefined : schedule?.routes[schedule.routeIndexOf.get(routeId) ?? -1];
    return route?.shortName || route?.longName || routeId;
  }
}

/** Whether nothing but money stands in the way. */
function owesOnly(checked: CheckedMedium | undefined): boolean {
  return checked?.isAccountShut === false && checked.denyReasons.every((reason) => reason === 'DEBT');
}

function toPrice(
  charge: ChargeRevision,
  refunds: readonly Refund[],
  options: ExplainOptions,
): NonNullable<ShownRide['price']> {
  const { sentences } = explainRevision(charge, charge, options);
  const refund = refunds.find(({ rideRef }) => rideRef === charge.rideRef);
  const { chargeId, billedMinor: amountMinor, currency } = charge;
  const isLost = isRiskLoss(charge.disposition);
  return { amountMinor, currency, sentences, chargeId, isLost, ...(refund && { refund }) };
}
