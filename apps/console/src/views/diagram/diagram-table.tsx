import { useMemo } from 'react';
import type { DiagramTrip, DiagramView } from '@rukh/domain/dispatch';
import { useLive } from '../../live/use-live.js';
import { CITY_TEXTS } from '../../text/city-texts.js';
import { clockMinutes } from '../../text/format.js';
import { useLanguage, useTexts } from '../../text/use-texts.js';
import { StateSign } from '../../ui/sign.js';
import { ThingLink } from '../../ui/thing-link.js';
import { DIAGRAM_TEXTS } from './diagram-texts.js';
import { type PassageCell, startOf, tabulateDiagram } from './tabulate-diagram.js';

/** The diagram for those who do not see it, or want figures: stops down, trips across. */
export function DiagramTableView({ view, label }: { view: DiagramView; label: string }) {
  const texts = useTexts(DIAGRAM_TEXTS);
  const { trips, rows } = useMemo(() => tabulateDiagram(view), [view]);
  return (
    <div className="diagram-table" role="region" aria-label={label} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{texts.stop}</th>
            {trips.map((trip) => (
              <th key={`${trip.tripId} ${trip.serviceDate} ${trip.startTime}`} scope="col">
                <TripHead trip={trip} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ stopId, name, cells }, i) => (
            <tr key={`${stopId} ${i}`}>
              <th scope="row">{name}</th>
              {cells.map((cell, n) => (
                <td key={n}>
                  <Passage cell={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function TripHead({ trip }: { trip: DiagramTrip }) {
  const { states } = useTexts(CITY_TEXTS);
  const language = useLanguage();
  const { city } = useLive('network');
  const { tripId, vehicleId, label, state } = trip;
  const startAt = startOf(trip);
  return (
    <>
      <ThingLink kind="trip" id={tripId}>
        {Number.isFinite(startAt) ? clockMinutes(language, startAt, city?.timeZone) : tripId}
      </ThingLink>
      {vehicleId !== undefined && (
        <div>
          {state && (
            <>
              <StateSign state={state} />
              <span className="unseen">{states[state]}</span>{' '}
            </>
          )}
          <ThingLink kind="vehicle" id={vehicleId}>
            {label ?? vehicleId}
          </ThingLink>
        </div>
      )}
    </>
  );
}

function Passage({ cell: { planned, actual, expected } }: { cell: PassageCell }) {
  const language = useLanguage();
  const { city } = useLive('network');
  const timeOf = (at: number): string => clockMinutes(language, at, city?.timeZone);
  const plan = planned !== undefined && <span className="quiet">({timeOf(planned)})</span>;
  if (actual !== undefined) {
    return (
      <>
        <strong>{timeOf(actual)}</strong> {plan}
      </>
    );
  }
  return expected !== undefined ? (
    <>
      ≈{timeOf(expected)} {plan}
    </>
  ) : (
    plan || '—'
  );
}
