import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { importGtfs } from '@rukh/adapters/gtfs-files';
import { PRESETS, createSimulation, step } from '@rukh/domain/simulation';
import { ServiceDays } from '@rukh/domain/time';

/**
 * The preset `lviv` against what the city's dispatch wrote down on 2023-03-21. That file is not part of Rukh:
 * without it these are skipped.
 */
const SHARED = process.env['RUKH_SHARED'] ?? resolve(import.meta.dirname, '../../../../../shared');
const KPI = `${SHARED}/data/lviv/dispatch-kpi-2023-03-21.csv`;
const WORK = `${SHARED}/data/lviv/dispatch-route-work-2023-03-21.csv`;
const LVIV = resolve(import.meta.dirname, '../../../../data/lviv/gtfs.zip');

const known = existsSync(KPI) && existsSync(WORK);
if (!known) {
  console.log(`The preset lviv is not compared: there is no ${WORK} (name another folder by RUKH_SHARED).`);
}
const describeKnown = known ? describe : describe.skip;

type Mode = 'tram' | 'trolleybus' | 'bus';

function modeOf(route: string): Mode {
  if (route.startsWith('Тр')) return 'trolleybus';
  return route.startsWith('Т') ? 'tram' : 'bus';
}

function rowsOf(path: string): Record<string, string>[] {
  const [header, ...rows] = readFileSync(path, 'utf8')
    .trimEnd()
    .split(/\r?\n/)
    .map((line) => line.split(','));
  return rows.map((row) => Object.fromEntries(header!.map((column, i) => [column, row[i]!])));
}

/** Shares by mode, weighted by what was planned. */
function dispatch(): Record<Mode, { performed: number; present: number; onSchedule: number }> {
  const presence = new Map(
    rowsOf(KPI).map((row) => [row['route'], Number(row['presence_coefficient_pct']) / 100]),
  );
  const of = (mode: Mode): { performed: number; present: number; onSchedule: number } => {
    const rows = rowsOf(WORK).filter((row) => modeOf(row['route']!) === mode);
    const sum = (value: (row: Record<string, string>) => number): number =>
      rows.reduce((all, row) => all + value(row), 0);
    const planned = sum((row) => Number(row['trips_plan']));
    return {
      performed: sum((row) => Number(row['trips_fact'])) / planned,
      present: sum((row) => Number(row['trips_plan']) * presence.get(row['route'])!) / planned,
      onSchedule: sum((row) => Number(row['stops_on_schedule'])) / sum((row) => Number(row['stops_fact'])),
    };
  };
  return { tram: of('tram'), trolleybus: of('trolleybus'), bus: of('bus') };
}

describeKnown('the preset lviv', () => {
  const measured = known ? dispatch() : undefined!;

  it.each(['tram', 'trolleybus', 'bus'] as const)(
    'has the absences and missed trips that dispatch counted: %s',
    (mode) => {
      const { absent_vehicle, missed_trip } = PRESETS.lviv as Record<string, Record<Mode, number>>;
      expect(absent_vehicle![mode]).toBeCloseTo(1 - measured[mode].present, 2);
      const performed = (1 - absent_vehicle![mode]) * (1 - missed_trip![mode]);
      expect(performed).toBeCloseTo(measured[mode].performed, 2);
    },
  );

  it('keeps to the timetable about as badly as dispatch counted, by mode', async () => {
    const { schedule } = await importGtfs(LVIV);
    const days = new ServiceDays(schedule!.timeZone);
    const start = Temporal.ZonedDateTime.from('2026-11-25T06:00[Europe/Kyiv]').epochMilliseconds / 1000;
    const simulation = createSimulation(schedule!, {
      seed: 1,
      startSeconds: start,
      preset: 'lviv',
      vehicles: 300,
      intervalSeconds: 3600,
    });
    const { firstStopTime, route } = schedule!.trips;
    const late: Record<Mode, number[]> = { tram: [], trolleybus: [], bus: [] };
    for (let now = start; now < start + 10 * 3600; now += 600) {
      for (const { instance, stopIndex, departureSeconds } of step(simulation, now + 600).visits) {
        if (departureSeconds === undefined) continue;
        const due = schedule!.stopTimes.departureSeconds[firstStopTime[instance.trip]! + stopIndex]!;
        late[modeOf(schedule!.routes[route[instance.trip]!]!.shortName)].push(
          departureSeconds - days.startSeconds(instance.serviceDate) - due,
        );
      }
    }
    for (const mode of ['tram', 'trolleybus', 'bus'] as const) {
      // Which bounds Lviv's dispatch counted by is not known: a minute early to three late is the common choice.
      const onTime =
        late[mode].filter((seconds) => seconds >= -60 && seconds <= 180).length / late[mode].length;
      expect(Math.abs(onTime - measured[mode].onSchedule)).toBeLessThan(0.15);
    }
  });
});
