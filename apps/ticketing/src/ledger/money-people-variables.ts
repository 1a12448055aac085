import { flag } from '@rukh/service';
import { z } from 'zod';

/** Who moves money: by sign-in at the console, whose sessions these two are of, or by name. */
export const moneyPeopleVariables = {
  RUKH_MONEY_SIGN_IN: flag
    .default(false)
    .describe('Whether refunds, payouts and clearing are only for who is signed in at the console too'),
  RUKH_SESSION_IDLE_MINUTES: z.coerce
    .number()
    .int()
    .min(5)
    .max(1440)
    .default(240)
    .describe('As of the console: a session that is not used for longer says nothing of who it is'),
  RUKH_DEMO: flag
    .default(false)
    .describe('Whether people of the demonstration may be signed in; set by `rukh up --demo`'),
};
