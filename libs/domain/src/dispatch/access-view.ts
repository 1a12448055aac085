/** What the console asks of accounts, carriers and the fleet, and what it is answered. Days are YYYY-MM-DD. */
import type { BothLanguages } from './order-view.js';
import type { Role } from './roles.js';

export interface UserView {
  readonly userId: string;
  readonly login: string;
  readonly name: string;
  readonly roles: readonly Role[];
  /** Absent: sees all carriers. */
  readonly carrierIds?: readonly string[];
  readonly isDisabled: boolean;
  readonly isDemo: boolean;
  readonly hasPassword: boolean;
  readonly hasTotp: boolean;
  /** The account is that of an OIDC provider, who says what it may. */
  readonly isExternal: boolean;
  readonly passkeys: number;
}

/** Body of POST /users. */
export interface NewUserRequest {
  readonly login: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly carrierIds?: readonly string[];
}

/** Body of PATCH /users/{userId}; what is not named stays, `carrierIds: null` sees all. */
export interface UserChangeRequest {
  readonly name?: string;
  readonly roles?: readonly Role[];
  readonly carrierIds?: readonly string[] | null;
  readonly isDisabled?: boolean;
}

/** What a person is told once, when the account is made or reset. */
export interface ToldSecrets {
  readonly userId: string;
  readonly password: string;
  /** otpauth:// address for an authenticator app. */
  readonly totpAddress: string;
  /** The same as an SVG. */
  readonly totpQr: string;
}

export interface CarrierView {
  readonly carrierId: string;
  readonly name: string;
}

/** A row of the registry: whose a vehicle is from one day to another. */
export interface FleetVehicleView {
  readonly vehicleId: string;
  readonly carrierId: string;
  readonly label?: string;
  readonly plate?: string;
  readonly isLowFloor?: boolean;
  readonly capacity?: number;
  readonly validFrom?: string;
  readonly validTo?: string;
}

/** What is wrong with a file of vehicles, and where. */
export interface FleetFault {
  /** The first line of the file is 1. */
  readonly line?: number;
  readonly column?: string;
  readonly words: BothLanguages;
}

/** Answer of POST /fleet/import. With a fault nothing is taken. */
export interface FleetImportView {
  /** False of a trial, and where there are faults. */
  readonly isDone: boolean;
  readonly rows: number;
  readonly added: number;
  readonly changed: number;
  readonly same: number;
  readonly carriers: readonly CarrierView[];
  /** The first 200; `faultCount` counts all. */
  readonly faults: readonly FleetFault[];
  readonly faultCount: number;
}

export interface AccessEntryView {
  readonly entryId: number;
  readonly at: number;
  readonly kind: string;
  readonly actor: string | null;
  readonly subject: string | null;
  /** Where they are accounts that there are. */
  readonly actorLogin: string | null;
  readonly subjectLogin: string | null;
  readonly address: string | null;
}
