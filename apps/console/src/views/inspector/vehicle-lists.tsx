import type { BlockTripView, NextStopView } from '@rukh/domain/dispatch';
import { useLive } from '../../live/use-live.js';
import { CITY_TEXTS } from '../../text/city-texts.js';
import { clockMinutes } from '../../text/format.js';
import { useLanguage, useTexts } from '../../text/use-texts.js';
import { ThingLink } from '../../ui/thing-link.js';
import { INSPECTOR_TEXTS } from './inspector-texts.js';

const SHOWN_STOPS = 6;

export function NextStops({ stops, now }: { stops: readonly NextStopView[]; now: number }) {
  const texts = useTexts(INSPECTOR_TEXTS);
  const language = useLanguage();
  const { city } = useLive('network');
  const zone = city?.timeZone;
  if (stops.length === 0) return null;
  return (
    <table className="small">
      <caption>{texts.nextStops}</caption>
      <thead>
        <tr>
          <th scope="col">{texts.stop}</th>
          <th scope="col">{texts.expected}</th>
          <th scope="col">{texts.scheduled}</th>
        </tr>
      </thead>
      <tbody>
        {stops.slice(0, SHOWN_STOPS).map((stop) => (
          <tr key={stop.stopSequence}>
            <th scope="row">
              <ThingLink kind="stop" id={stop.stopId}>
                {stop.name}
              </ThingLink>
            </th>
            <td>
              {stop.isSkipped
                ? texts.skipped
                : stop.expectedAt === undefined
                  ? '—'
                  : clockMinutes(language, Math.max(stop.expectedAt, now), zone)}
            </td>
            <td>{stop.scheduledAt === undefined ? '—' : clockMinutes(language, stop.scheduledAt, zone)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The rest of the day's work: what is over is left out, what runs now is marked. */
export function BlockTimeline({ trips, now }: { trips: readonly BlockTripView[]; now: number }) {
  const texts = useTexts(INSPECTOR_TEXTS);
  const states = useTexts(CITY_TEXTS).trip;
  const language = useLanguage();
  const { city } = useLive('network');
  const zone = city?.timeZone;
  const left = trips.filter(({ endAt, state }) => endAt > now || state === 'running');
  if (left.length === 0) return null;
  return (
    <section>
      <h3>{texts.block}</h3>
      <ol className="timeline">
        {left.map((trip) => (
          <li
            key={`${trip.tripId} ${trip.startTime}`}
            data-state={trip.state}
            aria-current={trip.state === 'running' ? 'step' : undefined}
          >
            <span className="times">
              {clockMinutes(language, trip.startAt, zone)}–{clockMinutes(language, trip.endAt, zone)}
            </span>{' '}
            <ThingLink kind="trip" id={trip.tripId}>
              {city?.routeName(trip.routeId)} → {trip.headsign}
            </ThingLink>{' '}
            <span className="quiet">{states[trip.state]}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
