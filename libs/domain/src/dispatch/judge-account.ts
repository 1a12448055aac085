import { ROLES, type Role } from './roles.js';

/** Why roles and carriers make no account. */
export type AccountFault = 'no_role' | 'unknown_role' | 'operator_without_carrier' | 'empty_carriers';

/** Whether a text names a role. */
export function isRole(text: string): text is Role {
  return (ROLES as readonly string[]).includes(text);
}

/**
 * What is wrong with the rights of an account; undefined where nothing is. An operator of a company names its company:
 * without one the account would see every carrier, which is what this role is there to prevent.
 */
export function findAccountFault(
  roles: readonly string[],
  carrierIds: readonly string[] | undefined,
): AccountFault | undefined {
  if (roles.length === 0) return 'no_role';
  if (!roles.every(isRole)) return 'unknown_role';
  if (carrierIds?.length === 0) return 'empty_carriers';
  if (roles.includes('company_operator') && carrierIds === undefined) return 'operator_without_carrier';
  return undefined;
}
