/** Every outcome of a tap (2.3), and which test shows it: what the device said, and what the back office made of it. */
import type { Shown } from './promised.js';

const DOMAIN = 'libs/domain/src';
const TICKETING = 'apps/ticketing/src';
const PRICES = `${DOMAIN}/fares/pricing/price-taps.spec.ts`;
const VALIDATOR = `${DOMAIN}/validator/validator.spec.ts`;
const PRICED = `${TICKETING}/pricing/price-batch.int-spec.ts`;
const PAYMENTS = `${TICKETING}/payments/payments.int-spec.ts`;
const MONEY = `${TICKETING}/money.int-spec.ts`;
const INTAKE = `${TICKETING}/intake/tap-intake.int-spec.ts`;
const OUTCOMES = `${TICKETING}/intake/tap-outcomes.int-spec.ts`;
const CHECK = `${TICKETING}/media/check/check.int-spec.ts`;
const TERMINAL = 'apps/rukh/src/validator/terminal.int-spec.ts';

/** Of a device: each lets in or refuses, and is recorded as that. */
export const DEVICE_REASONS: Readonly<Record<string, readonly Shown[]>> = {
  OK_PAYG: [[CHECK, 'OK_PAYG, with feedback as codes']],
  OK_PASS: [[CHECK, 'OK_PASS from its activation, and OK_CONCESSION with its category']],
  OK_CONCESSION: [[CHECK, 'OK_PASS from its activation, and OK_CONCESSION with its category']],
  OK_TRANSFER_HINT: [[CHECK, 'OK_TRANSFER_HINT with the minutes left, and nothing of where the rider was']],
  OK_OFFLINE_RISK: [
    [CHECK, 'OK_OFFLINE_RISK: a bank card that was never seen; NOT_ON_ALLOW_LIST: an unknown badge'],
  ],
  OK_DEGRADED: [[VALIDATOR, 'by a list that is too old, as the rule of the kind of medium says']],
  DENY_LIST: [[CHECK, 'DENY_LIST: lost; at once, before any list has it']],
  EMV_ODA_FAIL: [
    [TERMINAL, 'says what only a reader of cards finds out, and refuses all while an inspector is on board'],
  ],
  EMV_DECLINE: [
    [TERMINAL, 'says what only a reader of cards finds out, and refuses all while an inspector is on board'],
  ],
  EMV_ONLINE_REQUESTED: [
    [TERMINAL, 'goes by the rules that the city publishes: no bank card by a list too old'],
  ],
  CARD_EXPIRED: [[CHECK, 'CARD_EXPIRED']],
  TICKET_BAD_SIGNATURE: [[TERMINAL, 'refuses a ticket %s: %s']],
  TICKET_EXPIRED: [[TERMINAL, 'refuses a ticket %s: %s']],
  TICKET_NOT_YET_VALID: [[TERMINAL, 'refuses a ticket %s: %s']],
  TICKET_STALE_DYNAMIC: [[TERMINAL, "takes a phone's code that was made now, and no picture of one"]],
  TICKET_WRONG_ZONE: [[TERMINAL, 'refuses a ticket %s: %s']],
  PASSBACK: [[CHECK, 'PASSBACK on the same vehicle within seconds, unless somebody rides along']],
  NOT_ON_ALLOW_LIST: [
    [CHECK, 'OK_OFFLINE_RISK: a bank card that was never seen; NOT_ON_ALLOW_LIST: an unknown badge'],
  ],
  INSPECTION_LOCK: [
    [TERMINAL, 'says what only a reader of cards finds out, and refuses all while an inspector is on board'],
  ],
  READ_ERROR: [
    [TERMINAL, 'says what only a reader of cards finds out, and refuses all while an inspector is on board'],
  ],
};

