/** /feeds.json: every address with how old and how large it is now, for whoever would connect or keep watch. */
import type { CityDescription } from './describe-city.js';
import { DISTRIBUTIONS, PROTOBUF, type DatasetId } from './list-distributions.js';

/** A feed as it is being served; absent where it is not. */
export interface ServedFeed {
  readonly timestamp: number;
  readonly entities: number;
  readonly bytes: number;
}

export interface FeedsDocument {
  readonly network: string;
  readonly publisher: CityDescription['publisher'];
  readonly licence: { readonly url?: string; readonly attribution: string };
  readonly timetable: { readonly version?: string; readonly timeZone?: string };
  /** Rules of the specification that each snapshot passed before it was published. */
  readonly rulesChecked: number;
  readonly feeds: readonly {
    readonly id: string;
    readonly dataset: DatasetId;
    readonly url: string;
    readonly mediaType: string;
    readonly format: string;
    readonly title: { readonly uk: string; readonly en: string };
    readonly status: 'served' | 'away' | 'on_demand';
    readonly timestamp?: number;
    readonly ageSeconds?: number;
    readonly entities?: number;
    readonly bytes?: number;
  }[];
}

/** `now` is epoch seconds. */
export function describeFeeds(
  city: CityDescription,
  served: ReadonlyMap<string, ServedFeed>,
  rulesChecked: number,
  now: number,
): FeedsDocument {
  return {
    network: city.network,
    publisher: city.publisher,
    licence: {
      ...(city.licenceUrl === undefined ? {} : { url: city.licenceUrl }),
      attribution: city.attribution,
    },
    timetable: {
      ...(city.feedVersion === undefined ? {} : { version: city.feedVersion }),
      ...(city.timeZone === undefined ? {} : { timeZone: city.timeZone }),
    },
    rulesChecked,
    feeds: DISTRIBUTIONS.map(({ distributionId, dataset, path, mediaType, format, title, feed }) => ({
      ...{ id: distributionId, dataset, url: `${city.baseUrl}${path}`, mediaType, format, title },
      ...(feed === undefined ? { status: 'on_demand' as const } : stateOf(served.get(feed), mediaType, now)),
    })),
  };
}

function stateOf(
  feed: ServedFeed | undefined,
  mediaType: string,
  now: number,
): Pick<FeedsDocument['feeds'][number], 'status' | 'timestamp' | 'ageSeconds' | 'entities' | 'bytes'> {
  if (!feed) return { status: 'away' };
  const { bytes, ...rest } = feed;
  return {
    status: 'served',
    ...rest,
    ageSeconds: Math.max(0, Math.round(now - feed.timestamp)),
    // What is made of a feed is of another size, which is known when somebody asks for it.
    ...(mediaType === PROTOBUF ? { bytes } : {}),
  };
}
