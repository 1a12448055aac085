/**
 * The limits by which a feed is built. The defaults are those of the GTFS-realtime best practices; a city
 * overrides what it must.
 */
export interface FeedOptions {
  /** Older positions leave the feed ("should not be older than 90 seconds", best practices). */
  readonly positionMaxAgeSeconds: number;
  /** A vehicle silent for longer is lost: its trip updates leave the feed. */
  readonly lostAfterSeconds: number;
  /** Assignments less probable than this are published as a position without a trip. */
  readonly minConfidence: number;
  /** A position without a trip has its route and direction where these are as probable as this; above 1: never. */
  readonly minLineConfidence: number;
  /** Two vehicles on one trip whose confidences differ by less are taken to be equally good. */
  readonly confidenceMargin: number;
  /** Number plates are personal data in some places: off unless the city says otherwise. */
  readonly publishLicensePlates: boolean;
  /** Speeds beyond this are left out. */
  readonly maxSpeedMetresPerSecond: number;
  /** Times that moved by no more than this are not worth a new trip update. */
  readonly timeToleranceSeconds: number;
  /** A trip update is renewed when the vehicle was measured this much later than it says. */
  readonly renewAfterSeconds: number;
  /** Never two snapshots of a feed closer than this. */
  readonly minIntervalSeconds: number;
  /** A new snapshot at the latest after this, though nothing changed. */
  readonly maxIntervalSeconds: number;
  /** A feed that shrinks below this share of its entities at once is taken to be broken, not empty. */
  readonly collapseShare: number;
  /** Feeds with fewer entities are too small to tell a collapse from an ordinary evening. */
  readonly collapseMinEntities: number;
  /** How long the entities missing from a collapsed feed are kept, as far as their own age allows. */
  readonly collapseHoldSeconds: number;
  /** Whether alerts carry the deprecated active_period beside the periods that replaced it. */
  readonly alertActivePeriod: boolean;
  /** Orders on a stop, a line or the city are carried out on trips that begin within this time. */
  readonly orderHorizonSeconds: number;
  /**
   * How trips that dispatchers add are published: as NEW with stops of their own, which OpenTripPlanner and MOTIS take
   * alike, or as copies (DUPLICATED), the specification's own word for it, which OpenTripPlanner leaves out.
   */
  readonly addedTrips: 'DUPLICATED' | 'NEW';
}

export const DEFAULT_FEED_OPTIONS: FeedOptions = {
  positionMaxAgeSeconds: 90,
  lostAfterSeconds: 300,
  minConfidence: 0.5,
  minLineConfidence: 0.9,
  confidenceMargin: 0.1,
  publishLicensePlates: false,
  maxSpeedMetresPerSecond: 45,
  timeToleranceSeconds: 3,
  renewAfterSeconds: 30,
  minIntervalSeconds: 1,
  maxIntervalSeconds: 15,
  collapseShare: 0.3,
  collapseMinEntities: 10,
  collapseHoldSeconds: 90,
  alertActivePeriod: true,
  orderHorizonSeconds: 7200,
  addedTrips: 'NEW',
};
