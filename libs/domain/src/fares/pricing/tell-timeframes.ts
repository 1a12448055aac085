import { weekdayOfDay } from '../../time/index.js';
import type { Service, Tariff, Timeframe } from '../tariff/tariff.js';

const NONE: readonly string[] = [];

/** The timeframe groups that an instant lies in, by the local date and time of the instant itself. */
export function tellTimeframes(tariff: Tariff, atMs: number): readonly string[] {
  if (tariff.timeframes.size === 0) return NONE;
  const second = tariff.clock.secondOfDay(atMs);
  const day = tariff.clock.dayAt(atMs);
  const found: string[] = [];
  for (const [id, frames] of tariff.timeframes) {
    if (frames.some((frame) => isInFrame(tariff, frame, day, second))) found.push(id);
  }
  return found;
}

function isInFrame({ services }: Tariff, frame: Timeframe, day: number, second: number): boolean {
  const isBeforeEnd = frame.isEndInclusive ? second <= frame.endSeconds : second < frame.endSeconds;
  return second >= frame.startSeconds && isBeforeEnd && isServiceDay(services.get(frame.serviceId), day);
}

export function isServiceDay(service: Service | undefined, day: number): boolean {
  if (!service || service.removed.has(day)) return false;
  if (service.added.has(day)) return true;
  const isInRange = day >= service.fromDay && day <= service.untilDay;
  return isInRange && (service.weekdays & (1 << (weekdayOfDay(day) - 1))) !== 0;
}
