/**
 * The generated pages of docs/, held against what runs. Everything is started once, and then asked what it counts
 * and what it answers. With RUKH_WRITE_DOCS=1 (`npm run docs`) the pages are written first.
 */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { GENERATED_PAGES, type RunningServices } from '@rukh/rukh';
import { type ApiDocument, type ApiOperation, Metrics, describeApi } from '@rukh/service';
import { parse } from 'yaml';
import { type JsonSchema, listSchemaFaults, resolveRef } from './support/check-schema.js';
import { TownRig } from './support/town-rig.js';

const ROOT = resolve(import.meta.dirname, '..');
const METHODS = ['get', 'put', 'post', 'delete', 'patch'] as const;
const ADMIN = { authorization: 'Bearer a-token-for-this-test-only' };

let rig: TownRig;
let running: RunningServices;

beforeAll(async () => {
  rig = await TownRig.start(600);
  await rig.until(
    async () => ((await fetch(`${rig.url}/live/shapes.geojson`)).ok ? true : undefined),
    'schedule',
  );
  await rig.until(async () => ((await fetch(`${rig.url}/health/ready`)).ok ? true : undefined), 'readiness');
  running = { metrics: rig.app.get(Metrics).list(), api: describeApi(rig.app) };
});

afterAll(() => rig.stop());

/** What the apps and the domain are written in. */
function readSources(): string {
  return ['apps', 'libs']
    .flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
        join(folder, name),
      ),
    )
    .filter((name) => /\/src\/.*\.ts$/.test(name) && !/spec|fixture/.test(name))
    .map((name) => readFileSync(join(ROOT, name), 'utf8'))
    .join('\n');
}

/** Every operation of the document, as `GET /path`. */
function listOperations(api: ApiDocument): (readonly [string, ApiOperation])[] {
  return Object.entries(api.paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = item[method];
      return operation ? [[`${method.toUpperCase()} ${path}`, operation] as const] : [];
    }),
  );
}

describe('the generated pages', () => {
  it.each(Object.keys(GENERATED_PAGES))(
    '%s says what the code says; where it does not, run `npm run docs`',
    (path) => {
      const text = GENERATED_PAGES[path]!(running);
      if (process.env['RUKH_WRITE_DOCS'] === '1') writeFileSync(join(ROOT, path), text);
      if (readFileSync(join(ROOT, path), 'utf8') !== text) {
        throw new Error(`${path} is out of date: run \`npm run docs\``);
      }
    },
  );

  it('name no file under docs/ generated that is none of them', () => {
    const named = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(md|ya?ml|json)$/.test(name))
      .filter((name) =>
        /Generated (.* )?by `npm run docs`/.test(readFileSync(join(ROOT, 'docs', name), 'utf8')),
      );
    expect(named.map((name) => `docs/${name}`).sort()).toEqual(Object.keys(GENERATED_PAGES).sort());
  });
});

describe('the page on rejections', () => {
  const page = (): string => GENERATED_PAGES['docs/rejections.md']!(running);

  it('names metrics that there are, with the labels that they have', () => {
    const named = [...page().matchAll(/`(rukh_\w+)\{([\w,]*)\}`/g)].map(
      ([, name, labels]) => `${name}{${labels}}`,
    );
    const declared = running.metrics.map(({ name, labels }) => `${name}{${labels.join(',')}}`);
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((metric) => !declared.includes(metric))).toEqual([]);
  });

  it('is told of every counter with a reason', () => {
    const counters = running.metrics.filter(
      ({ type, labels }) => type === 'counter' && labels.includes('reason'),
    );
    expect(counters.map(({ name }) => name).filter((name) => !page().includes(`\`${name}{`))).toEqual([]);
  });

  it('has a line for every reason that is written in the code of the apps', () => {
    const reasons = [...readSources().matchAll(/\.inc\(\{[^}]*reason: '(\w+)'/g)].map(
      ([, reason]) => reason!,
    );
    expect(reasons.length).toBeGreaterThan(5);
    expect(reasons.filter((reason) => !page().includes(`| \`${reason}\` |`))).toEqual([]);
  });
});

