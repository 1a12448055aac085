import { ServiceDays, findServiceDate } from '@rukh/domain/time';
import type { Alert, EntitySelector, FeedEntity, TranslatedString } from '@rukh/domain/realtime';
import { dataFrame } from './describe-stop-visits.js';
import { type SiriValue, ref, siriCondition, siriReason, siriSeverity, siriTime } from './siri-terms.js';

/** The PtSituationElements of the alerts. `participant` is who tells of them. */
export function describeSituations(
  alerts: readonly FeedEntity[],
  {
    participant,
    timeZone,
    now,
  }: { readonly participant: string; readonly timeZone: string; readonly now: number },
): unknown[] {
  const days = new ServiceDays(timeZone);
  return alerts.flatMap(({ id, alert }) => {
    if (!alert) return [];
    const periods = listPeriods(alert, days, now);
    return [
      {
        CreationTime: periods[0]!.StartTime,
        ParticipantRef: ref(participant),
        SituationNumber: ref(id),
        Source: { SourceType: 'directReport' },
        Progress: 'open',
        ValidityPeriod: periods,
        ...siriReason(alert.cause),
        Severity: siriSeverity(alert.severityLevel),
        ReportType: 'incident',
        Summary: texts(alert.headerText),
        Description: texts(alert.descriptionText),
        ...(alert.url?.translation
          ? { InfoLinks: { InfoLink: texts(alert.url).map(({ value }) => ({ Uri: value })) } }
          : {}),
        Affects: describeAffects(alert.informedEntity ?? []),
        Consequences: {
          Consequence: [
            { Condition: [siriCondition(alert.effect)], Severity: siriSeverity(alert.severityLevel) },
          ],
        },
      },
    ];
  });
}

function listPeriods(
  { impactPeriod, activePeriod, communicationPeriod, informedEntity }: Alert,
  days: ServiceDays,
  now: number,
): { StartTime: string; EndTime?: string }[] {
  const told = [impactPeriod, activePeriod, communicationPeriod].find((list) => list && list.length > 0) ?? [
    {},
  ];
  // Without a beginning it has begun already: the beginning of the day stays the same from poll to poll. Of trips it is their day's.
  const dates = (informedEntity ?? []).flatMap(({ trip }) => findServiceDate(trip?.startDate ?? '') ?? []);
  const unknownStart = Math.min(...[days.dateAt(now), ...dates].map((date) => days.startSeconds(date)));
  return told.map(({ start, end }) => ({
    StartTime: siriTime(start ?? unknownStart, days.timeZone),
    ...(end === undefined ? {} : { EndTime: siriTime(end, days.timeZone) }),
  }));
}

function texts(text: TranslatedString | undefined): SiriValue[] {
  return (text?.translation ?? []).map(({ text: value, language }) => ({
    value,
    ...(language === undefined ? {} : { lang: language }),
  }));
}

function describeAffects(entities: readonly EntitySelector[]): unknown {
  const lines = distinct(
    entities.map(({ routeId, trip }) => (trip?.tripId === undefined ? routeId : undefined)),
  );
  const stops = distinct(entities.map(({ stopId }) => stopId));
  const operators = distinct(entities.map(({ agencyId }) => agencyId));
  const trips = entities.flatMap(({ trip }) => (trip?.tripId === undefined ? [] : [trip]));
  return {
    ...(operators.length === 0
      ? {}
      : { Operators: { AffectedOperator: operators.map((id) => ({ OperatorRef: ref(id) })) } }),
    ...(lines.length === 0
      ? {}
      : { Networks: { AffectedNetwork: [{ AffectedLine: lines.map((id) => ({ LineRef: ref(id) })) }] } }),
    ...(stops.length === 0
      ? {}
      : {
          StopPoints: { AffectedStopPoint: stops.map((id) => ({ StopPointRef: ref(id) })) },
          // Ids of stops and stations are of one kind in GTFS; MOTIS reads no other element than this.
          StopPlaces: { AffectedStopPlace: stops.map((id) => ({ StopPlaceRef: ref(id) })) },
        }),
    ...(trips.length === 0
      ? {}
      : {
          VehicleJourneys: {
            AffectedVehicleJourney: trips.map(({ tripId, startDate }) => ({
              FramedVehicleJourneyRef: {
                DataFrameRef: ref(dataFrame(startDate)),
                DatedVehicleJourneyRef: tripId,
              },
            })),
          },
        }),
  };
}

function distinct(values: readonly (string | undefined)[]): string[] {
  return [...new Set(values.filter((value) => value !== undefined))];
}
