import { ServiceDays, atTimeUk } from '@rukh/domain/time';
import { type DemoShift, PEAK_SECONDS } from './choose-shift.js';

/** What was done to the timetable, for the terminal, the status page and the alert. */
export function describeShift(shift: DemoShift, timeZone: string): { uk: string; en: string } {
  const { shiftSeconds, serviceDate } = shift;
  const peakAt = new ServiceDays(timeZone).startSeconds(serviceDate) + PEAK_SECONDS + shiftSeconds;
  const clock = new Intl.DateTimeFormat('uk-UA', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const time = clock.format(peakAt * 1000);
  const hours = Math.floor(shiftSeconds / 3600);
  const minutes = Math.round((shiftSeconds % 3600) / 60);
  return {
    uk:
      `Демонстрація: будній розклад Львова зсунуто на ${hours} год ${minutes} хв вперед, ` +
      `тож ранковий пік (08:00) почався ${atTimeUk(time)}; рух транспорту змодельовано.`,
    en:
      `Demonstration: Lviv's weekday timetable is shifted ${hours} h ${minutes} min later, ` +
      `so its morning peak (08:00) began at ${time}; the vehicles are simulated.`,
  };
}
