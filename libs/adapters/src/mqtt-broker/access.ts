// Who may do what on the embedded broker. Rukh's own services may do everything but write the broker's own
// topics. A tracker may write where vehicles report, and read nothing, so that one stolen password shows nobody
// else's positions. Without a name one is let in only in the demonstration, whose city is made up: such a
// visitor writes as a tracker and may look around.
import { timingSafeEqual } from 'node:crypto';
import type { AedesOptions, Client } from 'aedes';

export type Role = 'service' | 'tracker' | 'visitor';

export interface Account {
  readonly username: string;
  readonly password: string;
  readonly role: Role;
}

export interface Access {
  readonly accounts: readonly Account[];
  /** Whether clients without a name are let in, as visitors. */
  readonly anonymous: boolean;
}

/** Everybody may do what a service may: for tests, and for a broker nobody else can reach. */
export const OPEN_ACCESS: Access = { accounts: [], anonymous: true };

/** Where trackers write: our own topic, and that of HSL's High-frequency positioning. */
const REPORT_TOPIC = /^(rukh\/v1\/[^/]{1,64}\/vehicle\/[^/]{1,64}\/position|\/hfp\/v2\/journey\/.{1,400})$/;
const CLIENT_ID = /^[\w.:@/-]{0,128}$/;

type Hooks = Pick<Required<AedesOptions>, 'preConnect' | 'authenticate' | 'authorizeSubscribe'> & {
  /** Why a client may not write there; undefined where it may. The broker itself is no client. */
  readonly findWriteRefusal: (client: Client | null, topic: string) => string | undefined;
  readonly isTracker: (client: Client | null) => boolean;
};

/** The decisions above, in the form the broker asks for them. */
export function guardAccess(access: Access): Hooks {
  const roles = new WeakMap<Client, Role>();
  return {
    preConnect: (_, packet, done) => {
      const isTame = CLIENT_ID.test(packet.clientId);
      done(isTame ? null : new Error('a client id holds what none may hold'), isTame);
    },
    authenticate: (client, username, password, done) => {
      const role = findRole(access, username, password);
      if (role !== undefined) roles.set(client, role);
      done(null, role !== undefined);
    },
    authorizeSubscribe: (client, subscription, done) => {
      const role = roles.get(client);
      // A visitor in a group of readers would take messages away from the others.
      const isAllowed = role === 'service' || (role === 'visitor' && !subscription.topic.startsWith('$'));
      // Null answers the subscription with a failure and leaves the connection as it is.
      done(null, isAllowed ? subscription : null);
    },
    findWriteRefusal: (client, topic) => {
      if (topic.startsWith('$')) return 'topics of the broker itself are not to be written';
      const role = client === null ? 'service' : roles.get(client);
      if (role === 'service' || REPORT_TOPIC.test(topic)) return undefined;
      return 'trackers write only where vehicles report';
    },
    isTracker: (client) => client !== null && roles.get(client) === 'tracker',
  };
}

function findRole(
  { accounts, anonymous }: Access,
  username: string | undefined,
  password: Buffer | undefined,
): Role | undefined {
  if (username === undefined || username === '') {
    if (!anonymous) return undefined;
    return accounts.length === 0 ? 'service' : 'visitor';
  }
  const account = accounts.find((candidate) => candidate.username === username);
  if (account === undefined) return anonymous && accounts.length === 0 ? 'service' : undefined;
  return isSame(account.password, password) ? account.role : undefined;
}

function isSame(expected: string, given: Buffer | undefined): boolean {
  const wanted = Buffer.from(expected);
  return given?.length === wanted.length && timingSafeEqual(given, wanted);
}