describe('the alert rules', () => {
  const expressions = (): string[] => {
    const { groups } = parse(readFileSync(join(ROOT, 'deploy/prometheus/rukh-alerts.yml'), 'utf8')) as {
      groups: { rules: { expr: string }[] }[];
    };
    return groups.flatMap(({ rules }) => rules.map(({ expr }) => expr));
  };
  /** Each metric of Rukh, with the labels that it is asked by and their values. */
  const named = () =>
    expressions().flatMap((expr) =>
      [...expr.matchAll(/(rukh_\w+)(?:\{([^}]*)\})?/g)].map(([, name = '', selectors = '']) => ({
        name,
        labels: [...selectors.matchAll(/(\w+)(?:=~|!=|=)"([^"]*)"/g)].map(([, label = '', values = '']) => ({
          label,
          values: values.split('|'),
        })),
      })),
    );

  it('ask for metrics that there are, by labels that they have', () => {
    expect(named().length).toBeGreaterThan(15);
    const labelsOf = new Map(running.metrics.map(({ name, labels }) => [name, labels]));
    const unknown = named().filter(
      ({ name, labels }) =>
        labels.some(({ label }) => !labelsOf.get(name)?.includes(label)) || !labelsOf.has(name),
    );
    expect(unknown).toEqual([]);
  });

  it('ask for values of labels that the code knows', () => {
    const sources = readSources();
    const values = named().flatMap(({ labels }) => labels.flatMap((one) => one.values));
    expect(values.length).toBeGreaterThan(5);
    expect(values.filter((value) => !sources.includes(`'${value}'`))).toEqual([]);
  });
});

