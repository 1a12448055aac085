import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { GTFS_RULES } from '@rukh/domain/gtfs';

const root = resolve(import.meta.dirname, '../../../..');

describe('the specs of the import', () => {
  it('show each rule being broken', () => {
    const text = ['libs/domain/src/gtfs', 'libs/adapters/src/gtfs-files'].flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.spec.ts'))
        .map((name) => readFileSync(join(root, folder, name), 'utf8')),
    );
    const words = new Set(text.join('\n').match(/\w+/g));
    expect(Object.keys(GTFS_RULES).filter((rule) => !words.has(rule))).toEqual([]);
  });
});
