import { trackerPasswordFile } from './broker-accounts.js';
import type { DemoTicket } from './issue-demo-ticket.js';
import type { Launch, ServerVariables } from './start-servers.js';
import { localAddress, readAdminToken } from './start-services.js';
import type { UpConfig } from './up-config.js';

/** Nobody has one before it is made; the terminal that it is made in need not know of which city. */
export function tellFirstAccount({
  RUKH_AGENCY,
  RUKH_HOME,
}: Pick<UpConfig, 'RUKH_AGENCY' | 'RUKH_HOME'>): [string, string] {
  const home = RUKH_HOME === undefined ? '' : `RUKH_HOME=${quote(RUKH_HOME)} `;
  const command = `${home}RUKH_AGENCY=${RUKH_AGENCY} npx rukh user add LOGIN --name "First Last" --role admin`;
  return ['', `the first account: ${command}`];
}

/** As a shell takes it for one word. */
function quote(word: string): string {
  return /^[\w./:@%+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** The short list that a person sees at the end. */
export function listAddresses(launch: Launch, servers: ServerVariables, ticket?: DemoTicket): string {
  const { config, isDemo, home } = launch;
  const http = localAddress(launch);
  const rows: [string, string][] = [
    ['Map and status', `${http}/`],
    ['Console', `${http}/console  for dispatchers${isDemo ? '; demo users are at its door' : ''}`],
    ...(isDemo ? [] : [tellFirstAccount(config)]),
    ['Stop boards', `${http}/stops  each at /s/{code}; routes, alerts, open data from the front page`],
    ['GTFS-realtime', `${http}/gtfs-rt/vehicle-positions.pb  (trip-updates, alerts, all; .json, .txt)`],
    ['Vehicles live', `${http}/live/vehicles`],
    ['Health, metrics', `${http}/health/ready  ${http}/metrics`],
    ['MQTT', `${servers['MQTT_URL']!}  rukh/v1/${config.RUKH_AGENCY}/vehicle/{vehicleId}/position`],
  ];
  if (isDemo && process.env['RUKH_ADMIN_TOKEN'] === undefined) {
    rows.push([
      'E-ticket',
      `${http}/finance  a ride from tap to settlement: sign in at the console's door as finance,`,
    ]);
    rows.push(['', `or give the administration token: ${readAdminToken(home)}`]);
    rows.push(...listTicket(http, ticket));
  }
  if (!isDemo && config.MQTT_URL === undefined) {
    rows.push(['', `user tracker, password in ${trackerPasswordFile(home)}`]);
  }
  rows.push(['Logs and data', home]);
  const lines = rows.map(([title, address]) => `  ${title.padEnd(16)} ${address}`);
  return `\nRukh is running. Ctrl-C stops it.\n\n${lines.join('\n')}\n\n`;
}

/** Pages of the e-ticket, each with what opens it. */
function listTicket(http: string, ticket: DemoTicket | undefined): [string, string][] {
  if (!ticket) return [['', `${http}/rider  /inspect  /validator  for a rider, an inspector, a driver`]];
  const { card, cardCode, inspector, pin, vehicleId, device, deviceCode } = ticket;
  const vehicle = vehicleId === undefined ? '' : `, e.g. at vehicle ${vehicleId}`;
  return [
    ['', `${http}/rider  a rider: card ${card}, code ${cardCode}`],
    ['', `${http}/validator  a validator: device ${device}, code ${deviceCode}`],
    ['', `${http}/inspect  an inspector: ${inspector}, PIN ${pin}${vehicle}`],
  ];
}
