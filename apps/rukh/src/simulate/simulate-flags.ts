import type { Hints, Pathology, Preset } from '@rukh/domain/simulation';
import type { ServiceDate } from '@rukh/domain/time';
import type { BrokerEndpoint } from '@rukh/service';

/** What `rukh simulate` was told. */
export interface SimulateFlags {
  readonly gtfs: string;
  /** Reports go there, live; else they are written to `out`. */
  readonly broker?: BrokerEndpoint;
  readonly out?: string;
  readonly truth?: string;
  readonly agency: string;
  readonly speed: number;
  readonly date?: ServiceDate;
  readonly from?: number;
  readonly hours?: number;
  readonly vehicles?: number;
  readonly seed: number;
  readonly preset: Preset;
  readonly rate: Partial<Record<Pathology, number>>;
  readonly interval: number;
  readonly hints: Hints;
  readonly airport?: { readonly lat: number; readonly lon: number };
  readonly connections: number;
  readonly qos: 0 | 1;
  /** Back office that riders' taps go to; nobody taps without. */
  readonly tapsTo?: string;
  readonly tapsHome: string;
}
