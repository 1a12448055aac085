import type { UnassignedReason } from '@rukh/domain/tracking';
import { defineTexts } from '../../text/define-texts.js';

/** Why a vehicle is on no trip. */
export const UNASSIGNED_TEXTS = defineTexts<Readonly<Record<UnassignedReason, string>>>(
  {
    no_trip_near: 'поруч немає рейсів цього часу',
    no_service_now: 'сьогодні за розкладом рейсів немає',
    ambiguous: 'поруч кілька рейсів, і жоден не підходить певно',
    too_few_positions: 'видно менше хвилини, ще не ясно',
    at_base: 'стоїть у парку або на відстої',
    silent: 'довго мовчала, рейс утрачено',
  },
  {
    no_trip_near: 'no trip of this time passes near',
    no_service_now: 'the timetable has no trips today',
    ambiguous: 'several trips pass near, and none fits for sure',
    too_few_positions: 'seen for less than a minute, not clear yet',
    at_base: 'stands at its base',
    silent: 'said nothing for long, its trip is lost',
  },
);
