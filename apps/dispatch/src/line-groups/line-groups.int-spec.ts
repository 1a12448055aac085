import type { LineGroup, LineGroupList } from '@rukh/domain/dispatch';
import { AccessRig, SAME_ORIGIN } from '../auth/access-rig.fixture.js';
import { DispatchModule } from '../dispatch.module.js';

type Headers = Readonly<Record<string, string>>;

describe('named sets of lines', () => {
  let rig: AccessRig;
  let dispatcher: Headers;
  let colleague: Headers;
  let supervisor: Headers;

  const send = (who: Headers, method: 'GET' | 'POST' | 'PUT' | 'DELETE', path = '', body?: object) =>
    rig.send(method, `/dispatch/line-groups${path}`, body, who);
  const list = async (who: Headers): Promise<readonly LineGroup[]> =>
    ((await send(who, 'GET')).body as unknown as LineGroupList).groups;
  const make = async (who: Headers, name: string, isShared = false): Promise<LineGroup> => {
    const { status, body } = await send(who, 'POST', '', { name, routeIds: ['A', 'T'], isShared });
    expect(status).toBe(201);
    return body as unknown as LineGroup;
  };

  beforeAll(async () => {
    rig = await AccessRig.create(DispatchModule, { RUKH_DEMO: '', RUKH_CONSOLE_URL: '' });
    const signIn = async (...person: Parameters<typeof rig.addPerson>): Promise<Headers> => ({
      ...SAME_ORIGIN,
      cookie: await rig.signIn(await rig.addPerson(...person)),
    });
    dispatcher = await signIn(['dispatcher']);
    colleague = await signIn(['company_operator'], ['X']);
    supervisor = await signIn(['supervisor']);
  });
  afterAll(() => rig.close());
  afterEach(() => rig.pool.query('DELETE FROM dispatch.line_groups'));

  it('are seen by who made them alone, or by everybody where a supervisor shares them', async () => {
    const own = await make(dispatcher, 'Night');
    const shared = await make(supervisor, 'Centre', true);
    expect(await list(dispatcher)).toMatchObject([
      { groupId: shared.groupId, name: 'Centre', routeIds: ['A', 'T'], isShared: true, mayChange: false },
      { groupId: own.groupId, name: 'Night', isShared: false, mayChange: true },
    ]);
    expect(await list(colleague)).toMatchObject([{ groupId: shared.groupId, mayChange: false }]);
    expect(
      (await send(dispatcher, 'POST', '', { name: 'All', routeIds: ['A'], isShared: true })).status,
    ).toBe(403);
  });

  it('are changed and removed by whose they are, and by nobody else', async () => {
    const own = await make(dispatcher, 'Night');
    const shared = await make(supervisor, 'Centre', true);
    const changed = { name: 'Late', routeIds: ['T'], isShared: false };
    expect((await send(colleague, 'PUT', `/${own.groupId}`, changed)).status).toBe(404);
    expect((await send(dispatcher, 'PUT', `/${shared.groupId}`, changed)).status).toBe(403);
    expect((await send(dispatcher, 'DELETE', `/${shared.groupId}`)).status).toBe(403);
    expect((await send(dispatcher, 'PUT', `/${own.groupId}`, changed)).body).toMatchObject(changed);
    // What a person may not share he does not share by a change either.
    expect((await send(dispatcher, 'PUT', `/${own.groupId}`, { ...changed, isShared: true })).status).toBe(
      403,
    );
    expect((await send(dispatcher, 'DELETE', `/${own.groupId}`)).status).toBe(204);
    expect((await send(dispatcher, 'DELETE', `/${own.groupId}`)).status).toBe(404);
    expect((await list(dispatcher)).map(({ name }) => name)).toEqual(['Centre']);
  });

  it('have names by which they are told apart, and lines', async () => {
    await make(supervisor, 'Centre', true);
    const taken = await send(supervisor, 'POST', '', { name: 'CENTRE', routeIds: ['A'], isShared: true });
    expect(taken).toMatchObject({ status: 409, body: { type: 'urn:rukh:problem:group_name_taken' } });
    // One's own may be called as the shared one is.
    const own = await make(dispatcher, 'Centre');
    const other = await make(dispatcher, 'South');
    const body = { name: 'centre', routeIds: ['A'], isShared: false };
    expect((await send(dispatcher, 'PUT', `/${other.groupId}`, body)).status).toBe(409);
    expect((await send(dispatcher, 'PUT', `/${own.groupId}`, body)).status).toBe(200);
    for (const wrong of [{ name: ' ' }, { routeIds: [] }, { isShared: 'no' }]) {
      expect((await send(dispatcher, 'POST', '', { ...body, ...wrong })).status).toBe(400);
    }
  });

  it('are fifty a person at most', async () => {
    for (let i = 0; i < 50; i++) await make(dispatcher, `Set ${i}`);
    const more = await send(dispatcher, 'POST', '', { name: 'More', routeIds: ['A'], isShared: false });
    expect(more).toMatchObject({ status: 409, body: { type: 'urn:rukh:problem:too_many_groups' } });
    await make(supervisor, 'More');
  });
});
