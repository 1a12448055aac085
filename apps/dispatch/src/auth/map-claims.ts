// What the claims of a provider give here. A pure function, since a wrong line in it lets strangers in.
import { type Role, findAccountFault, isRole } from '@rukh/domain/dispatch';

export interface ClaimMapping {
  /** Path of the claim with groups or roles: names joined by dots. */
  readonly rolesClaim: string;
  readonly roles?: ReadonlyMap<string, string> | undefined;
  readonly carriersClaim?: string | undefined;
  readonly carriers?: ReadonlyMap<string, string> | undefined;
}

export interface Rights {
  readonly roles: readonly Role[];
  readonly carrierIds?: readonly string[];
}

/** The rights that claims give; undefined where they give none, or none that make an account. */
export function mapClaims(
  claims: Readonly<Record<string, unknown>>,
  mapping: ClaimMapping,
): Rights | undefined {
  const groups = readTexts(claims, mapping.rolesClaim);
  const mapped = mapping.roles ? groups.map((group) => mapping.roles!.get(group)) : groups;
  const roles = [...new Set(mapped.filter((role) => role !== undefined))].filter(isRole);
  const carriers = mapping.carriersClaim === undefined ? [] : readTexts(claims, mapping.carriersClaim);
  const carrierIds = carriers
    .map((value) => (mapping.carriers ? mapping.carriers.get(value) : value))
    .filter((carrier) => carrier !== undefined);
  // Whoever is said to be of a carrier that we do not know sees nothing, rather than everything.
  if (carriers.length > 0 && carrierIds.length === 0) return undefined;
  const rights = { roles, ...(carrierIds.length > 0 ? { carrierIds } : {}) };
  return findAccountFault(rights.roles, rights.carrierIds) === undefined ? rights : undefined;
}

/** A claim as texts: a list, or one, or none. The path itself is tried first, since names of claims may hold dots. */
function readTexts(claims: Readonly<Record<string, unknown>>, path: string): string[] {
  let value: unknown = claims[path];
  if (value === undefined) {
    value = claims;
    for (const name of path.split('.')) {
      value =
        typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
    }
  }
  return [value].flat().filter((one) => typeof one === 'string');
}
