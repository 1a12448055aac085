import type { CarrierView } from '@rukh/domain/dispatch';
import { useAsked } from '../../live/use-asked.js';
import { FRESH_SECONDS } from './office.js';

/** Carriers that one sees, and how they are called. */
export function useCarriers(): {
  readonly carriers: readonly CarrierView[];
  readonly nameOf: (carrierId: string) => string;
  readonly error: unknown;
} {
  const { value, error } = useAsked<{ readonly carriers: readonly CarrierView[] }>(
    '/carriers',
    FRESH_SECONDS,
    'office',
  );
  const carriers = value?.carriers ?? [];
  const names = new Map(carriers.map(({ carrierId, name }) => [carrierId, name]));
  return { carriers, nameOf: (carrierId) => names.get(carrierId) ?? carrierId, error };
}
