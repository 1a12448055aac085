import { useState } from 'react';
import { TRIP_STATES, type TripListItem, type TripsView as TripsAnswer } from '@rukh/domain/dispatch';
import { useAsked } from '../../live/use-asked.js';
import { useLive, useNow } from '../../live/use-live.js';
import { offerOfTrip } from '../../orders/offer-orders.js';
import { OrderButtons } from '../../orders/order-buttons.js';
import { RestoreButton } from '../../orders/restore-button.js';
import { useMay } from '../../session/session.js';
import { CITY_TEXTS } from '../../text/city-texts.js';
import { clockMinutes } from '../../text/format.js';
import { useLanguage, useTexts } from '../../text/use-texts.js';
import { Choice, setFilter } from '../../ui/choice.js';
import { LongTable } from '../../ui/long-table.js';
import { DayField } from '../../ui/time-fields.js';
import { usePageState } from '../../url/use-page-state.js';
import { PickedTrips } from './picked-trips.js';
import { isCancellable, keyOfTrip, useTripColumns } from './trip-columns.js';
import { TRIPS_TEXTS } from './trips-texts.js';

const STEP_SECONDS = 300;
/** What ended so lately is still of interest. */
const JUST_OVER_SECONDS = 600;

export default function TripsView() {
  const texts = useTexts(TRIPS_TEXTS);
  const states = useTexts(CITY_TEXTS).trip;
  const { city } = useLive('network');
  const { filters, selection } = usePageState();
  const now = useNow(STEP_SECONDS);
  const { value, error } = useAsked<TripsAnswer>(pathOf(filters, now), 30, 'orders');
  const mayCancel = useMay('orders.write');
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const onPick = (key: string, isPicked: boolean): void =>
    setPicked(new Set(isPicked ? [...picked, key] : [...picked].filter((other) => other !== key)));
  const columns = useTripColumns(mayCancel ? { picked, onPick } : undefined);
  const routes = city?.network.routes ?? [];
  const counts = value?.counts ?? {};
  const total = value?.total ?? 0;
  const trips = value?.trips ?? [];
  return (
    <div className="table-view">
      <h1>
        {texts.title}{' '}
        <span className="quiet">
          {value
            ? `(${trips.length < total ? texts.shown(trips.length, total) : texts.count(total)})`
            : texts.working}
        </span>
      </h1>
      <div className="filters">
        <Choice
          name="tstate"
          label={texts.state}
          options={[
            ['', texts.all],
            ...TRIP_STATES.map((state) => [state, `${states[state]} (${counts[state] ?? 0})`] as const),
          ]}
        />
        <Choice
          name="route"
          label={texts.line}
          options={[
            ['', texts.all],
            ...routes.map(({ routeId, shortName }) => [routeId, shortName] as const),
          ]}
        />
        {filters['day'] === undefined && (
          <Choice
            name="span"
            label={texts.span}
            options={[
              ['', texts.fromNow],
              ['day', texts.wholeDay],
            ]}
          />
        )}
        <DayField
          label={texts.date}
          value={filters['day'] ?? ''}
          onChange={(value) => setFilter(filters, 'day', value)}
        />
      </div>
      {error !== undefined && <p role="status">{texts.failed}</p>}
      {value && trips.length === 0 && <p role="status">{texts.none}</p>}
      <ChosenTrip trip={trips.find(({ tripId }) => selection?.kind === 'trip' && selection.id === tripId)} />
      <PickedTrips
        trips={trips.filter((trip) => picked.has(keyOfTrip(trip)) && isCancellable(trip))}
        onDone={() => setPicked(new Set())}
      />
      <LongTable
        label={texts.title}
        columns={columns}
        rows={trips}
        keyOf={keyOfTrip}
        isChosen={({ tripId }) => selection?.kind === 'trip' && selection.id === tripId}
      />
    </div>
  );
}

/** What can be ordered of the trip that is chosen in the table. */
function ChosenTrip({ trip }: { trip: TripListItem | undefined }) {
  const language = useLanguage();
  const { city } = useLive('network');
  if (!trip) return null;
  const name = `${city?.routeName(trip.routeId) ?? trip.routeId} → ${trip.headsign}`;
  return (
    <section aria-label={name}>
      <strong>
        {name} {clockMinutes(language, trip.startAt, city?.timeZone)}
      </strong>
      {isCancellable(trip) && <OrderButtons key={trip.tripId} offers={offerOfTrip(trip)} />}
      {trip.orderId !== undefined && <RestoreButton orderId={trip.orderId} />}
    </section>
  );
}

/** Of today what is not over comes first: a day begins long before whoever looks at it. */
function pathOf({ tstate, route, day, span }: Readonly<Record<string, string>>, now: number): string {
  const query = new URLSearchParams();
  if (tstate !== undefined) query.set('state', tstate);
  if (route !== undefined) query.set('routeId', route);
  if (day === undefined && span === undefined) {
    query.set('endsAfter', String(Math.floor(now / STEP_SECONDS) * STEP_SECONDS - JUST_OVER_SECONDS));
  }
  if (day !== undefined) query.set('date', day.replaceAll('-', ''));
  const text = query.toString();
  return `/dispatch/trips${text === '' ? '' : `?${text}`}`;
}
