import type { Operator } from '@rukh/adapters/postgres';
import type { Language } from '../ledger/money-requests.js';

/** By id; who is not known is called by it. */
export type NameParty = (operatorId: string) => string;

/** Two of one name are told apart by their ids. */
export function nameParties(operators: readonly Operator[], lang: Language): NameParty {
  const named = operators.map(({ operatorId, name, names }) => [operatorId, names[lang] ?? name] as const);
  const times = Map.groupBy(named, ([, name]) => name);
  const shown = new Map(
    named.map(([id, name]) => [id, times.get(name)!.length > 1 && name !== id ? `${name} (${id})` : name]),
  );
  return (operatorId) => shown.get(operatorId) ?? operatorId;
}
