import type { ChargeRevision, RideTrace } from '@rukh/adapters/postgres';
import type { RideShares } from '../reports/share-ride.js';
import { shareWithoutRider, withoutRider } from './without-rider.js';
import { writeRidePage } from './write-ride-page.js';

const at = (seconds: number): Date => new Date(Date.UTC(2026, 10, 23, 8, 10, seconds, 123));
/** All that rides of one rider have in common, by which one could be found from the other. */
const LINKS = [
  '777001',
  'right-42',
  'held-43',
  'dev/1',
  '888002',
  'gw-9',
  '999003',
  '666004',
  'begun-5',
  'of-other',
];

const details = (rideRef: string): object => ({
  ...{
    rideRef,
    tapRefs: [rideRef],
    atMs: at(7).getTime(),
    journeyRef: 'dev/1',
    tariffVersion: 'v1',
    currency: 'UAH',
  },
  ...{ fareProductId: 'single', riderCategoryId: 'pensioner', fareMediaId: 'card', disposition: 'CHARGED' },
  ...{
    nominalMinor: 2000,
    amountMinor: 1000,
    funded: { fundingBodyId: 'LVIV', amountMinor: 5, entitlementId: 'right-42' },
  },
  adjustments: [{ ruleId: 'entitlement:right-42', kind: 'CONCESSION', amountMinor: -1000 }],
  reasons: [
    { code: 'COVERED_BY_PASS', ruleId: 'pass:1', inputs: { product: 'month', held: 'held-43' } },
    {
      code: 'ENTITLEMENT_EXPIRED',
      ruleId: 'entitlement:right-42',
      inputs: { category: 'pensioner', untilMs: at(59).getTime() },
    },
    {
      code: 'TRANSFER',
      ruleId: 't:1',
      inputs: { openedMs: at(1).getTime(), durationSeconds: 1800, amountMinor: 0 },
    },
  ],
  whatComesToBe: 'of-other',
});

const revision = (rideRef: string): ChargeRevision => ({
  ...{
    chargeId: `charge-of-${rideRef}`,
    rideRef,
    revision: 2,
    accountId: '777001',
    tappedAt: at(7),
    fareDate: '2026-11-23',
  },
  ...{ tariffVersion: 'v1', disposition: 'CHARGED', currency: 'UAH', nominalMinor: 2000, amountMinor: 1000 },
  ...{ billedMinor: 1000, fundedMinor: 5, fundingBodyId: 'LVIV', operatorId: 'LET', journeyRef: 'dev/1' },
  ...{
    tapRefs: [rideRef],
    details: details(rideRef),
    causes: ['TAP', 'tap:of-other'],
    madeAt: at(9),
    isCurrent: true,
  },
});

const traceOf = (rideRef: string): RideTrace => ({
  tap: {
    ...{
      deviceId: 'dev',
      seq: rideRef.slice(4),
      accountId: '777001',
      mediaType: 'CARD',
      kind: 'TAP',
      reason: 'OK',
    },
    ...{ denyListVersion: 1, deviceTime: at(7), tappedAt: at(7), clockQuality: 'RTC', outcome: 'ACCEPTED' },
    ...{ vehicleId: 'bus', operatorId: 'LET', receivedAt: at(8) },
  },
  ...{ corrections: [], contexts: [], rideRef, revisions: [revision(rideRef)], refunds: [] },
  windows: [
    {
      ...{ payWindowId: '888002', fareDate: '2026-11-23', number: 41, state: 'SETTLED', currency: 'UAH' },
      ...{
        netMinor: 666004,
        settledMinor: 666004,
        rideMinor: 1000,
        openedAt: at(1),
        closesAt: at(50),
        closedAt: at(51),
      },
      authorisations: [
        {
          ...{
            authorisationId: '999003',
            kind: 'FIRST',
            begunBy: 'begun-5',
            amountMinor: 666004,
            status: 'APPROVED',
          },
          ...{ gatewayRef: 'gw-9', reason: null, requestedAt: at(52), answeredAt: at(53) },
        },
      ],
      settlements: [
        {
          ...{
            settlementId: '999003',
            kind: 'CAPTURE',
            amountMinor: 666004,
            isAtRisk: false,
            status: 'SETTLED',
          },
          ...{
            gatewayRef: 'gw-9',
            reason: null,
            requestedAt: at(52),
            settledAt: at(53),
            transactionId: '999003',
            key: 'settle:999002',
          },
        },
      ],
    },
  ],
  bookings: [
    {
      ...{ transactionId: `booking-of-${rideRef}`, key: 'charge:dev/1', kind: 'CHARGE', currency: 'UAH' },
      ...{ ledgerDate: '2026-11-23', postedAt: at(9), isSealed: true },
      entries: [{ account: 'rider:777001', amountMinor: 1000 }],
    },
  ],
});

const ride = (rideRef: string): RideShares['rides'][number] => ({
  ...{
    rideRef,
    journeyRef: 'dev/1',
    operatorId: 'LET',
    currency: 'UAH',
    isRide: true,
    persons: 1,
    amountMinor: 1000,
    fundedMinor: 5,
  },
  apportionedMinor: 1000,
});
const SHARES: RideShares = { run: null, rule: [], rides: [ride('dev/1'), ride('dev/2')], sold: null };

describe('a ride, to who follows money', () => {
  const told = (rideRef: string): { trace: RideTrace; shares: RideShares } => ({
    trace: withoutRider(traceOf(rideRef)),
    shares: shareWithoutRider(SHARES, rideRef),
  });

  it('has nothing by which another of the same rider could be found', () => {
    const other = JSON.stringify(told('dev/2'));
    for (const link of LINKS) {
      expect([link, other.includes(link)]).toEqual([link, false]);
    }
    // What belongs together has its times to the millisecond: those of the ride itself are told alone.
    const times = (text: string): string[] => text.match(/\d{4}-\d\d-\d\dT[\d:.]+Z/g) ?? [];
    const own = new Set([at(7), at(8)].map((time) => time.toISOString()));
    const rest = times(other).filter((time) => !own.has(time));
    expect(rest.filter((time) => !time.endsWith(':00.000Z'))).toEqual([]);
  });

  it('is on the page without it too, and with its price and its reasons', () => {
    for (const lang of ['uk', 'en'] as const) {
      const { trace, shares } = told('dev/2');
      const options = {
        lang,
        timeZone: 'Europe/Kyiv',
        nameParty: (id: string) => id,
        shares,
        tapDisposition: null,
      };
      const page = writeRidePage(trace, options);
      for (const link of LINKS) {
        expect([link, page.includes(link)]).toEqual([link, false]);
      }
      expect(page).toContain('dev/2');
      expect(page).not.toContain('null');
    }
    const { reasons } = told('dev/2').trace.revisions[0]!.details as {
      reasons: { code: string; inputs: object }[];
    };
    expect(reasons.map(({ code }) => code)).toEqual(['COVERED_BY_PASS', 'ENTITLEMENT_EXPIRED', 'TRANSFER']);
    expect(reasons[0]!.inputs).toEqual({ product: 'month' });
  });
});
