import { RingRoad } from '../ring-road.fixture.js';
import { type CityDescription, describeTimetable } from './describe-city.js';
import { describeCkan } from './describe-ckan.js';
import { describeDcat } from './describe-dcat.js';
import { describeFeeds } from './describe-feeds.js';
import { PREFIXES, writeJsonLd, writeTurtle } from './graph.js';
import { DISTRIBUTIONS } from './list-distributions.js';

const NOW = 1_795_000_000;
const CITY: CityDescription = {
  baseUrl: 'https://feeds.city.example',
  network: 'ring',
  licenceUrl: 'https://creativecommons.org/licenses/by/4.0/',
  attribution: 'Ring Road, CC BY 4.0',
  contactEmail: 'data@city.example',
  ...describeTimetable(new RingRoad(1, NOW).schedule),
  publisher: { name: 'Ring "Road" \\ Кільце', url: 'https://city.example' },
};

interface JsonNode {
  readonly '@id'?: string;
  readonly '@type': string;
  readonly [property: string]: unknown;
}
const graph = (JSON.parse(writeJsonLd(describeDcat(CITY, { all: 3 }))) as { '@graph': JsonNode[] })['@graph'];
const ofType = (type: string): JsonNode[] => graph.filter((node) => node['@type'] === type);

describe('the catalogue', () => {
  it('is of who publishes the timetable, and of its first carrier only where nobody says who', () => {
    const { schedule } = new RingRoad(1, NOW);
    expect([schedule.publisher?.name, schedule.agencies[0]!.name]).toEqual(['Ring City', 'Ring Road']);
    expect(describeTimetable(schedule).publisher?.name).toBe('Ring City');
    const unsaid = Object.fromEntries(Object.entries(schedule).filter(([name]) => name !== 'publisher'));
    expect(describeTimetable(unsaid as unknown as typeof schedule).publisher?.name).toBe('Ring Road');
  });

  it('tells what the timetable covers', () => {
    expect(CITY.box).toEqual([24, 49.8, 24.09, 49.8]);
    expect([CITY.timeZone, CITY.feedVersion, CITY.days]).toEqual([
      'UTC',
      'ring-1',
      ['2020-01-01', '2099-12-31'],
    ]);
  });

  it('has somebody to be asked, by letter, by a page for it, else by the page of who publishes', () => {
    const silent: CityDescription = { ...CITY };
    delete (silent as { contactEmail?: string }).contactEmail;
    const asked = (city: CityDescription): string =>
      /"dcat:contactPoint":\{[^}]*\}\}?/.exec(
        writeJsonLd(describeDcat(city, {})).replaceAll(/\s/g, ''),
      )?.[0] ?? '';
    expect(asked(CITY)).toContain('mailto:data@city.example');
    expect(asked(CITY)).not.toContain('hasURL');
    expect(asked({ ...silent, contactUrl: 'https://city.example/ask' })).toContain(
      'https://city.example/ask',
    );
    expect(asked(silent)).toContain('"https://city.example"');
  });

  // DCAT-AP 3.0.0, sections 4.2 (Catalogue), 4.4 (Dataset), 4.6 (Distribution): what is mandatory or recommended.
  it.each([
    ['dcat:Catalog', ['dct:title', 'dct:description', 'dct:publisher', 'dcat:dataset', 'dcat:themeTaxonomy']],
    ['dcat:Dataset', ['dct:title', 'dct:description', 'dct:publisher', 'dcat:theme', 'dcat:contactPoint']],
    ['dcat:Dataset', ['dct:spatial', 'dct:accrualPeriodicity', 'dcat:distribution']],
    ['dcat:Distribution', ['dcat:accessURL', 'dct:license', 'dct:format', 'dcat:mediaType', 'dct:rights']],
  ])('tells of each %s its %j', (type, properties) => {
    expect(ofType(type).length).toBeGreaterThan(0);
    for (const node of ofType(type)) expect(node).toEqual(expect.objectContaining(keys(properties)));
  });

  // Classes of DCAT-AP 3.0.1's SHACL shapes: a literal there is refused.
  it.each([
    ['dct:format', 'dct:MediaTypeOrExtent'],
    ['dct:rights', 'dct:RightsStatement'],
  ])('has the %s of each distribution as a thing, not as a text', (property, type) => {
    for (const node of ofType('dcat:Distribution')) expect(node[property]).toMatchObject({ '@type': type });
  });

  it.each([
    ['dct:license', 'dct:LicenseDocument'],
    ['dct:conformsTo', 'dct:Standard'],
    ['dcat:mediaType', 'dct:MediaType'],
    ['dcat:landingPage', 'foaf:Document'],
    ['foaf:homepage', 'foaf:Document'],
    ['dct:language', 'dct:LinguisticSystem'],
    ['dct:accrualPeriodicity', 'dct:Frequency'],
    ['dct:accessRights', 'dct:RightsStatement'],
    ['dcat:theme', 'skos:Concept'],
    ['dcat:themeTaxonomy', 'skos:ConceptScheme'],
  ])('says of what %s refers to that it is a %s', (property, type) => {
    const named = new Set(ofType(type).map((node) => node['@id']));
    const referred = graph.flatMap((node) => [node[property]].flat()).filter((one) => one !== undefined);
    expect(referred.length).toBeGreaterThan(0);
    for (const one of referred) expect(named).toContain((one as JsonNode)['@id']);
  });

  it('has the names of themes and of their scheme, as DCAT-AP asks', () => {
    for (const theme of ofType('skos:Concept')) expect(theme['skos:prefLabel']).toHaveLength(2);
    for (const scheme of ofType('skos:ConceptScheme')) expect(scheme['dct:title']).toHaveLength(2);
  });

  it('names everything that it refers to', () => {
    const names = new Set(graph.map((node) => node['@id']));
    const wanted = graph.flatMap((node) => [node['dcat:dataset'], node['dcat:distribution']].flat());
    const missing = wanted.filter((one) => one !== undefined && !names.has((one as JsonNode)['@id']));
    expect(missing).toEqual([]);
    expect(ofType('dcat:Distribution')).toHaveLength(DISTRIBUTIONS.length);
  });

  it('tells how old a feed is that is served', () => {
    const all = graph.find((node) => node['@id']?.endsWith('#gtfs-rt-all'));
    expect(all?.['dqv:hasQualityMeasurement']).toMatchObject({ 'dqv:value': 3 });
  });

  it('says in Turtle what it says in JSON-LD', () => {
    const turtle = writeTurtle(describeDcat(CITY, {}));
    for (const [prefix, iri] of Object.entries(PREFIXES)) {
      expect(turtle).toContain(`@prefix ${prefix}: <${iri}> .`);
    }
    expect(turtle).toContain('<https://feeds.city.example/catalog#realtime> a dcat:Dataset ;');
    expect(turtle).toContain('foaf:name "Ring \\"Road\\" \\\\ Кільце"');
    expect(turtle).toContain(
      '"POLYGON((24 49.8, 24.09 49.8, 24.09 49.8, 24 49.8, 24 49.8))"^^geo:wktLiteral',
    );
    expect(turtle.match(/ a dcat:Distribution ;/g)).toHaveLength(DISTRIBUTIONS.length);
  });

  it('is a dataset of CKAN with each address as a resource', () => {
    const { name, license_id, resources } = describeCkan(CITY) as {
      name: string;
      license_id: string;
      resources: { url: string; format: string }[];
    };
    expect(name).toMatch(/^[a-z0-9_-]{2,100}$/);
    expect(license_id).toBe('cc-by-4.0');
    expect(resources).toHaveLength(DISTRIBUTIONS.length);
    // Each link can be followed: a file a day has no address until somebody says which day.
    expect(resources.filter(({ url }) => /[{}]/.test(url))).toEqual([]);
  });

  it('tells of each feed whether it is served, and how old and how large it is', () => {
    const served = new Map([['alerts', { timestamp: NOW - 7, entities: 2, bytes: 900 }]]);
    const { feeds, rulesChecked } = describeFeeds(CITY, served, 120, NOW);
    const state = (id: string): unknown => {
      const { status, ageSeconds, entities, bytes } = feeds.find((feed) => feed.id === id)!;
      return [status, ageSeconds, entities, bytes];
    };
    expect([state('gtfs-rt-alerts'), state('gtfs-rt-all'), state('gtfs-static')]).toEqual([
      ['served', 7, 2, 900],
      ['away', undefined, undefined, undefined],
      ['on_demand', undefined, undefined, undefined],
    ]);
    // What is made of it is as old, and of another size.
    expect(state('siri-lite-situation-exchange')).toEqual(['served', 7, 2, undefined]);
    expect(rulesChecked).toBe(120);
  });
});

function keys(names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, expect.anything() as unknown]));
}
