import { TRIP_STATES, type TripListItem, type TripsView as TripsAnswer } from '@rukh/domain/dispatch';
import { useAsked } from '../../live/use-asked.js';
import { useLive } from '../../live/use-live.js';
import { offerOfTrip } from '../../orders/offer-orders.js';
import { OrderButtons, RestoreButton } from '../../orders/order-buttons.js';
import { CITY_TEXTS } from '../../text/city-texts.js';
import { defineTexts } from '../../text/define-texts.js';
import { clockMinutes, signedMinutes } from '../../text/format.js';
import { plural } from '../../text/plural.js';
import { useLanguage, useTexts } from '../../text/use-texts.js';
import { Choice, setFilter } from '../../ui/choice.js';
import { type Column, LongTable } from '../../ui/long-table.js';
import { DayField } from '../../ui/time-fields.js';
import { ThingLink } from '../../ui/thing-link.js';
import { usePageState } from '../../url/use-page-state.js';

const TEXTS = defineTexts(
  {
    title: 'Рейси дня',
    count: (n: number) => plural('uk', n, { one: 'рейс', few: 'рейси', many: 'рейсів', other: 'рейсу' }),
    shown: (n: number, total: number) => `показано ${n} із ${total}`,
    state: 'Стан',
    line: 'Лінія',
    date: 'День',
    all: 'усі',
    working: 'Завантаження…',
    none: 'Таких рейсів немає.',
    failed: 'Рейси не завантажилися. Пробуємо ще раз…',
    columns: {
      start: 'Початок',
      end: 'Кінець',
      line: 'Лінія',
      headsign: 'Напрямок',
      block: 'Випуск',
      vehicle: 'Машина',
      state: 'Стан',
      deviation: 'Відхилення, хв',
    },
  },
  {
    title: 'Trips of the day',
    count: (n: number) => plural('en', n, { one: 'trip', other: 'trips' }),
    shown: (n: number, total: number) => `${n} of ${total} shown`,
    state: 'State',
    line: 'Line',
    date: 'Day',
    all: 'all',
    working: 'Loading…',
    none: 'There are no such trips.',
    failed: 'The trips did not load. Trying again…',
    columns: {
      start: 'Start',
      end: 'End',
      line: 'Line',
      headsign: 'Towards',
      block: 'Block',
      vehicle: 'Vehicle',
      state: 'State',
      deviation: 'Deviation, min',
    },
  },
);

export default function TripsView() {
  const texts = useTexts(TEXTS);
  const states = useTexts(CITY_TEXTS).trip;
  const { city } = useLive('network');
  const { filters, selection } = usePageState();
  const { value, error } = useAsked<TripsAnswer>(pathOf(filters), 30, 'orders');
  const columns = useColumns();
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
            ? `(${texts.count(total)}${trips.length < total ? `, ${texts.shown(trips.length, total)}` : ''})`
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
        <DayField
          label={texts.date}
          value={filters['day'] ?? ''}
          onChange={(value) => setFilter(filters, 'day', value)}
        />
      </div>
      {error !== undefined && <p role="status">{texts.failed}</p>}
      {value && trips.length === 0 && <p role="status">{texts.none}</p>}
      <ChosenTrip trip={trips.find(({ tripId }) => selection?.kind === 'trip' && selection.id === tripId)} />
      <LongTable
        label={texts.title}
        columns={columns}
        rows={trips}
        keyOf={({ tripId, startTime }) => `${tripId} ${startTime}`}
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
        {name} {clockMinutes(language, trip.startAt, city?.timeZone ?? 'UTC')}
      </strong>
      {trip.state !== 'cancelled' && trip.state !== 'done' && (
        <OrderButtons key={trip.tripId} offers={offerOfTrip(trip)} />
      )}
      {trip.orderId !== undefined && <RestoreButton orderId={trip.orderId} />}
    </section>
  );
}

function pathOf({ tstate, route, day }: Readonly<Record<string, string>>): string {
  const query = new URLSearchParams();
  if (tstate !== undefined) query.set('state', tstate);
  if (route !== undefined) query.set('routeId', route);
  if (day !== undefined) query.set('date', day.replaceAll('-', ''));
  const text = query.toString();
  return `/dispatch/trips${text === '' ? '' : `?${text}`}`;
}

function useColumns(): Column<TripListItem>[] {
  const { columns } = useTexts(TEXTS);
  const states = useTexts(CITY_TEXTS).trip;
  const language = useLanguage();
  const { city, vehicles } = useLive('network');
  const zone = city?.timeZone ?? 'UTC';
  return [
    {
      id: 'start',
      title: columns.start,
      cell: ({ tripId, startAt }) => (
        <ThingLink kind="trip" id={tripId}>
          {clockMinutes(language, startAt, zone)}
        </ThingLink>
      ),
      order: ({ startAt }) => startAt,
    },
    {
      id: 'end',
      title: columns.end,
      cell: ({ endAt }) => clockMinutes(language, endAt, zone),
      order: ({ endAt }) => endAt,
    },
    {
      id: 'line',
      title: columns.line,
      cell: ({ routeId }) => city?.routeName(routeId),
      order: ({ routeId }) => city?.routeName(routeId) ?? routeId,
    },
    {
      id: 'headsign',
      title: columns.headsign,
      cell: ({ headsign }) => headsign,
      order: ({ headsign }) => headsign,
    },
    {
      id: 'block',
      title: columns.block,
      cell: ({ blockId }) =>
        blockId === undefined ? (
          '—'
        ) : (
          <ThingLink kind="block" id={blockId}>
            {blockId}
          </ThingLink>
        ),
      order: ({ blockId }) => blockId ?? '',
    },
    {
      id: 'vehicle',
      title: columns.vehicle,
      cell: ({ vehicleId }) =>
        vehicleId === undefined ? (
          '—'
        ) : (
          <ThingLink kind="vehicle" id={vehicleId}>
            {vehicles.get(vehicleId)?.label ?? vehicleId}
          </ThingLink>
        ),
      order: ({ vehicleId }) =>
        vehicleId === undefined ? '' : (vehicles.get(vehicleId)?.label ?? vehicleId),
    },
    {
      id: 'state',
      title: columns.state,
      cell: ({ state }) => states[state],
      order: ({ state }) => states[state],
    },
    {
      id: 'deviation',
      title: columns.deviation,
      isNumber: true,
      cell: ({ deviationSeconds }) =>
        deviationSeconds === undefined ? '—' : signedMinutes(deviationSeconds),
      order: ({ deviationSeconds }) => deviationSeconds ?? -1e9,
    },
  ];
}
