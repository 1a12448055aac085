import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { percentOf } from '@rukh/domain/dispatch';

/** The city's own table of 2023-03-21 is not part of Rukh: without it this is skipped. */
const SHARED = process.env['RUKH_SHARED'] ?? resolve(import.meta.dirname, '../../../../../shared');
const WORK = `${SHARED}/data/lviv/dispatch-route-work-2023-03-21.csv`;
(existsSync(WORK) ? describe : describe.skip)('the city’s own table', () => {
  it('has the shares that these formulas give', () => {
    const [, ...lines] = readFileSync(WORK, 'utf8').trim().split(/\r?\n/);
    for (const line of lines) {
      const cells = line.split(',');
      const [
        stopsPlan = 0,
        ,
        onSchedule = 0,
        special = 0,
        tripsPlan = 0,
        tripsFact = 0,
        adherence = 0,
        performed = 0,
      ] = cells.slice(5).map(Number);
      const tolerance = 0.0501;
      expect([
        cells[1],
        Math.abs(percentOf(onSchedule + special, stopsPlan)! - adherence) < tolerance,
      ]).toEqual([cells[1], true]);
      expect([cells[1], Math.abs(percentOf(tripsFact, tripsPlan)! - performed) < tolerance]).toEqual([
        cells[1],
        true,
      ]);
    }
  });
});
