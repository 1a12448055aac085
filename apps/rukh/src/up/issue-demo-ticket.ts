/**
 * Who a visitor of the demonstration may be at the e-ticket's pages: a rider with a card and its code, an inspector, and
 * somebody who puts a validator into use on a vehicle that drives. Codes are new at each start: what they open is
 * remembered as digests only.
 */
import { randomInt } from 'node:crypto';
import { OfficeClient } from '../simulate/office-client.js';

const CARD = '0400123456';
const INSPECTOR = 'demo';
const DEVICE = 'demo';
const CARRIER = { operatorId: 'let', operatorName: 'Lvivelectrotrans' };
const CARRIER_NAMES = { uk: 'Львівелектротранс' };
const TIMEOUT_MS = 5_000;

export interface DemoTicket {
  readonly card: string;
  readonly cardCode: string;
  readonly inspector: string;
  readonly pin: string;
  readonly device: string;
  readonly deviceCode: string;
  /** On which the validator is, and which may be inspected; undefined where none drives. */
  readonly vehicleId: string | undefined;
}

/** Throws where the back office does not answer: a demonstration goes on without. */
export async function issueDemoTicket(url: string, adminToken: string): Promise<DemoTicket> {
  const office = new OfficeClient(url, adminToken);
  const vehicleId = await findVehicle(url);
  await office.addOperator(CARRIER.operatorId, CARRIER.operatorName, 'CARRIER', CARRIER_NAMES);
  const pin = String(randomInt(100_000, 1_000_000));
  await office.enrolInspector(INSPECTOR, CARRIER.operatorId, pin);
  return {
    card: CARD,
    cardCode: await office.issueCardCode(CARD),
    inspector: INSPECTOR,
    pin,
    device: DEVICE,
    deviceCode: await office.openEnrolment({ deviceId: DEVICE, ...CARRIER, vehicleId }),
    vehicleId,
  };
}

async function findVehicle(url: string): Promise<string | undefined> {
  const feed = await fetch(`${url}/gtfs-rt/vehicle-positions.json`, {
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const { entity = [] } = (await feed.json()) as {
    entity?: readonly { readonly vehicle?: { readonly vehicle?: { readonly id?: string } } }[];
  };
  return entity[0]?.vehicle?.vehicle?.id;
}
