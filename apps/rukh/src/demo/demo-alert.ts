import type { ServiceAlert } from '@rukh/domain/realtime';

/** GTFS-realtime Cause OTHER_CAUSE, Effect OTHER_EFFECT, SeverityLevel INFO. */
const OTHER_CAUSE = 2;
const OTHER_EFFECT = 7;
const INFO = 2;

const HEADER = { uk: 'Демонстраційні дані', en: 'Demonstration data' };
const DESCRIPTION = {
  uk:
    'Це демонстрація Rukh: розклад Львова зсунуто в часі, а рух транспорту змодельовано.\n' +
    'Не користуйтеся цими даними для поїздок.',
  en:
    'This is a demonstration of Rukh: the timetable of Lviv is shifted in time and the vehicles are simulated.\n' +
    'Do not travel by these data.',
};
/** To be read aloud: no abbreviations, the name as it is spoken. */
const SPOKEN = {
  uk: 'Увага. Це демонстрація системи Рух. Розклад Львова зсунуто в часі, а рух транспорту змодельовано. Не користуйтеся цими даними для поїздок.',
  en: 'Attention. This is a demonstration of the system Rukh. The timetable of Lviv is shifted in time, and the vehicles are simulated. Do not travel by these data.',
};

/** agency_id of all agencies of data/lviv/gtfs.zip. */
const BUNDLED_AGENCIES: readonly string[] = ['10', '31', '32', '52', '89', '148'];

/** The alert that a demonstration carries, for all agencies of the bundled city, until it is taken back. */
export function demoAlert(agencyIds: readonly string[] = BUNDLED_AGENCIES): Omit<ServiceAlert, 'alertId'> {
  return {
    header: HEADER,
    description: DESCRIPTION,
    ttsHeader: HEADER,
    ttsDescription: SPOKEN,
    cause: OTHER_CAUSE,
    effect: OTHER_EFFECT,
    severityLevel: INFO,
    informedEntities: agencyIds.map((agencyId) => ({ agencyId })),
  };
}
