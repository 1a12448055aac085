/**
 * What the e-ticket promises, and which test shows it: the invariants (2.2) and behaviours (2.4) of its specification,
 * by their numbers; its scenarios are in ticketing-scenarios.ts. The spec beside it fails where one has no test, or the test is gone.
 */
import type { Promised, Shown } from './promised.js';

const DOMAIN = 'libs/domain/src';
const TICKETING = 'apps/ticketing/src';
const PRICES = `${DOMAIN}/fares/pricing/price-taps.spec.ts`;
const PROPERTIES = `${DOMAIN}/fares/pricing/price-taps.properties.spec.ts`;
const BILLING = `${DOMAIN}/ledger/billing.spec.ts`;
const LEDGER = `${DOMAIN}/ledger/ledger.spec.ts`;
const STORED_LEDGER = 'libs/adapters/src/postgres/money/ledger.int-spec.ts';
const JUDGED = `${DOMAIN}/taps/judge-taps.spec.ts`;
const MEDIA = `${DOMAIN}/media/media.spec.ts`;
const PRICED = `${TICKETING}/pricing/price-batch.int-spec.ts`;
const ORDER = `${TICKETING}/pricing/order-independence.int-spec.ts`;
const PAYMENTS = `${TICKETING}/payments/payments.int-spec.ts`;
const CLOSINGS = `${TICKETING}/payments/close-fare-days.int-spec.ts`;
const MONEY = `${TICKETING}/money.int-spec.ts`;
const INTAKE = `${TICKETING}/intake/tap-intake.int-spec.ts`;
const OUTCOMES = `${TICKETING}/intake/tap-outcomes.int-spec.ts`;
const INSPECTED = `${TICKETING}/inspection/inspection.int-spec.ts`;
const CONTEXTS = `${TICKETING}/context/context.int-spec.ts`;
const TICKETS = `${TICKETING}/media/tickets/tickets.int-spec.ts`;
const EXAMPLES = 'data/tariffs/examples.json';
const VERIFIED: Shown = [MONEY, 'is right by every check of the ledger'];

export const INVARIANTS: Readonly<Record<string, Promised>> = {
  'one charge a tap': {
    says: 'A tap belongs to at most one charge that is asked for.',
    shown: [
      [PROPERTIES, 'have each tap in one charge, amounts that are never negative, and steps that add up'],
      VERIFIED,
    ],
  },
  'not before its taps': {
    says: 'A charge is not older than its taps.',
    shown: [[PROPERTIES, 'are not before the taps that they are for'], VERIFIED],
  },
  'nominal and adjustments': {
    says: 'The nominal price differs from the amount only by adjustments, which explain all of it.',
    shown: [
      [PROPERTIES, 'have each tap in one charge, amounts that are never negative, and steps that add up'],
      VERIFIED,
    ],
  },
  'a window’s sums': {
    says: 'A window takes no more than its charges cost; debits less credits are what is settled, never below nought.',
    shown: [[BILLING, '2.2: net settled is never below nought, and a credit waits for the debit'], VERIFIED],
  },
  'one kind a settlement': {
    says: 'A settlement is a debit or a credit, never both.',
    shown: [
      [PAYMENTS, '2.4.3: gives back what a window took too much, as a settlement of its own'],
      VERIFIED,
    ],
  },
  'pairs by time and vehicle': {
    says: 'An entry and its exit are paired by time and vehicle; what the device takes them for is evidence.',
    shown: [
      [PRICES, 'an exit on another vehicle is none'],
      [PRICES, 'a tap that says nothing ends what is open'],
    ],
  },
  'superseded counts once': {
    says: 'A revision replaces the one before; both never count.',
    shown: [
      [LEDGER, 'books the differences of revisions, so that balances are those of the last one'],
      VERIFIED,
    ],
  },
  'a pure function': {
    says: 'What a rider pays is a function of the set of accepted taps, tariffs, concessions and passes.',
    shown: [
      [PROPERTIES, 'are the same in any order of arrival'],
      [
        ORDER,
        '2.2, 3.3: the same taps in any order, in any batches, sent any number of times, cost the same to the kopiyka',
      ],
    ],
  },
  'caps and windows': {
    says: 'A cap never raises a price, its total never passes it; no charge is below nought; a window never slides.',
    shown: [
      [PROPERTIES, 'are never raised by a cap'],
      [PROPERTIES, 'keep to each cap in each of its calendar periods'],
      [PROPERTIES, 'have each tap in one charge, amounts that are never negative, and steps that add up'],
      [PROPERTIES, 'by a window from the first ride never let it slide'],
    ],
  },
  'nothing is deleted': {
    says: 'No tap and no entry is changed or deleted; the ledger sums to zero; a replay gives every balance again.',
    shown: [
      [
        'libs/adapters/src/postgres/roles.int-spec.ts',
        'adds taps and reads them, and can change or delete none',
      ],
      [STORED_LEDGER, '2.2: refuses every change of what is booked'],
      [STORED_LEDGER, '2.2: has balances that a replay of all entries gives again'],
    ],
  },
  'every amount says why': {
    says: 'Every amount says why: rules and what they were worked out from.',
    shown: [
      [`${DOMAIN}/fares/explain/explain-charge.spec.ts`, 'has a whole sentence for every reason, in %s'],
      [
        MONEY,
        'prices a card by the bundled tariff as its taps come, and explains each charge in both languages',
      ],
    ],
  },
};