describe('the OpenAPI document', () => {
  it('has every route that the services answer, and no other', () => {
    const answered = rig.routes
      .flatMap(({ methods, url }) =>
        methods.map((method) => `${method} ${url.replaceAll(/:(\w+)/g, '{$1}')}`),
      )
      // What people mistype is led to a page, and is no route to ask for.
      .filter((route) => !/^(HEAD|OPTIONS) |\*$/.test(route));
    expect([...new Set(answered)].sort()).toEqual(
      listOperations(running.api)
        .map(([name]) => name)
        .sort(),
    );
  });

  it('is what the services serve', async () => {
    const answer = await fetch(`${rig.url}/openapi.json`);
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
    expect(await answer.json()).toEqual(JSON.parse(JSON.stringify(running.api)));
    expect(parse(readFileSync(join(ROOT, 'docs/openapi.yaml'), 'utf8'))).toEqual(
      JSON.parse(JSON.stringify(running.api)),
    );
  });

  it('refers to nothing that is not there', () => {
    for (const [, ref] of JSON.stringify(running.api).matchAll(/"\$ref":"([^"]+)"/g)) {
      expect(() => resolveRef(running.api, ref!)).not.toThrow();
    }
  });

  it('says of each operation what it is for, under one name of its own', () => {
    const operations = listOperations(running.api);
    const ids = operations.map(([, { operationId }]) => operationId);
    expect(new Set(ids).size).toBe(operations.length);
    const bare = operations.filter(([, { summary, tags }]) => !summary || !tags || tags.length !== 1);
    expect(bare.map(([name]) => name)).toEqual([]);
  });

  it('describes the parameters of each path, and every answer that succeeds', () => {
    for (const [name, { parameters = [], responses }] of listOperations(running.api)) {
      const inPath = parameters.filter((parameter) => 'in' in parameter && parameter.in === 'path');
      expect([name, inPath.map((parameter) => ('name' in parameter ? parameter.name : ''))]).toEqual([
        name,
        [...name.matchAll(/\{(\w+)\}/g)].map(([, word]) => word),
      ]);
      const good = Object.entries(responses).filter(([status]) => /^(2\d\d|30[23])$/.test(status));
      expect([name, good.length > 0]).toEqual([name, true]);
      for (const [status, response] of good) {
        if (['202', '204'].includes(status) || status.startsWith('3')) continue;
        const contents = Object.keys((response as { content?: object }).content ?? {});
        expect([name, status, contents.length > 0]).toEqual([name, status, true]);
      }
    }
  });

  it('asks for tokens that it explains, for all but what is named here', () => {
    const open = listOperations(running.api).filter(
      ([name, { security = [] }]) => security.length === 0 && name.includes(' /api/'),
    );
    expect(open.map(([name]) => name).sort()).toEqual([
      'GET /api/v1/alerts',
      'GET /api/v1/deny-list',
      'GET /api/v1/history/days/{date}/{file}',
      'GET /api/v1/history/stop-visits',
      'GET /api/v1/history/trips-performed',
      'GET /api/v1/history/vehicle-locations',
      'GET /api/v1/routes',
      'GET /api/v1/routes/{id}',
      'GET /api/v1/routes/{id}/vehicles',
      'GET /api/v1/scores/predictions',
      // The door of the console.
      'GET /api/v1/session',
      'GET /api/v1/session/oidc/callback',
      'GET /api/v1/session/oidc/start',
      'GET /api/v1/stops',
      'GET /api/v1/stops/{code}/arrivals',
      'GET /api/v1/stops/{code}/arrivals.txt',
      'GET /api/v1/ticket-keys',
      'GET /api/v1/vehicles/{id}',
      // Signed by the device's key, or by what enrols it.
      'POST /api/v1/devices/{deviceId}/check',
      'POST /api/v1/devices/{deviceId}/configuration',
      'POST /api/v1/devices/{deviceId}/enrolment',
      'POST /api/v1/devices/{deviceId}/heartbeat',
      'POST /api/v1/devices/{deviceId}/key-rotation',
      'POST /api/v1/devices/{deviceId}/session',
      'POST /api/v1/devices/{deviceId}/taps',
      'POST /api/v1/inspection/sign-in',
      'POST /api/v1/session',
      'POST /api/v1/session/passkey',
      'POST /api/v1/session/passkey/options',
    ]);
    expect(Object.keys(running.api.components!.securitySchemes!)).toEqual([
      'ingestToken',
      'adminToken',
      'inspectorToken',
      'reportToken',
      'sellerToken',
      'session',
    ]);
  });

  it('has examples that fit its own schemas', () => {
    const examples = listContents(running.api).flatMap(({ place, content }) => {
      const named = Object.values(content.examples ?? {}).map(({ value }) => value);
      const given = 'example' in content ? [content.example, ...named] : named;
      return given.map((value) => listSchemaFaults(running.api, content.schema, value, place));
    });
    expect(examples.length).toBeGreaterThan(10);
    expect(examples.flat()).toEqual([]);
  });

  it.each([
    ['/api/v1/gtfs/imports', '/api/v1/gtfs/imports', 200],
    ['/api/v1/gtfs/imports/1', '/api/v1/gtfs/imports/{versionId}', 200],
    ['/api/v1/gtfs/imports/9', '/api/v1/gtfs/imports/{versionId}', 404],
    ['/api/v1/gtfs/activations', '/api/v1/gtfs/activations', 200],
    ['/api/v1/history/trips-performed?from=2026-11-22&to=2026-11-23', '/api/v1/history/trips-performed', 200],
    ['/api/v1/history/trips-performed?from=today', '/api/v1/history/trips-performed', 400],
    ['/health/ready', '/health/ready', 200],
    ['/live/shapes.geojson', '/live/shapes.geojson', 200],
  ])('%s answers as it says', async (address, path, status) => {
    const answer = await fetch(`${rig.url}${address}`, { headers: ADMIN });
    expect(answer.status).toBe(status);
    const type = answer.headers.get('content-type')!.split(';')[0]!;
    const responses = running.api.paths[path]!.get!.responses as Record<string, Response>;
    const { schema } = responses[String(status)]!.content![type]!;
    expect(listSchemaFaults(running.api, schema, await answer.json())).toEqual([]);
  });
});

it('serves what may be sent over MQTT', async () => {
  const answer = await fetch(`${rig.url}/asyncapi.yaml`);
  expect(answer.headers.get('content-type')).toBe('application/yaml; charset=utf-8');
  expect(await answer.text()).toBe(GENERATED_PAGES['docs/asyncapi.yaml']!(running));
});

interface Content {
  readonly schema: JsonSchema;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>;
}
interface Response {
  readonly content?: Readonly<Record<string, Content>>;
}

/** Every body and answer of the document. */
function listContents(api: ApiDocument): { readonly place: string; readonly content: Content }[] {
  return listOperations(api).flatMap(([name, { requestBody, responses }]) => {
    const bodies = [requestBody, ...Object.values(responses)] as (Response | undefined)[];
    return bodies.flatMap((body) =>
      Object.entries(body?.content ?? {}).map(([type, content]) => ({ place: `${name} ${type}`, content })),
    );
  });
}
