import { PATHOLOGY_NAMES } from '@rukh/domain/simulation';
import { writePathologies } from './write-pathologies.js';

describe('the page on pathologies', () => {
  it('has a line for each pathology', () => {
    const page = writePathologies();
    for (const name of PATHOLOGY_NAMES) expect(page).toContain(`| \`${name}\` |`);
  });
});
