/**
 * `rukh tracker`: the account of a vehicle at the embedded broker: its name is the vehicle's id, its password is made and
 * not kept. Exit codes: 0 printed, 2 wrong usage.
 */
import { VEHICLE_ID, makeVehiclePassword } from '@rukh/adapters/mqtt-broker';
import type { Command } from 'commander';
import { readVehicleKey } from '../up/broker-accounts.js';
import { cityFolder } from '../up/home-folder.js';

/** Adds the command to the program. */
export function register(program: Command): void {
  const tracker = program
    .command('tracker <vehicleId>')
    .description('name and password by which a vehicle logs in to the embedded MQTT broker');
  tracker.exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2));
  tracker.action((vehicleId: string) => {
    if (!VEHICLE_ID.test(vehicleId)) {
      process.stderr.write(`A vehicle of MQTT has an id of at most 64 characters without / + #.\n`);
      process.exitCode = 2;
      return;
    }
    process.stdout.write(describeAccount(vehicleId, process.env));
  });
}

/** Of the city that RUKH_AGENCY names, else of the demonstration, in RUKH_HOME. */
export function describeAccount(vehicleId: string, env: NodeJS.ProcessEnv): string {
  const agency = env['RUKH_AGENCY'] ?? '';
  const home = cityFolder(env['RUKH_HOME'] || undefined, { isDemo: agency === '', agency });
  return `user      ${vehicleId}\npassword  ${makeVehiclePassword(readVehicleKey(home), vehicleId)}\n`;
}
