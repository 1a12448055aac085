import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findServerFolder, isOpenToAll } from './server-account.js';

const NOBODY = { uid: 65534, gid: 65534 };
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rukh-account-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('the folder of a server that runs as another account', () => {
  it('is the wanted one where everybody may pass', () => {
    chmodSync(folder, 0o755);
    const wanted = join(folder, 'not', 'yet', 'made');
    if (!isOpenToAll(tmpdir())) return;
    expect(findServerFolder(wanted, NOBODY)).toBe(wanted);
  });

  it('is one under /var, always the same, where the wanted one is closed', () => {
    const found = findServerFolder(join(folder, 'home'), NOBODY);
    expect(found).toMatch(/^\/var\/(lib|tmp)\/rukh\/[0-9a-f]{12}$/);
    expect(findServerFolder(join(folder, 'home'), NOBODY)).toBe(found);
    expect(findServerFolder(join(folder, 'another'), NOBODY)).not.toBe(found);
  });

  it('is the wanted one, closed or not, where the server runs as ourselves', () => {
    expect(findServerFolder(folder, undefined)).toBe(folder);
  });
});
