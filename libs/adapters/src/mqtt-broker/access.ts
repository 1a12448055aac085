// Who may do what on the embedded broker. Rukh's own services may do everything but write the broker's own
// topics. A vehicle has an account of its own name: it writes its positions and what of its orders was read, and reads
// its orders; one stolen password shows and forges nobody else's. A tracker, which may be a gateway of many vehicles,
// writes where vehicles report and reads nothing. A device of the e-ticket writes its taps and reads
// what it is answered, and the deny list, which is for all of them. Without a name one is let in only in the
// demonstration, whose city is made up: such a visitor writes as a tracker or a device and may look around.
import { createHmac } from 'node:crypto';
import { DEVICE_ID } from '@rukh/domain/taps';
import type { AedesOptions, AedesPublishPacket, AuthenticateError, Client } from 'aedes';
import { DeviceAccounts, ENDED_ACCOUNTS_TOPIC, isSame } from './device-accounts.js';

export type Role = 'service' | 'tracker' | 'vehicle' | 'device' | 'visitor';

export interface Account {
  readonly username: string;
  readonly password: string;
  readonly role: Role;
}

export interface Access {
  readonly accounts: readonly Account[];
  /** Whether clients without a name are let in, as visitors. */
  readonly anonymous: boolean;
  /** Secret that the passwords of devices are made by; without it no device has an account. */
  readonly deviceKey?: string | undefined;
  /** Secret that the passwords of vehicles are made by; without it no vehicle has an account. */
  readonly vehicleKey?: string | undefined;
}