export const BEHAVIOURS: Readonly<Record<string, Promised>> = {
  '2.4.1': {
    says: 'Acceptance is not pricing: a tap is there when it is answered, and its price goes by time, device and number.',
    shown: [
      [
        PRICED,
        '2.4.1: a tap is there before it has a price; the price goes by its time, device and number, not by arrival',
      ],
      [INTAKE, 'are durable when they are answered, in %s'],
    ],
  },
  '2.4.2': {
    says: 'A ride goes by the tariff, concession and pass in force at its own moment, not at its upload.',
    shown: [
      [
        PRICES,
        '2.4.2: a ride goes by the tariff, the concession and the pass of its own moment, whenever it is known',
      ],
      [
        EXAMPLES,
        'LV13: rides of 10 March that are sent on 12 March are priced as of 10 March (2.4.2, derived)',
      ],
    ],
  },
  '2.4.3': {
    says: 'A late tap changes its neighbours: decreases are always given back, increases asked for only in time.',
    shown: [
      [
        PRICED,
        '2.4.3: a late tap changes its neighbours, and what was communicated is adjusted by the difference',
      ],
      [PRICED, '2.4.3: a decrease is given back however late; an increase that is too late is written off'],
      [PRICED, '2.4.3: a fare that a late tap moves from one ride to another is moved, however late'],
      [
        ORDER,
        '2.4.3: what is asked for rides that come too late is the same however they fall into batches, whenever pricing runs',
      ],
    ],
  },
  '2.4.4': {
    says: 'A fare day begins when the tariff says, by the local clock, also on nights on which clocks change; then it closes.',
    shown: [
      [PROPERTIES, 'a fare day that begins at a time that does not come begins when the clock is past it'],
      [
        PAYMENTS,
        '2.4.4: closes a window when its day is over and every validator has given all of it, without the wait',
      ],
      [PROPERTIES, 'a window of 40 minutes is 40 minutes, though the wall clock says 1 h 35'],
      [
        JUDGED,
        'is late after the local fare day has closed, in summer and winter, and in the night when clocks change',
      ],
      [
        CLOSINGS,
        '2.4.4: takes taps in time until all validators have given theirs, and late ones afterwards, however soon',
      ],
      [
        CLOSINGS,
        'has taps that are late by what is written down, so that a replay says of each what was answered',
      ],
    ],
  },
  '2.4.5': {
    says: 'A wrong clock is corrected by uptime and offset, else bounded by neighbours, else the tap waits; never reordered silently.',
    shown: [
      [OUTCOMES, '%s is corrected exactly by the uptime of the same start'],
      [OUTCOMES, 'in a start that died unheard is bounded by the neighbours where these are near'],
      [
        JUDGED,
        'in a start unheard of is its own where the clock is right, moved where it is known to be wrong',
      ],
      [JUDGED, 'never runs against the numbers: what does has none'],
    ],
  },
  '2.4.6': {
    says: 'The same tap again gets the same answer and has no effect.',
    shown: [[INTAKE, 'are DUPLICATE when they come again, in the other form too, and nothing happens again']],
  },
  '2.4.7': {
    says: 'Gaps are known by device, asked for again, and stand in the day’s report.',
    shown: [
      [
        `${TICKETING}/devices/devices.int-spec.ts`,
        'is known by what it says of itself: clock, queue, list, and its gaps are told in the answer',
      ],
      [
        `${TICKETING}/reports/reports.int-spec.ts`,
        'see what a device says that it has and has not sent, and take no number for a gap that was no tap',
      ],
      [
        `${DOMAIN}/validator/validator.spec.ts`,
        'sends again what is missing, and not what was answered above the mark',
      ],
    ],
  },
  '2.4.8': {
    says: 'By the list version on each tap, a fault of the device is told from the risk of the scheme.',
    shown: [
      [MEDIA, 'is a fault of the device where its list had the entry and it let the medium in'],
      [MEDIA, 'is the risk of the scheme where the entry was not yet in the list of the device'],
      [BILLING, '2.4.8: is the scheme’s risk unless a device had a list that held the card'],
    ],
  },
  '2.4.9': {
    says: 'First-ride risk: a first small decline is captured, another is a debt and refused, and comes back when it is paid.',
    shown: [
      [PAYMENTS, '2.4.9: captures a first decline within the threshold at the issuer’s risk'],
      [PAYMENTS, '2.4.9: closes a window that came to its limit before the day ends, and opens the next'],
      [PAYMENTS, '2.4.9: asks about a card again that was not used for two weeks, and not before'],
      [
        PAYMENTS,
        '2.4.9: makes a second decline a debt, refuses the card, and lets it in again once it is recovered',
      ],
    ],
  },
  '2.4.10': {
    says: 'Tap-on and tap-off: each odd order is a state with a price, and none is an error.',
    shown: [
      [PRICES, 'an exit before its entry is another ride’s, and neither is an error'],
      [PRICES, 'two entries: the first is incomplete'],
      [PRICES, 'an exit alone costs the maximum'],
      [PRICES, 'an exit on another vehicle is none'],
      [PRICES, 'out where one came in, soon, is no ride'],
      [PRICES, 'an exit too late costs two maximum fares'],
      [PRICES, 'in again where one just left, by %s'],
      [PRICES, '2.4.10: costs the fare to there, and says so'],
      [PRICES, 'costs what the exit says once it is there, however late the vehicle was'],
      [CONTEXTS, 'with where its trip ended: by what is known of it, and where it was cut short, there'],
    ],
  },
  '2.4.11': {
    says: 'An inspector is told that nobody knows yet while a validator has a gap; the fine falls away when the tap surfaces.',
    shown: [
      [INSPECTED, 'does not know while a validator that was swapped for another has not given what it took'],
      [
        INSPECTED,
        'does not know while a validator has a gap; the fine then falls away when the tap surfaces, audited',
      ],
    ],
  },
  '2.4.12': {
    says: 'The same ticket in two places that nobody gets between in the time is flagged.',
    shown: [
      [TICKETS, 'in two places that nobody gets between in the time are flagged, whichever tap came first'],
      [
        TICKETS,
        'are flagged by where their vehicles were seen, whatever devices claim, and once positions come late',
      ],
    ],
  },
};
