import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TileType } from 'pmtiles';
import { TileFile, isTileFile } from './basemap.js';
import { writePmtiles } from './write-pmtiles.fixture.js';

describe('a map out of a PMTiles file', () => {
  let folder: string;
  let path: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rukh-tiles-'));
    path = join(folder, 'lviv.pmtiles');
  });
  afterAll(() => rm(folder, { recursive: true }));

  const write = (text: string, tileType = TileType.Png): Promise<void> =>
    writePmtiles(path, {
      tileType,
      metadata: { attribution: '<a href="https://osm.org">&copy; OpenStreetMap</a>' },
      tiles: [
        { place: [0, 0, 0], bytes: Buffer.from(`${text} world`) },
        { place: [2, 2, 1], bytes: Buffer.from(`${text} quarter`) },
      ],
    });

  it('is told by its ending from an address', () => {
    expect(
      ['/srv/lviv.pmtiles', 'https://tiles.example/lviv.pmtiles', '/tiles/{z}/{x}/{y}.png'].map(isTileFile),
    ).toEqual([true, false, false]);
  });

  it('says what it is, and whose, without markup of others', async () => {
    await write('old');
    expect(await new TileFile(path).describe('')).toEqual({
      kind: 'raster',
      tiles: '/console/tiles/{z}/{x}/{y}',
      minZoom: 0,
      maxZoom: 2,
      attribution: '© OpenStreetMap',
    });
    expect((await new TileFile(path).describe('Our own')).attribution).toBe('Our own');
    await write('old', TileType.Mvt);
    expect((await new TileFile(path).describe('')).kind).toBe('vector');
  });

  it('has the tiles that it has', async () => {
    await write('old');
    const file = new TileFile(path);
    expect(await file.find(2, 2, 1)).toEqual({ type: 'image/png', bytes: Buffer.from('old quarter') });
    expect(await file.find(2, 0, 0)).toBeUndefined();
  });

  it('may be replaced by another while it is served', async () => {
    await write('old');
    const file = new TileFile(path);
    await file.find(0, 0, 0);
    await write('a much newer');
    expect((await file.find(2, 2, 1))?.bytes.toString()).toBe('a much newer quarter');
  });

  it('is refused in a sentence where it is none', async () => {
    await expect(new TileFile(join(folder, 'none.pmtiles')).describe('')).rejects.toThrow(/there is no file/);
    await writeFile(join(folder, 'text.pmtiles'), 'x'.repeat(200));
    await expect(new TileFile(join(folder, 'text.pmtiles')).describe('')).rejects.toThrow(
      /no PMTiles archive/,
    );
  });
});
