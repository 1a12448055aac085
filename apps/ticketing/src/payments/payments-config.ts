import { z } from 'zod';

const whole = z.coerce.number().int();
const share = z.coerce.number().min(0).max(1).default(0);

/** Configuration of pay windows and the payment gateway. */
export const paymentsVariables = {
  RUKH_PAYMENTS: z
    .enum(['on', 'off'])
    .default('on')
    .describe('Whether this process closes pay windows and speaks to the gateway'),
  RUKH_PAY_WINDOW_GRACE_MINUTES: whole
    .min(0)
    .max(10_080)
    .default(180)
    .describe(
      'A pay window stays open so long after its fare day at most, for taps that are under way; it closes as soon as every validator has given all of the day',
    ),
  RUKH_PAY_WINDOW_LIMIT_MINOR: whole
    .min(0)
    .max(100_000_000)
    .default(50_000)
    .describe('A pay window that comes to this is closed at once; minor units, 0 = no limit'),
  RUKH_PAY_WINDOW_MINUTES: whole
    .min(0)
    .max(43_200)
    .default(0)
    .describe('A pay window is closed so long after its first charge; 0 = by its day alone'),
  RUKH_CHARGEBACK_MINOR: whole
    .min(0)
    .max(1_000_000)
    .default(5_000)
    .describe('First-ride risk: up to this a first decline is captured all the same; minor units'),
  RUKH_CARD_CHECK_DAYS: whole
    .min(0)
    .max(365)
    .default(14)
    .describe(
      'A bank card that was not asked for anything for so many days is asked about again; 0 = at its first ride only',
    ),
  RUKH_DEBT_ATTEMPTS: whole.min(0).max(20).default(4).describe('Attempts to recover a debt by itself'),
  RUKH_DEBT_FIRST_HOURS: whole
    .min(0)
    .max(720)
    .default(24)
    .describe('To the first of them; doubled each time'),
  RUKH_GATEWAY_ATTEMPTS: whole
    .min(1)
    .max(100)
    .default(12)
    .describe('Calls that the gateway does not answer before somebody must look at it'),
  RUKH_GATEWAY_RETRY_MS: whole
    .min(10)
    .max(600_000)
    .default(5_000)
    .describe('To the second of them; doubled each time, up to an hour'),
  RUKH_REFUND_FOUR_EYES_MINOR: whole
    .min(0)
    .max(100_000_000)
    .default(10_000)
    .describe('A refund above this needs a second person; minor units'),
  RUKH_SIMULATED_DECLINES: share.describe('Simulated gateway: share of authorisations it declines'),
  RUKH_SIMULATED_CHARGEBACKS: share.describe(
    "Simulated gateway: share of what it took that the cards' banks take back",
  ),
  RUKH_SIMULATED_SILENCE: share.describe('Simulated gateway: share of calls done whose answer is lost'),
};
