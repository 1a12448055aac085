/** Statements about things, as RDF has them, and its two usual forms: JSON-LD and Turtle. */
export type Value =
  | string
  | number
  | { readonly iri: string }
  | { readonly text: string; readonly language: string }
  | { readonly text: string; readonly type: string }
  | { readonly node: Node };

export interface Node {
  /** Absent of things without a name of their own. */
  readonly iri?: string;
  /** Prefixed name, as all names of properties are. */
  readonly type: string;
  readonly properties: readonly (readonly [name: string, ...values: readonly Value[]])[];
}

export const PREFIXES = {
  dcat: 'http://www.w3.org/ns/dcat#',
  dct: 'http://purl.org/dc/terms/',
  dqv: 'http://www.w3.org/ns/dqv#',
  foaf: 'http://xmlns.com/foaf/0.1/',
  locn: 'http://www.w3.org/ns/locn#',
  rdfs: 'http://www.w3.org/2000/01/rdf-schema#',
  skos: 'http://www.w3.org/2004/02/skos/core#',
  vcard: 'http://www.w3.org/2006/vcard/ns#',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
  geo: 'http://www.opengis.net/ont/geosparql#',
} as const;

export function writeJsonLd(nodes: readonly Node[]): string {
  return JSON.stringify({ '@context': PREFIXES, '@graph': nodes.map(jsonOf) }, null, 1);
}

function jsonOf({ iri, type, properties }: Node): Record<string, unknown> {
  return {
    ...(iri === undefined ? {} : { '@id': iri }),
    '@type': type,
    ...Object.fromEntries(
      properties.map(([name, ...values]) => [
        name,
        values.length === 1 ? jsonValue(values[0]!) : values.map(jsonValue),
      ]),
    ),
  };
}

function jsonValue(value: Value): unknown {
  if (typeof value !== 'object') return value;
  if ('iri' in value) return { '@id': value.iri };
  if ('node' in value) return jsonOf(value.node);
  return 'language' in value
    ? { '@value': value.text, '@language': value.language }
    : { '@value': value.text, '@type': value.type };
}

/** W3C Turtle 1.1. */
export function writeTurtle(nodes: readonly Node[]): string {
  const prefixes = Object.entries(PREFIXES).map(([name, iri]) => `@prefix ${name}: <${iri}> .`);
  return [...prefixes, '', ...nodes.map((node) => `${turtleOf(node)} .\n`)].join('\n');
}

function turtleOf({ iri, type, properties }: Node): string {
  const lines = properties.map(([name, ...values]) => `${name} ${values.map(turtleValue).join(', ')}`);
  const body = [`a ${type}`, ...lines].join(' ;\n  ');
  return iri === undefined ? `[ ${body} ]` : `${turtleIri(iri)} ${body}`;
}

function turtleValue(value: Value): string {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return turtleText(value);
  if ('iri' in value) return turtleIri(value.iri);
  if ('node' in value) return turtleOf(value.node);
  return 'language' in value
    ? `${turtleText(value.text)}@${value.language}`
    : `${turtleText(value.text)}^^${value.type}`;
}

/** What an IRI may not hold is written as a URL does. */
function turtleIri(iri: string): string {
  // eslint-disable-next-line no-control-regex -- these are what an IRI may not hold
  return `<${iri.replace(/[\u0000-\u0020<>"{}|^`\\]/g, encodeURIComponent)}>`;
}

function turtleText(text: string): string {
  // JSON's escapes of a string are among Turtle's.
  return JSON.stringify(text);
}
