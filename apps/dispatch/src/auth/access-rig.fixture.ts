import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { UserStore, createPool } from '@rukh/adapters/postgres';
import { type ScratchPostgres, startMigratedPostgres, withPatience } from '@rukh/adapters/scratch-postgres';
import { type ScratchRedis, startScratchRedis } from '@rukh/adapters/scratch-redis';
import type { Role } from '@rukh/domain/dispatch';
import { createApp } from '@rukh/service';
import { Secret, TOTP } from 'otpauth';
import { makeLocalSecrets, makeUserId } from './make-account.js';

type Pool = ReturnType<typeof createPool>;

export const ADMIN_TOKEN = 'a-token-of-the-administration';
/** What a browser says of a request of our own page. */
export const SAME_ORIGIN = { 'sec-fetch-site': 'same-origin' };

export interface Person {
  readonly userId: string;
  readonly login: string;
  readonly password: string;
  readonly totpAddress: string;
}

export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly cookies: readonly { readonly name: string; readonly value: string }[];
}

/** A dispatchers' app on real servers, for tests. */
export class AccessRig {
  app!: NestFastifyApplication;
  readonly routes: { readonly method: string; readonly url: string }[] = [];

  private constructor(
    readonly postgres: ScratchPostgres,
    readonly redis: ScratchRedis,
    readonly pool: Pool,
  ) {}

  static async create(module: Parameters<typeof createApp>[0], variables: object = {}): Promise<AccessRig> {
    const [postgres, redis] = await Promise.all([startMigratedPostgres(), startScratchRedis()]);
    const pool = createPool({ databaseUrl: withPatience(postgres.url()), applicationName: 'test', max: 2 });
    const rig = new AccessRig(postgres, redis, pool);
    await rig.open(module, variables);
    return rig;
  }

  /** Starts the app, again with other variables. */
  async open(module: Parameters<typeof createApp>[0], variables: object): Promise<void> {
    Object.assign(process.env, {
      RUKH_AGENCY: 'town',
      DATABASE_URL: withPatience(this.postgres.url()),
      REDIS_URL: this.redis.url,
      RUKH_LOG_LEVEL: 'silent',
      RUKH_ADMIN_TOKEN: ADMIN_TOKEN,
      ...variables,
    });
    this.app = await createApp(module, { name: 'dispatch' });
    this.routes.length = 0;
    this.app
      .getHttpAdapter()
      .getInstance()
      .addHook('onRoute', ({ method, url }) => {
        for (const one of [method].flat()) this.routes.push({ method: one, url });
      });
    await this.app.init();
    await this.app.getHttpAdapter().getInstance().ready();
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.pool.end();
    await Promise.all([this.postgres.stop(), this.redis.stop()]);
  }

  /** Somebody with a password and an app for codes. */
  async addPerson(roles: readonly Role[], carrierIds?: readonly string[]): Promise<Person> {
    const userId = makeUserId();
    const login = `person-${userId}`;
    const { kept, told } = await makeLocalSecrets(login);
    const user = { userId, login, name: `Name of ${login}`, roles, carrierIds, ...kept };
    await new UserStore(this.pool).add(user, { kind: 'user_added', subject: userId });
    return { userId, login, ...told };
  }

  /** Signs in. @returns the cookie, to be sent along */
  async signIn(person: Person): Promise<string> {
    const { login, password } = person;
    const { cookies, status } = await this.send('POST', '/session', {
      login,
      password,
      totp: codeOf(person),
    });
    if (status !== 200) throw new Error(`the sign-in answered ${status}`);
    return `rukh_session=${cookies.find(({ name }) => name === 'rukh_session')!.value}`;
  }

  async send(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    url: string,
    payload?: object,
    headers: Readonly<Record<string, string>> = SAME_ORIGIN,
  ): Promise<Answer> {
    const answer = await this.app.inject({
      method,
      url: url.startsWith('/api') ? url : `/api/v1${url}`,
      headers: { host: 'localhost:8080', ...headers },
      ...(payload === undefined ? {} : { payload }),
    });
    const isJson = String(answer.headers['content-type']).includes('json');
    return {
      status: answer.statusCode,
      body: isJson ? (JSON.parse(answer.body) as Record<string, unknown>) : {},
      headers: answer.headers,
      cookies: answer.cookies,
    };
  }
}

/** The code of a person's app, so many periods of 30 s from now. */
export function codeOf({ totpAddress }: Pick<Person, 'totpAddress'>, periods = 0): string {
  const secret = new URL(totpAddress).searchParams.get('secret')!;
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({
    timestamp: Date.now() + periods * 30_000,
  });
}
