import type { PredictionParameters } from './prediction-parameters.js';

/** Of one section: seconds spent, shares covered and what the timetable had for them, of late and on the whole. */
export interface SectionMemory {
  recentShare: number;
  recentSeconds: number;
  recentScheduled: number;
  longShare: number;
  longSeconds: number;
  longScheduled: number;
  /** When the sums were faded last, epoch seconds. */
  at: number;
}

export function createMemory(): SectionMemory {
  return {
    recentShare: 0,
    recentSeconds: 0,
    recentScheduled: 0,
    longShare: 0,
    longSeconds: 0,
    longScheduled: 0,
    at: 0,
  };
}

export function addToMemory(memory: SectionMemory, seconds: number, share: number, scheduled: number): void {
  memory.recentSeconds += seconds;
  memory.recentShare += share;
  memory.recentScheduled += scheduled;
  memory.longSeconds += seconds;
  memory.longShare += share;
  memory.longScheduled += scheduled;
}

export function fadeMemory(p: PredictionParameters, memory: SectionMemory, at: number): void {
  const age = at - memory.at;
  if (age <= 0) return;
  const recent = fadeFactor(age, p.recentHalfLifeSeconds);
  const long = fadeFactor(age, p.longHalfLifeSeconds);
  memory.recentSeconds *= recent;
  memory.recentShare *= recent;
  memory.recentScheduled *= recent;
  memory.longSeconds *= long;
  memory.longShare *= long;
  memory.longScheduled *= long;
  memory.at = at;
}

export function fadeFactor(ageSeconds: number, halfLifeSeconds: number): number {
  return ageSeconds <= 0 ? 1 : 2 ** (-ageSeconds / halfLifeSeconds);
}
