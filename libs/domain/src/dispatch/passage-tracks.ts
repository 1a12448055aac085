/**
 * Where the vehicles of each direction were, of the last while: what tells how long ago the vehicle before passed a
 * place. Places are those of the line's scale.
 */
const KEPT_SECONDS = 5400;
/** A point is kept where the vehicle has come so much farther, or so much later. */
const STEP_PLACE_SECONDS = 10;
const STEP_SECONDS = 60;

interface Track {
  readonly vehicleId: string;
  /** When the timetable has its trip at the beginning of the line; undefined by headway. */
  readonly startAt: number | undefined;
  /** Rising both. */
  readonly at: number[];
  readonly place: number[];
}

export interface TrackedRun {
  readonly tripKey: string;
  readonly vehicleId: string;
  readonly startAt: number | undefined;
}

export interface Passage {
  readonly vehicleId: string;
  readonly startAt: number | undefined;
  readonly at: number;
}

export class PassageTracks {
  /** By direction and by vehicle's run of a trip. */
  readonly #directions = new Map<string, Map<string, Track>>();

  /** `tripKey` names the run of a trip: another trip of the same vehicle is another track. */
  note(key: string, { tripKey, vehicleId, startAt }: TrackedRun, at: number, place: number): void {
    let tracks = this.#directions.get(key);
    if (!tracks) this.#directions.set(key, (tracks = new Map<string, Track>()));
    const id = `${vehicleId} ${tripKey}`;
    const track = tracks.get(id);
    if (!track) {
      tracks.set(id, { vehicleId, startAt, at: [at], place: [place] });
      return;
    }
    const last = track.at.length - 1;
    // It is never behind where it was: a fix back along the line is scatter.
    if (at <= track.at[last]! || place < track.place[last]!) return;
    const isStep =
      last === 0 ||
      place - track.place[last - 1]! >= STEP_PLACE_SECONDS ||
      at - track.at[last - 1]! >= STEP_SECONDS;
    if (isStep) {
      track.at.push(at);
      track.place.push(place);
    } else {
      track.at[last] = at;
      track.place[last] = place;
    }
  }

  /**
   * The vehicle other than that of a run that passed a place of a direction last before an instant. Of two that stand at one
   * place the one that came first is ahead of the other, and not each of each.
   */
  findLast(
    key: string,
    place: number,
    { vehicleId, tripKey }: TrackedRun,
    before: number,
  ): Passage | undefined {
    const tracks = this.#directions.get(key);
    const own = tracks?.get(`${vehicleId} ${tripKey}`);
    const came = (own && passedAt(own, place)) ?? before;
    let latest: Passage | undefined;
    for (const track of tracks?.values() ?? []) {
      if (track.vehicleId === vehicleId) continue;
      const at = passedAt(track, place);
      if (at === undefined || at > before || (latest && at <= latest.at)) continue;
      const isBeside = track.place.at(-1)! <= place;
      if (isBeside && (at > came || (at === came && track.vehicleId > vehicleId))) continue;
      latest = { vehicleId: track.vehicleId, startAt: track.startAt, at };
    }
    return latest;
  }

  /** Forgets what is too old to matter. */
  trim(now: number): void {
    for (const [key, tracks] of this.#directions) {
      for (const [id, { at, place }] of tracks) {
        const keep = at.findIndex((time) => time >= now - KEPT_SECONDS);
        if (keep < 0) tracks.delete(id);
        else if (keep > 30) {
          at.splice(0, keep);
          place.splice(0, keep);
        }
      }
      if (tracks.size === 0) this.#directions.delete(key);
    }
  }
}

/** When a track came to a place; undefined where it did not, or began beyond it. */
function passedAt({ at, place }: Track, wanted: number): number | undefined {
  const last = place.length - 1;
  if (wanted > place[last]! || wanted < place[0]!) return undefined;
  let low = 0;
  let high = last;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (place[middle]! >= wanted) high = middle;
    else low = middle + 1;
  }
  if (low === 0) return at[0];
  const gap = place[low]! - place[low - 1]!;
  return at[low - 1]! + (gap > 0 ? (wanted - place[low - 1]!) / gap : 1) * (at[low]! - at[low - 1]!);
}
