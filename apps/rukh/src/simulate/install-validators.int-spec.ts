/** A fleet of `rukh simulate taps` at a back office that knows none of its devices. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NO_DEVICE_TROUBLES } from '@rukh/domain/simulation';
import { ADMIN_TOKEN, IntakeRig } from '../../../ticketing/src/intake-rig.fixture.js';
import { type FleetState, runTapFleet } from '../validator/tap-fleet.js';
import { installValidators } from './install-validators.js';

const DAY_MS = 86_400_000;

describe('a simulated fleet', () => {
  let rig: IntakeRig;
  let url: string;
  let home: string;

  beforeAll(async () => {
    rig = await IntakeRig.create();
    await rig.app.listen(0, '127.0.0.1');
    url = (await rig.app.getUrl()).replace('[::1]', '127.0.0.1');
    home = mkdtempSync(join(tmpdir(), 'rukh-fleet-'));
  });
  afterAll(async () => {
    rig.app.getHttpServer().closeAllConnections();
    await rig.close();
    rmSync(home, { recursive: true });
  });

  const live = async (until: (state: FleetState) => boolean): Promise<FleetState> => {
    const stop = new AbortController();
    let last: FleetState | undefined;
    await runTapFleet({
      ...{ seed: 1, devices: 5, taps: 40, home, url, agency: 'town', keySecret: 'spec', speed: 100_000 },
      ...{ dayStartMs: Math.floor(Date.now() / DAY_MS - 1) * DAY_MS, troubles: NO_DEVICE_TROUBLES },
      signal: stop.signal,
      progress: (state) => {
        last = state;
        if (until(state)) stop.abort();
      },
    });
    return last!;
  };

  it('says why its taps are not taken, and has a receipt for each once its devices are known', async () => {
    const refused = await live((state) => [...state.refused.keys()].length > 0);
    expect([...refused.refused.keys()]).toEqual(['UNKNOWN_DEVICE']);
    const fleet = { url, adminToken: ADMIN_TOKEN, devices: 5, keySecret: 'spec' };
    await installValidators(fleet);
    // Again is all right: a fleet may go on tomorrow.
    await installValidators(fleet);
    const done = await live(() => false);
    expect(done).toMatchObject({ queued: 0, devicesDone: 5 });
    const [stored] = await rig.query<{ n: number }>('SELECT count(*)::integer AS n FROM ticketing.taps');
    expect(stored!.n).toBe(done.planned);
    await expect(installValidators({ ...fleet, adminToken: 'wrong' })).rejects.toThrow(/401/);
  });
});
