/** The catalogue as DCAT-AP 3 has it, for national access points and open data portals. */
import type { CityDescription } from './describe-city.js';
import type { Node, Value } from './graph.js';
import { DISTRIBUTIONS, type DatasetId, type Distribution, isByDay, linkOf } from './list-distributions.js';

const EU = 'http://publications.europa.eu/resource/authority';
const UK_EN = (uk: string, en: string): Value[] => [
  { text: uk, language: 'uk' },
  { text: en, language: 'en' },
];

const DATASETS: Readonly<
  Record<DatasetId, { readonly title: Value[]; readonly description: Value[]; readonly frequency: string }>
> = {
  timetable: {
    title: UK_EN('Розклад руху громадського транспорту', 'Public transport timetable'),
    description: UK_EN(
      'Маршрути, зупинки й розклад у форматі GTFS, саме та версія, якою користуються дані реального часу.',
      'Routes, stops and timetable as GTFS: the very version that the realtime data speak of.',
    ),
    frequency: 'IRREG',
  },
  realtime: {
    title: UK_EN(
      'Дані про місцезнаходження громадського транспорту в режимі реального часу',
      'Public transport in real time',
    ),
    description: UK_EN(
      'Місцезнаходження машин, прогноз прибуття на кожну зупинку та повідомлення про зміни руху.',
      'Where vehicles are, when they arrive at each stop, and service alerts.',
    ),
    frequency: 'CONT',
  },
  history: {
    title: UK_EN('Історія руху громадського транспорту', 'History of public transport'),
    description: UK_EN(
      'Прибуття й відправлення, виконані рейси та сліди машин у форматі TIDES.',
      'Arrivals and departures, trips performed and tracks of vehicles in the form of TIDES.',
    ),
    frequency: 'DAILY',
  },
};

/** Age in seconds of each feed that is being served, measured when asked. */
export type FeedAges = Readonly<Partial<Record<string, number>>>;

export function describeDcat(city: CityDescription, ages: FeedAges): Node[] {
  const ids = Object.keys(DATASETS) as DatasetId[];
  const catalogue: Node = {
    iri: `${city.baseUrl}/catalog`,
    type: 'dcat:Catalog',
    properties: [
      ['dct:title', ...UK_EN(`Відкриті дані: ${city.publisher.name}`, `Open data: ${city.publisher.name}`)],
      [
        'dct:description',
        ...UK_EN('Розклад, реальний час та історія руху.', 'Timetable, real time and history of service.'),
      ],
      ['dct:publisher', { node: publisherOf(city) }],
      ['dct:language', { iri: `${EU}/language/UKR` }, { iri: `${EU}/language/ENG` }],
      ['foaf:homepage', { iri: `${city.baseUrl}/` }],
      ['dcat:themeTaxonomy', { iri: `${EU}/data-theme` }],
      ['dcat:dataset', ...ids.map((id) => ({ iri: datasetIri(city, id) }))],
    ],
  };
  const distributions = DISTRIBUTIONS.map((distribution) => describeDistribution(city, distribution, ages));
  const datasets = ids.map((id) => describeDataset(city, id));
  return [catalogue, ...datasets, ...distributions, ...listKinds(city)];
}

/** Names of what EU vocabularies have: a catalogue says what it refers to, too. */
const NAMES: Readonly<Record<string, Node['properties'][number]>> = {
  [`${EU}/data-theme`]: ['dct:title', ...UK_EN('Теми даних', 'Data themes')],
  [`${EU}/data-theme/TRAN`]: ['skos:prefLabel', ...UK_EN('Транспорт', 'Transport')],
};

/** What the things are that are only referred to: a validator that fetches nothing knows no other way. */
function listKinds({ baseUrl, licenceUrl }: CityDescription): Node[] {
  const kinds = new Map<string, string>([
    [`${baseUrl}/`, 'foaf:Document'],
    [`${EU}/language/UKR`, 'dct:LinguisticSystem'],
    [`${EU}/language/ENG`, 'dct:LinguisticSystem'],
    [`${EU}/data-theme`, 'skos:ConceptScheme'],
    [`${EU}/data-theme/TRAN`, 'skos:Concept'],
    [`${EU}/access-right/PUBLIC`, 'dct:RightsStatement'],
    ...Object.values(DATASETS).map(
      ({ frequency }) => [`${EU}/frequency/${frequency}`, 'dct:Frequency'] as const,
    ),
  ]);
  if (licenceUrl !== undefined) kinds.set(licenceUrl, 'dct:LicenseDocument');
  for (const { mediaType, conformsTo } of DISTRIBUTIONS) {
    kinds.set(mediaTypeIri(mediaType), 'dct:MediaType');
    if (conformsTo !== undefined) kinds.set(conformsTo, 'dct:Standard');
  }
  return [...kinds].map(([iri, type]) => ({ iri, type, properties: NAMES[iri] ? [NAMES[iri]] : [] }));
}

