/** The catalogue as CKAN's `package_show` writes a dataset: data.gov.ua and other portals harvest it. */
import type { CityDescription } from './describe-city.js';
import { DISTRIBUTIONS, isByDay, linkOf } from './list-distributions.js';

/** CKAN's names of the licences that cities use; else the address alone is told. */
const LICENCES: Readonly<Record<string, string>> = {
  'https://creativecommons.org/licenses/by/4.0/': 'cc-by-4.0',
  'https://creativecommons.org/publicdomain/zero/1.0/': 'cc-zero',
  'https://opendatacommons.org/licenses/odbl/1-0/': 'odc-odbl',
};

export function describeCkan(city: CityDescription): Record<string, unknown> {
  const { baseUrl, network, publisher, licenceUrl, attribution, contactEmail, feedVersion } = city;
  return {
    name: `${network.toLowerCase()}-public-transport`,
    title: 'Дані про місцезнаходження громадського транспорту в режимі реального часу',
    title_translated: {
      uk: 'Дані про місцезнаходження громадського транспорту в режимі реального часу',
      en: 'Public transport: timetable, real time, history',
    },
    notes: `Розклад (GTFS), реальний час (GTFS-realtime, SIRI Lite, GeoJSON) та історія руху (TIDES). ${attribution}`,
    url: `${baseUrl}/`,
    author: publisher.name,
    maintainer: publisher.name,
    ...(contactEmail === undefined ? {} : { author_email: contactEmail, maintainer_email: contactEmail }),
    ...(licenceUrl === undefined
      ? {}
      : { license_id: LICENCES[licenceUrl] ?? 'other-open', license_url: licenceUrl }),
    isopen: licenceUrl !== undefined,
    ...(feedVersion === undefined ? {} : { version: feedVersion }),
    type: 'dataset',
    state: 'active',
    tags: ['public transport', 'gtfs', 'gtfs-realtime', 'siri', 'громадський транспорт'].map((name) => ({
      name,
    })),
    resources: DISTRIBUTIONS.map((distribution) => {
      const { distributionId, path, mediaType, format, title } = distribution;
      return {
        id: distributionId,
        name: title.uk,
        name_translated: title,
        url: `${baseUrl}${linkOf(distribution)}`,
        ...(isByDay(path) ? { description: `${baseUrl}${path}` } : {}),
        format,
        mimetype: mediaType,
      };
    }),
  };
}
