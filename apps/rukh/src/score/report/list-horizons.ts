import { HORIZONS } from '@rukh/domain/scoring';

/** Names of the horizons, in order, of which at least one of these has something to show. */
export function listHorizons(scores: readonly Readonly<Record<string, unknown>>[]): readonly string[] {
  return HORIZONS.map(({ name }) => name).filter((name) => scores.some((byHorizon) => name in byHorizon));
}
