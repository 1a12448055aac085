import type { LearnedTimes } from './learned-times.js';
import { PACE_NUMBERS } from './section-pace.js';

/**
 * What was learned as rows of text and numbers. Sections are named by stop ids, so that they outlive a version of
 * the schedule: from, to, numbers, of what their count tells. All else has an empty first field and its name as the second.
 */
type Row = readonly (string | number)[];
const DWELL_NUMBERS = 2;
const BOARDING_NUMBERS = 3;

export function dumpLearned({
  timetable,
  profile,
  sections,
  pace,
  waits,
  departures,
  headways,
  dwell,
  crowding,
  toStop,
  widths,
}: LearnedTimes): (string | number)[][] {
  const { ids } = timetable.schedule.stops;
  /** Of the network where the section is -1. */
  const bySection = (network: string, [section, ...numbers]: [number, ...number[]]): (string | number)[] => {
    if (section < 0) return ['', network, ...numbers];
    const [from, to] = sections.stopsOf(section);
    return [ids[from]!, ids[to]!, ...numbers];
  };
  const [onTime, late] = departures.dump();
  const [onHeadway, afterHeadway] = headways.delays.dump();
  return [
    ['', 'waits', ...waits.dump()],
    ['', 'next-stop', ...toStop.dump()],
    ['', 'crowding', ...crowding.dump()],
    ['', 'departures-on-time', ...onTime],
    ['', 'departures-late', ...late],
    ...profile.dump().map((numbers) => ['', 'hour', ...numbers]),
    ['', 'departures-held', ...onHeadway],
    ['', 'departures-after-held', ...afterHeadway],
    ...headways.dumpHeld().map((row) => ['', 'held', ...row]),
    ...widths.dump().map((numbers) => ['', 'error-weights', ...numbers]),
    ...sections
      .dump()
      .map(([from = -1, to = 0, ...numbers]) =>
        from < 0 ? ['', 'network', ...numbers] : [ids[from]!, ids[to]!, ...numbers],
      ),
    ...pace.dump().map((row) => bySection('pace', row)),
    ...dwell.dump().map((row) => bySection('dwell', row)),
    ...crowding.usual.dump().map((row) => bySection('boardings', row)),
  ];
}

/** Stops that the schedule does not have, and rows that it does not know, are left out. */
export function restoreLearned(learned: LearnedTimes, rows: readonly Row[]): void {
  const { indexOf } = learned.timetable.schedule.stops;
  const sections: number[][] = [];
  for (const [first = '', second = '', ...rest] of rows) {
    const numbers = rest.map(Number);
    if (first === '' && second === 'held') learned.headways.restoreHeld(rest);
    else if (first === '') restoreNamed(learned, String(second), numbers, sections);
    else {
      const from = indexOf.get(String(first));
      const to = indexOf.get(String(second));
      if (from === undefined || to === undefined) continue;
      if (!restoreOfSection(learned, learned.sections.idOf(from, to), numbers)) {
        sections.push([from, to, ...numbers]);
      }
    }
  }
  learned.sections.restore(sections);
}

/** Whether the numbers were such as are kept beside a section's times. */
function restoreOfSection(
  { pace, dwell, crowding }: LearnedTimes,
  section: number,
  numbers: readonly number[],
): boolean {
  if (numbers.length === PACE_NUMBERS) pace.restore(section, numbers);
  else if (numbers.length === DWELL_NUMBERS) dwell.restore(section, numbers);
  else if (numbers.length === BOARDING_NUMBERS) crowding.usual.restore(section, numbers);
  else return false;
  return true;
}

function restoreNamed(
  { profile, waits, departures, headways, dwell, crowding, toStop, widths }: LearnedTimes,
  name: string,
  numbers: readonly number[],
  sections: number[][],
): void {
  switch (name) {
    case 'network':
      sections.push([-1, 0, ...numbers]);
      return;
    case 'hour':
      profile.restore(numbers);
      return;
    case 'waits':
      waits.restore(numbers);
      return;
    case 'dwell':
      dwell.restore(-1, numbers);
      return;
    case 'next-stop':
      toStop.restore(numbers);
      return;
    case 'crowding':
      crowding.restore(numbers);
      return;
    case 'boardings':
      crowding.usual.restore(-1, numbers);
      return;
    case 'departures-on-time':
      departures.restore(numbers, []);
      return;
    case 'departures-late':
      departures.restore([], numbers);
      return;
    case 'departures-held':
      headways.delays.restore(numbers, []);
      return;
    case 'departures-after-held':
      headways.delays.restore([], numbers);
      return;
    case 'error-weights':
      widths.restore(numbers);
  }
}
