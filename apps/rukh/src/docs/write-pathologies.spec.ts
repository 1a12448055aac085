import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { PATHOLOGY_NAMES } from '@rukh/domain/simulation';
import { writePathologies } from './write-pathologies.js';

const root = resolve(import.meta.dirname, '../../../..');

describe('the page on pathologies', () => {
  it('is docs/pathologies.md; run `npm run docs` where it is not', () => {
    expect(readFileSync(`${root}/docs/pathologies.md`, 'utf8')).toBe(writePathologies());
  });

  it('has a line for each pathology', () => {
    const page = writePathologies();
    for (const name of PATHOLOGY_NAMES) expect(page).toContain(`| \`${name}\` |`);
  });
});