/** Of the back office: on acceptance, by pricing, by payment. */
export const OFFICE_OUTCOMES: Readonly<Record<string, readonly Shown[]>> = {
  ACCEPTED: [[OUTCOMES, '%s is ACCEPTED']],
  DENIED_RECORDED: [
    [OUTCOMES, '%s is DENIED_RECORDED'],
    [PRICED, 'never charges taps that were refused on board or came beyond the late limit'],
  ],
  DUPLICATE: [
    [INTAKE, 'are DUPLICATE when they come again, in the other form too, and nothing happens again'],
  ],
  CONFLICT: [[INTAKE, 'are a CONFLICT under the number of another tap, and somebody is told']],
  LATE_ACCEPTED: [
    [OUTCOMES, 'is LATE_ACCEPTED after its fare day closed, and LATE_EXPIRED after the late limit'],
  ],
  LATE_EXPIRED: [
    [OUTCOMES, 'is LATE_ACCEPTED after its fare day closed, and LATE_EXPIRED after the late limit'],
  ],
  QUARANTINED_CLOCK: [
    [OUTCOMES, 'is QUARANTINED_CLOCK where nothing bounds it, or it is before the device was, or after now'],
    [OUTCOMES, 'is QUARANTINED_CLOCK where it goes backwards against the numbers'],
  ],
  REJECTED_FORM: [[OUTCOMES, 'is REJECTED_FORM, its number is settled, and the device goes on']],
  // REJECTED_SIGNATURE and REJECTED_DEVICE of the specification: a batch is signed as a whole, and refused as a whole.
  MALFORMED: [[OUTCOMES, 'MALFORMED: no message, or one of another device']],
  TOO_LARGE: [[OUTCOMES, 'TOO_LARGE: more taps than may be, or more bytes']],
  UNKNOWN_DEVICE: [
    [
      OUTCOMES,
      'UNKNOWN_DEVICE, UNKNOWN_KEY and BAD_SIGNATURE, counted by device and hour without their bytes',
    ],
  ],
  UNKNOWN_KEY: [
    [
      OUTCOMES,
      'UNKNOWN_DEVICE, UNKNOWN_KEY and BAD_SIGNATURE, counted by device and hour without their bytes',
    ],
  ],
  BAD_SIGNATURE: [
    [
      OUTCOMES,
      'UNKNOWN_DEVICE, UNKNOWN_KEY and BAD_SIGNATURE, counted by device and hour without their bytes',
    ],
  ],
  DEVICE_NOT_ACTIVE: [
    [
      `${TICKETING}/devices/devices.int-spec.ts`,
      'is refused while it is not in use, keeps what it has, and goes on when it is in use again',
    ],
  ],
  TOO_FAST: [[OUTCOMES, 'TOO_FAST: more than the device may send, and only that device waits']],
  UNAVAILABLE: [
    [
      `${TICKETING}/intake/mqtt-taps.int-spec.ts`,
      'are refused by a receipt that says when to come again while the database is away, and lost by nobody',
    ],
  ],
  CHARGED: [[PRICED, 'gives an unknown medium an account, prices its rides and books them']],
  FREE_TRANSFER: [[PRICED, 'gives an unknown medium an account, prices its rides and books them']],
  CAPPED: [
    [PRICES, 'a cap of rides takes the thirteenth of seven days from the first, and begins anew after'],
  ],
  COVERED_BY_PASS: [
    [PRICES, 'of 30 calendar days holds from its purchase to the last moment of the thirtieth day'],
  ],
  CONCESSION_FREE: [
    [PRICES, 'that is free is a disposition of its own, and its funding body owes the whole'],
  ],
  PAIRED_OFF: [[PRICES, 'the exit that ended a ride is PAIRED_OFF, and its price is said of the entry']],
  INCOMPLETE_ON: [[PRICES, 'an entry alone costs the maximum']],
  UNPAIRED_OFF: [[PRICES, 'an exit alone costs the maximum']],
  CANCELLED: [[PRICES, 'out where one came in, soon, is no ride']],
  PASSBACK_IGNORED: [
    [PRICES, 'of the same medium on the same vehicle is ignored, and does not put the end off'],
  ],
  LOST_MEDIUM: [
    [
      `${TICKETING}/pricing/lost-media.int-spec.ts`,
      'LOST_MEDIUM: is a risk loss of the scheme; the rider owes nothing, the carrier is due its fare',
    ],
  ],
  RISK_LOSS: [
    [
      PAYMENTS,
      'RISK_LOSS: gives a debt up after its attempts, as the scheme’s loss where no list could have stopped the ride',
    ],
  ],
  // REVERSED of the specification: a refund, which leaves the charge as it was.
  REFUND: [[MONEY, 'gives a refund with four eyes above a limit, back to the card']],
};