function describeDataset(city: CityDescription, id: DatasetId): Node {
  const { title, description, frequency } = DATASETS[id];
  const distributions = DISTRIBUTIONS.filter(({ dataset }) => dataset === id);
  return {
    iri: datasetIri(city, id),
    type: 'dcat:Dataset',
    properties: [
      ['dct:identifier', `${city.network}-${id}`],
      ['dct:title', ...title],
      ['dct:description', ...description],
      ['dct:publisher', { node: publisherOf(city) }],
      ['dcat:theme', { iri: `${EU}/data-theme/TRAN` }],
      ['dct:accrualPeriodicity', { iri: `${EU}/frequency/${frequency}` }],
      ['dct:accessRights', { iri: `${EU}/access-right/PUBLIC` }],
      ['dcat:landingPage', { iri: `${city.baseUrl}/` }],
      ...contactOf(city),
      ...coverageOf(city, id),
      ['dcat:distribution', ...distributions.map((one) => ({ iri: distributionIri(city, one) }))],
    ],
  };
}

function describeDistribution(city: CityDescription, distribution: Distribution, ages: FeedAges): Node {
  const { path, mediaType, format, conformsTo, title, feed } = distribution;
  const iri = distributionIri(city, distribution);
  const age = feed === undefined ? undefined : ages[feed];
  return {
    iri,
    type: 'dcat:Distribution',
    properties: [
      ['dct:title', ...UK_EN(title.uk, title.en)],
      ...(isByDay(path)
        ? [['dct:description', `${city.baseUrl}${path}`] as const]
        : [['dcat:downloadURL', { iri: `${city.baseUrl}${path}` }] as const]),
      ['dcat:accessURL', { iri: `${city.baseUrl}${linkOf(distribution)}` }],
      ['dcat:mediaType', { iri: mediaTypeIri(mediaType) }],
      ['dct:format', { node: { type: 'dct:MediaTypeOrExtent', properties: [['rdfs:label', format]] } }],
      ...(conformsTo === undefined ? [] : [['dct:conformsTo', { iri: conformsTo }] as const]),
      ...(city.licenceUrl === undefined ? [] : [['dct:license', { iri: city.licenceUrl }] as const]),
      [
        'dct:rights',
        { node: { type: 'dct:RightsStatement', properties: [['rdfs:label', city.attribution]] } },
      ],
      ...(age === undefined ? [] : [['dqv:hasQualityMeasurement', { node: measuredAge(iri, age) }] as const]),
    ],
  };
}

function measuredAge(iri: string, seconds: number): Node {
  return {
    type: 'dqv:QualityMeasurement',
    properties: [
      ['dqv:computedOn', { iri }],
      ['dqv:isMeasurementOf', { iri: 'https://gtfs.org/documentation/realtime/realtime-best-practices/' }],
      ['dct:description', ...UK_EN('Вік даних, секунди', 'Age of the data, seconds')],
      ['dqv:value', Math.round(seconds)],
    ],
  };
}

function publisherOf({ publisher }: CityDescription): Node {
  const { name, url } = publisher;
  return {
    type: 'foaf:Agent',
    properties: [
      ['foaf:name', name],
      ...(url === undefined ? [] : [['foaf:homepage', { iri: url }] as const]),
    ],
  };
}

/** By letter or by a page, as feed_info.txt has it; the publisher's own page where it has neither. */
function contactOf({ contactEmail, contactUrl, publisher }: CityDescription): Node['properties'] {
  const page = contactUrl ?? (contactEmail === undefined ? publisher.url : undefined);
  if (contactEmail === undefined && page === undefined) return [];
  const node: Node = {
    type: 'vcard:Kind',
    properties: [
      ['vcard:fn', publisher.name],
      ...(contactEmail === undefined ? [] : [['vcard:hasEmail', { iri: `mailto:${contactEmail}` }] as const]),
      ...(page === undefined ? [] : [['vcard:hasURL', { iri: page }] as const]),
    ],
  };
  return [['dcat:contactPoint', { node }]];
}

function coverageOf({ box, days, feedVersion }: CityDescription, id: DatasetId): Node['properties'] {
  const spatial: Node | undefined = box && {
    type: 'dct:Location',
    properties: [['dcat:bbox', { text: polygonOf(box), type: 'geo:wktLiteral' }]],
  };
  const temporal: Node | undefined =
    id === 'timetable' && days
      ? {
          type: 'dct:PeriodOfTime',
          properties: [
            ['dcat:startDate', { text: days[0], type: 'xsd:date' }],
            ['dcat:endDate', { text: days[1], type: 'xsd:date' }],
          ],
        }
      : undefined;
  return [
    ...(spatial ? [['dct:spatial', { node: spatial }] as const] : []),
    ...(temporal ? [['dct:temporal', { node: temporal }] as const] : []),
    ...(id === 'timetable' && feedVersion !== undefined ? [['dcat:version', feedVersion] as const] : []),
  ];
}

function polygonOf([west, south, east, north]: readonly [number, number, number, number]): string {
  const corners = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  return `POLYGON((${corners.map((corner) => corner.join(' ')).join(', ')}))`;
}

const mediaTypeIri = (mediaType: string): string =>
  `https://www.iana.org/assignments/media-types/${mediaType}`;
const datasetIri = ({ baseUrl }: CityDescription, id: DatasetId): string => `${baseUrl}/catalog#${id}`;
const distributionIri = ({ baseUrl }: CityDescription, { distributionId }: Distribution): string =>
  `${baseUrl}/catalog#${distributionId}`;
