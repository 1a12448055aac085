import type { Command } from 'commander';
import { register as registerFleet } from './fleet.js';
import { register as registerImport } from './import.js';
import { register as registerLedger } from './ledger.js';
import { register as registerMigrate } from './migrate.js';
import { register as registerPayments } from './payments.js';
import { register as registerReplay } from './replay.js';
import { register as registerScore } from './score.js';
import { register as registerScoreTaps } from './score-taps.js';
import { register as registerSimulate } from './simulate.js';
import { register as registerTariff } from './tariff.js';
import { register as registerTicket } from './ticket.js';
import { register as registerTracker } from './tracker.js';
import { register as registerUp } from './up.js';
import { register as registerUser } from './user.js';
import { register as registerValidate } from './validate.js';
import { register as registerValidator } from './validator.js';

/** In the order in which help lists them. */
export const COMMANDS: readonly ((program: Command) => void)[] = [
  registerUp,
  registerImport,
  registerSimulate,
  registerReplay,
  registerScore,
  registerScoreTaps,
  registerValidate,
  registerValidator,
  registerTicket,
  registerTariff,
  registerLedger,
  registerPayments,
  registerUser,
  registerFleet,
  registerTracker,
  registerMigrate,
];
