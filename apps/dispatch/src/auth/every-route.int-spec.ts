import 'reflect-metadata';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { RequestMethod } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { type Permission, ROLES, permissionsOf } from '@rukh/domain/dispatch';
import { DispatchModule } from '../dispatch.module.js';
import { AccessRig, SAME_ORIGIN } from './access-rig.fixture.js';
import { NEEDS, OPEN } from './needs.js';

interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly needs: readonly Permission[] | undefined;
  readonly open: string | undefined;
}

/** Doors that are open on purpose. A new one is added here by hand, after somebody has thought of it. */
const DOORS = [
  'GET /api/v1/session',
  'GET /api/v1/session/oidc/callback',
  'GET /api/v1/session/oidc/start',
  'POST /api/v1/session',
  'POST /api/v1/session/passkey',
  'POST /api/v1/session/passkey/options',
];

describe('every route of the dispatchers’ API', () => {
  let rig: AccessRig;
  let routes: Route[];
  const name = ({ method, url }: Pick<Route, 'method' | 'url'>): string => `${method} ${url}`;
  const shut = (): Route[] => routes.filter(({ open }) => open === undefined);
  const call = async ({ method, url }: Route, headers: Record<string, string>): Promise<number> => {
    const path = url.replaceAll(/:\w+/g, '1');
    const body = method === 'GET' || method === 'DELETE' ? undefined : {};
    return (await rig.send(method, path, body, headers)).status;
  };

  beforeAll(async () => {
    rig = await AccessRig.create(DispatchModule, { RUKH_DEMO: '', RUKH_CONSOLE_URL: '' });
    const described = listHandlers(rig);
    const served = rig.routes.filter(
      ({ method, url }) => url.startsWith('/api/') && !/HEAD|OPTIONS/.test(method),
    );
    routes = served.map(({ method, url }) => {
      const handler = described.find((one) => one.method === method && one.url === url);
      return { method: method as Route['method'], url, needs: handler?.needs, open: handler?.open };
    });
  });
  afterAll(() => rig.close());

  it('says what it needs, or is one of the doors', () => {
    expect(routes.length).toBeGreaterThan(10);
    expect(routes.filter(({ needs, open }) => !needs === !open).map(name)).toEqual([]);
    expect(
      routes
        .filter(({ open }) => open !== undefined)
        .map(name)
        .sort(),
    ).toEqual(DOORS);
  });

  it('is shut to whoever is not signed in', async () => {
    for (const route of shut()) {
      expect([name(route), await call(route, SAME_ORIGIN)]).toEqual([name(route), 401]);
      const forged = {
        ...SAME_ORIGIN,
        cookie: `rukh_session=${'A'.repeat(43)}`,
        authorization: 'Bearer guess',
      };
      expect([name(route), await call(route, forged)]).toEqual([name(route), 401]);
    }
  });

  it.each(ROLES)('refuses a %s what its role does not allow', async (role) => {
    const person = await rig.addPerson([role], role === 'company_operator' ? ['1'] : undefined);
    const headers = { ...SAME_ORIGIN, cookie: await rig.signIn(person) };
    const granted = permissionsOf({ roles: [role] });
    for (const route of shut().filter(({ needs }) => !needs!.some((permission) => granted.has(permission)))) {
      expect([name(route), await call(route, headers)]).toEqual([name(route), 403]);
    }
  });

  it('tells whoever is bound to carriers nothing of the whole city, whatever the role', async () => {
    const person = await rig.addPerson(['supervisor', 'auditor', 'admin'], ['1']);
    const headers = { ...SAME_ORIGIN, cookie: await rig.signIn(person) };
    const ofTheCity = shut().filter(({ url }) => /\/(journal|handovers)/.test(url));
    const refused = ofTheCity.filter((route) => name(route) !== 'POST /api/v1/dispatch/journal');
    expect(refused.length).toBeGreaterThanOrEqual(4);
    for (const route of refused) {
      expect([name(route), await call(route, headers)]).toEqual([name(route), 403]);
    }
  });
});

/** What Nest's handlers say of themselves. */
function listHandlers({ app }: AccessRig): Route[] {
  const controllers = [...app.get(ModulesContainer).values()].flatMap((module) => [
    ...module.controllers.values(),
  ]);
  return controllers.flatMap(({ metatype }) => {
    if (typeof metatype !== 'function') return [];
    const prototype = metatype.prototype as Record<string, object>;
    return Object.getOwnPropertyNames(prototype).flatMap((key) => {
      const handler = prototype[key]!;
      const method = Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod | undefined;
      if (method === undefined) return [];
      const read = (target: object): string[] =>
        [Reflect.getMetadata(PATH_METADATA, target) as string | string[]].flat();
      const needs = (Reflect.getMetadata(NEEDS, handler) ??
        Reflect.getMetadata(NEEDS, metatype)) as Route['needs'];
      const open = Reflect.getMetadata(OPEN, handler) as string | undefined;
      return read(metatype).flatMap((base) =>
        read(handler).map((path) => ({
          method: RequestMethod[method] as Route['method'],
          url: `/${[base, path]
            .map((part) => part.replace(/^\/|\/$/g, ''))
            .filter(Boolean)
            .join('/')}`,
          needs,
          open,
        })),
      );
    });
  });
}