/** What a level of an MQTT topic can hold of a vehicle's id. */
export const VEHICLE_ID = /^[^/+#]{1,64}$/;

/** Password of a vehicle, whose account is called as the vehicle is. */
export function makeVehiclePassword(vehicleKey: string, vehicleId: string): string {
  return createHmac('sha256', vehicleKey).update(`mqtt vehicle ${vehicleId}`).digest('base64url');
}

/** Everybody may do what a service may: for tests, and for a broker nobody else can reach. */
export const OPEN_ACCESS: Access = { accounts: [], anonymous: true };

/** Where trackers write: our own topic, and that of HSL's High-frequency positioning. */
const REPORT_TOPIC = /^(rukh\/v1\/[^/]{1,64}\/vehicle\/[^/]{1,64}\/position|\/hfp\/v2\/journey\/.{1,400})$/;
/** Where a vehicle writes. */
const VEHICLE_TOPIC = /^rukh\/v1\/[^/]{1,64}\/vehicle\/([^/]{1,64})\/(?:position|orders\/read)$/;
/** Where devices write: taps and what they say of themselves. */
const DEVICE_TOPIC = /^rukh\/v1\/[^/+#]{1,64}\/device\/([A-Za-z0-9_-]{1,32})\/(?:taps|heartbeat)$/;
/** What is ordered of a vehicle, kept for a display that was off. */
const ORDERS_TOPIC = /^rukh\/v1\/[^/+#]{1,64}\/vehicle\/([^/+#]{1,64})\/orders$/;
/** What a device may subscribe to: what is for it, and the list that is for all. */
const DEVICE_FILTER = /^rukh\/v1\/[^/+#]{1,64}\/device\/([A-Za-z0-9_-]{1,32})\/(?:receipts|commands)$/;
const DENY_LIST_FILTER = /^rukh\/v1\/[^/+#]{1,64}\/denylist\/(?:#|[^+#]{1,200})$/;
const DENY_LIST_TOPIC = /^rukh\/v1\/[^/]{1,64}\/denylist\//;
/** What the city publishes for everybody. */
const PUBLIC_FILTER = /^\/gtfsrt\/(?:#|(?:vp|tu)\/)/;
const CLIENT_ID = /^[\w.:@/-]{0,128}$/;

type Hooks = Pick<Required<AedesOptions>, 'preConnect' | 'authenticate' | 'authorizeSubscribe'> & {
  /** Why a client may not write there; undefined where it may. The broker itself is no client. */
  readonly findWriteRefusal: (client: Client | null, topic: string) => string | undefined;
  /** Whether the client is one of many that may send only so much. */
  readonly isPaced: (client: Client | null) => boolean;
  /** Whether what the client writes there is kept for later subscribers. */
  readonly mayRetain: (client: Client | null, topic: string) => boolean;
  /** Takes what a service says of accounts. @returns whether some may have ended */
  readonly hearAccounts: (client: Client | null, packet: AedesPublishPacket) => boolean;
  /** Whether the account that the client came in by has ended since. */
  readonly isOut: (client: Client) => boolean;
};

/** Who a client was found to be. */
interface Identity {
  readonly role: Role;
  readonly name: string;
  /** Of a device: which of its enrolments the password is of. */
  readonly enrolment?: number | undefined;
}

/** The decisions above, in the form the broker asks for them. */
export function guardAccess(access: Access): Hooks {
  const identities = new WeakMap<Client, Identity>();
  const devices = access.deviceKey === undefined ? undefined : new DeviceAccounts(access.deviceKey);
  const find = (client: Client | null): Identity | undefined =>
    client === null ? { role: 'service', name: '' } : identities.get(client);
  return {
    preConnect: (_, packet, done) => {
      const isTame = CLIENT_ID.test(packet.clientId);
      done(isTame ? null : new Error('a client id holds what none may hold'), isTame);
    },
    authenticate: (client, username, password, done) => {
      const identity = identify(access, devices, username, password);
      if (identity !== undefined) identities.set(client, identity);
      done(identity === undefined ? refuseName(username) : null, identity !== undefined);
    },
    authorizeSubscribe: (client, subscription, done) => {
      // Null answers the subscription with a failure and leaves the connection as it is.
      done(null, mayRead(identities.get(client), subscription.topic) ? subscription : null);
    },
    findWriteRefusal: (client, topic) => findWriteRefusal(find(client), topic),
    isPaced: (client) => ['tracker', 'vehicle', 'device'].includes(find(client)?.role ?? ''),
    mayRetain: (client, topic) =>
      find(client)?.role === 'service' && (DENY_LIST_TOPIC.test(topic) || ORDERS_TOPIC.test(topic)),
    hearAccounts: (client, { topic, payload }) => {
      if (!devices || find(client)?.role !== 'service' || !ENDED_ACCOUNTS_TOPIC.test(topic)) return false;
      devices.end(Buffer.from(payload));
      return true;
    },
    isOut: (client) => {
      const { name = '', enrolment } = find(client) ?? {};
      return enrolment !== undefined && devices?.holds(name, enrolment) === false;
    },
  };
}

/** Answered to the client as not authorised; the sentence is for who runs the broker. */
function refuseName(username: string | undefined): AuthenticateError {
  const sentence =
    username === undefined || username === ''
      ? 'it gave no name'
      : `there is no account "${username.slice(0, 64)}" with that password`;
  // The broker's own code for it is 5, not authorised.
  return new Error(sentence) as AuthenticateError;
}

function mayRead(identity: Identity | undefined, filter: string): boolean {
  const { role, name } = identity ?? {};
  if (role !== undefined && PUBLIC_FILTER.test(filter)) return true;
  if (role === 'vehicle') return ORDERS_TOPIC.exec(filter)?.[1] === name;
  if (role === 'device') return DEVICE_FILTER.exec(filter)?.[1] === name || DENY_LIST_FILTER.test(filter);
  // A visitor in a group of readers would take messages away from the others.
  return role === 'service' || (role === 'visitor' && !filter.startsWith('$'));
}

function findWriteRefusal(identity: Identity | undefined, topic: string): string | undefined {
  if (topic.startsWith('$')) return 'topics of the broker itself are not to be written';
  const { role, name } = identity ?? {};
  if (role === 'service') return undefined;
  const deviceId = DEVICE_TOPIC.exec(topic)?.[1];
  if (role === 'device') {
    return deviceId === name ? undefined : 'a device writes only its own taps and heartbeats';
  }
  const vehicleId = VEHICLE_TOPIC.exec(topic)?.[1];
  if (role === 'vehicle') {
    return vehicleId === name ? undefined : 'a vehicle writes only its own positions and what it read';
  }
  const isVisited = role === 'visitor' && (deviceId ?? vehicleId) !== undefined;
  return REPORT_TOPIC.test(topic) || isVisited ? undefined : 'trackers write only where vehicles report';
}

function identify(
  { accounts, anonymous, vehicleKey }: Access,
  devices: DeviceAccounts | undefined,
  username: string | undefined,
  password: Buffer | undefined,
): Identity | undefined {
  const name = username ?? '';
  if (name === '') {
    if (!anonymous) return undefined;
    return { role: accounts.length === 0 ? 'service' : 'visitor', name };
  }
  const account = accounts.find((candidate) => candidate.username === name);
  if (account !== undefined) {
    return isSame(account.password, password) ? { role: account.role, name } : undefined;
  }
  if (anonymous && accounts.length === 0) return { role: 'service', name };
  const enrolment = DEVICE_ID.test(name) ? devices?.findEnrolment(name, password) : undefined;
  if (enrolment !== undefined) return { role: 'device', name, enrolment };
  const isVehicle =
    vehicleKey !== undefined &&
    VEHICLE_ID.test(name) &&
    isSame(makeVehiclePassword(vehicleKey, name), password);
  return isVehicle ? { role: 'vehicle', name } : undefined;
}
