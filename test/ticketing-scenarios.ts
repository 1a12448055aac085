/** The scenarios of the e-ticket's specification (3.3), by their letters, and which test shows each. */
import type { Promised } from './promised.js';

const DOMAIN = 'libs/domain/src';
const TICKETING = 'apps/ticketing/src';
const PRICES = `${DOMAIN}/fares/pricing/price-taps.spec.ts`;
const PROPERTIES = `${DOMAIN}/fares/pricing/price-taps.properties.spec.ts`;
const JUDGED = `${DOMAIN}/taps/judge-taps.spec.ts`;
const PRICED = `${TICKETING}/pricing/price-batch.int-spec.ts`;
const ORDER = `${TICKETING}/pricing/order-independence.int-spec.ts`;

export const SCENARIOS: Readonly<Record<string, Promised>> = {
  a: { says: 'Any order of arrival.', shown: [[PROPERTIES, 'are the same in any order of arrival']] },
  b: {
    says: 'A tap after its fare day closed: the same total, and one adjustment.',
    shown: [
      [
        PRICED,
        '2.4.3: a late tap changes its neighbours, and what was communicated is adjusted by the difference',
      ],
    ],
  },
  c: {
    says: 'Batches sent three times.',
    shown: [[PROPERTIES, 'are the same when batches are sent three times, and split otherwise']],
  },
  d: {
    says: 'A device clock that is seven minutes ahead.',
    shown: [[JUDGED, 'is the same however wrong the clock is, by the uptime of its start']],
  },
  e: {
    says: 'Batches of two devices, interleaved.',
    shown: [
      [
        ORDER,
        '2.2, 3.3: the same taps in any order, in any batches, sent any number of times, cost the same to the kopiyka',
      ],
    ],
  },
  f: {
    says: 'A crash between the commit and the answer.',
    shown: [
      [`${TICKETING}/intake/kill.int-spec.ts`, 'none is lost and none is there twice'],
      [
        `${DOMAIN}/validator/no-tap-lost.spec.ts`,
        'no tap is lost, none is sent under two contents, and only receipts shorten the queue',
      ],
    ],
  },
  g: {
    says: 'A tariff published after the taps, for days before them.',
    shown: [
      [
        ORDER,
        '3.3 (g): a tariff published after the taps, for days before them, prices them once more, and says so',
      ],
    ],
  },
  h: {
    says: 'The nights on which clocks change.',
    shown: [
      [PROPERTIES, 'a window of 40 minutes is 40 minutes, though the wall clock says 1 h 35'],
      [PROPERTIES, 'and in October, though the wall clock goes back'],
    ],
  },
  i: {
    says: 'Both sides of the begin of a fare day.',
    shown: [
      [PRICES, '3.3 (i): 04:29 is of the fare day before, 04:30 of the new one, each with a cap of its own'],
    ],
  },
  j: {
    says: 'A card refused between its ride and the upload is charged.',
    shown: [[PRICED, '3.3 (j): a card that is refused since its ride is charged for it all the same']],
  },
};
