/**
 * Who may do what. One table, used by the server, which enforces it, and by the console, which hides by it.
 * Roles after ../shared/design/console.md 3.8.
 */
export const ROLES = [
  'viewer',
  'company_operator',
  'dispatcher',
  'supervisor',
  'inspector',
  'alert_writer',
  'auditor',
  'finance',
  'admin',
] as const;
export type Role = (typeof ROLES)[number];

export const PERMISSIONS = [
  /** Vehicles, lines, trips, exceptions, of now. */
  'service.read',
  /** Names of drivers. */
  'drivers.read',
  /** Raw messages of a vehicle. */
  'raw.read',
  'exceptions.handle',
  /** Orders on trips, stops, vehicles. */
  'orders.write',
  /** Only on vehicles of the own company: swap, start of work. */
  'orders.own_vehicles',
  /** City-wide modes; to approve them. */
  'orders.city',
  'alerts.write',
  /** Modes and thresholds of lines. */
  'lines.configure',
  'journal.read',
  'journal.write',
  /** Handing a shift over and taking it. */
  'shifts.sign',
  'replay.read',
  'reports.read',
  'exports.read',
  'feeds.read',
  'users.manage',
  'vehicles.manage',
  /** Who signed in, who tried, who changed whose rights. */
  'access.read',
  /** Where the money of a ride, or of a day, went: on `/finance`, and nothing of who rode. */
  'money.read',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

const READ: readonly Permission[] = ['service.read', 'replay.read', 'reports.read', 'feeds.read'];
const DISPATCH: readonly Permission[] = [
  ...READ,
  'drivers.read',
  'exceptions.handle',
  'orders.write',
  'alerts.write',
  'journal.read',
  'journal.write',
  'shifts.sign',
  'exports.read',
];

/** What tells of the whole city: nobody who is bound to carriers has it, whatever the role. */
const OF_THE_CITY: readonly Permission[] = ['journal.read', 'shifts.sign', 'money.read'];

const GRANTS: Readonly<Record<Role, readonly Permission[]>> = {
  viewer: READ,
  company_operator: [...READ, 'drivers.read', 'orders.own_vehicles', 'journal.write', 'exports.read'],
  dispatcher: DISPATCH,
  supervisor: [...DISPATCH, 'orders.city', 'lines.configure', 'raw.read', 'vehicles.manage'],
  inspector: ['service.read', 'journal.write'],
  alert_writer: [...READ, 'alerts.write', 'journal.read'],
  auditor: [...READ, 'journal.read', 'exports.read', 'access.read'],
  finance: ['money.read'],
  admin: [
    'service.read',
    'feeds.read',
    'journal.read',
    'users.manage',
    'vehicles.manage',
    'lines.configure',
    'access.read',
  ],
};

export function permissionsOf({
  roles,
  carrierIds,
}: Pick<Principal, 'roles' | 'carrierIds'>): ReadonlySet<Permission> {
  const granted = new Set(roles.flatMap((role) => GRANTS[role]));
  if (carrierIds) for (const permission of OF_THE_CITY) granted.delete(permission);
  return granted;
}

/** Somebody signed in. */
export interface Principal {
  readonly userId: string;
  readonly name: string;
  readonly roles: readonly Role[];
  /** Carriers whose vehicles and trips are seen; undefined for all. Never empty. */
  readonly carrierIds?: readonly string[];
}

/** Whether what belongs to a carrier is seen. What belongs to nobody known is seen only by those who see all. */
export function seesCarrier(principal: Principal, carrierId: string | undefined): boolean {
  if (principal.carrierIds === undefined) return true;
  return carrierId !== undefined && principal.carrierIds.includes(carrierId);
}
