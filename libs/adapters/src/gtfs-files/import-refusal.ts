import type { GtfsRuleName } from '@rukh/domain/gtfs';

/** Why a GTFS cannot even be read on: a rule of the import report, thrown because nothing after it can be trusted. */
export class ImportRefusal extends Error {
  constructor(
    readonly rule: GtfsRuleName,
    readonly file: string,
    message: string,
    readonly line = 0,
  ) {
    super(message);
    this.name = 'ImportRefusal';
  }
}
