import { happens, mix, unit } from './random.js';

/** What goes wrong with validators themselves. Shares of devices unless said otherwise. */
export interface DeviceTroubleRates {
  /** Spend hours of the day without a network. */
  readonly offline: number;
  /** Have a clock that is wrong by up to four minutes. */
  readonly drift: number;
  /** Have a clock that is wrong by hours or days. */
  readonly lostClock: number;
  /** Lose their power once. */
  readonly crash: number;
  /** Of batches: are sent twice. */
  readonly duplicate: number;
  /** Of batches: are held up, so that later ones overtake them. */
  readonly reorder: number;
}

export const NO_DEVICE_TROUBLES: DeviceTroubleRates = {
  offline: 0,
  drift: 0,
  lostClock: 0,
  crash: 0,
  duplicate: 0,
  reorder: 0,
};

/** More than a city would stand: for breaking things. */
export const HARD_DEVICE_TROUBLES: DeviceTroubleRates = {
  offline: 0.4,
  drift: 0.2,
  lostClock: 0.02,
  crash: 0.15,
  duplicate: 0.1,
  reorder: 0.05,
};

/** The troubles of one device on one day. */
export interface DeviceTroubles {
  /** By how much its wall clock is ahead; constant. */
  readonly driftMs: number;
  /** Without a network in [fromMs, toMs), milliseconds since 1970 UTC. */
  readonly offline: readonly { readonly fromMs: number; readonly toMs: number }[];
  /** When the power goes. */
  readonly crashesMs: readonly number[];
}

const HOUR_MS = 3_600_000;
const MAX_DRIFT_MS = 4 * 60_000;

/** Follow from the seed and the device alone. A lost clock is not offline as well: nothing could then be known of it. */
export function planDeviceTroubles(
  seed: number,
  device: number,
  dayStartMs: number,
  rates: DeviceTroubleRates,
): DeviceTroubles {
  const hash = mix(mix(seed, 601), device);
  const isLost = happens(mix(hash, 1), rates.lostClock);
  const isDrifting = happens(mix(hash, 2), rates.drift);
  const spread = 2 * unit(mix(hash, 3)) - 1;
  const driftMs = Math.round(isLost ? spread * 72 * HOUR_MS : isDrifting ? spread * MAX_DRIFT_MS : 0);
  const offline: { fromMs: number; toMs: number }[] = [];
  if (!isLost && happens(mix(hash, 4), rates.offline)) {
    const fromMs = dayStartMs + Math.round((6 + 12 * unit(mix(hash, 5))) * HOUR_MS);
    offline.push({ fromMs, toMs: fromMs + Math.round((0.5 + 6 * unit(mix(hash, 6))) * HOUR_MS) });
  }
  const crashMs = dayStartMs + Math.round((7 + 14 * unit(mix(hash, 8))) * HOUR_MS);
  return { driftMs, offline, crashesMs: !isLost && happens(mix(hash, 7), rates.crash) ? [crashMs] : [] };
}
