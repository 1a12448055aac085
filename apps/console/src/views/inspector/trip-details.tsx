import type { BlockView, TripsView } from '@rukh/domain/dispatch';
import { useAsked } from '../../live/use-asked.js';
import { useLive } from '../../live/use-live.js';
import { offerOfTrip } from '../../orders/offer-orders.js';
import { OrderButtons } from '../../orders/order-buttons.js';
import { RestoreButton } from '../../orders/restore-button.js';
import { CITY_TEXTS } from '../../text/city-texts.js';
import { clockMinutes, dayAndMinutes, signedMinutes } from '../../text/format.js';
import { useLanguage, useTexts } from '../../text/use-texts.js';
import { WriteAlertLink } from '../../ui/alert-link.js';
import { Facts } from '../../ui/facts.js';
import { ThingLink } from '../../ui/thing-link.js';
import { useNamedDay } from '../../url/use-named-day.js';
import { BlockTimeline } from './vehicle-lists.js';
import { Absent } from './absent.js';
import { INSPECTOR_TEXTS } from './inspector-texts.js';
import { OrdersInForce } from './orders-in-force.js';

export function TripDetail({ id }: { id: string }) {
  const texts = useTexts(INSPECTOR_TEXTS);
  const states = useTexts(CITY_TEXTS).trip;
  const language = useLanguage();
  const { city, vehicles } = useLive('network');
  const day = useNamedDay();
  const ofDay = day === undefined ? '' : `&date=${day}`;
  const { value, error } = useAsked<TripsView>(
    `/dispatch/trips?tripId=${encodeURIComponent(id)}${ofDay}`,
    10,
    'orders',
  );
  const trip = value?.trips.find(({ tripId }) => tripId === id);
  if (!trip) return <Absent isKnown={value !== undefined} error={error} />;
  const zone = city?.timeZone;
  const start = day === undefined ? clockMinutes : dayAndMinutes;
  return (
    <>
      <h2 className="details-title">
        {city?.routeName(trip.routeId)} → {trip.headsign}
      </h2>
      <Facts
        facts={[
          [texts.trip, trip.tripId],
          [
            texts.startsAt,
            `${start(language, trip.startAt, zone)}–${clockMinutes(language, trip.endAt, zone)}`,
          ],
          [texts.state, states[trip.state]],
          [
            texts.deviation,
            trip.deviationSeconds === undefined ? undefined : signedMinutes(trip.deviationSeconds),
          ],
          [
            texts.kinds.vehicle,
            trip.vehicleId !== undefined && (
              <ThingLink kind="vehicle" id={trip.vehicleId}>
                {vehicles.get(trip.vehicleId)?.label ?? trip.vehicleId}
              </ThingLink>
            ),
          ],
          [
            texts.block,
            trip.blockId !== undefined && (
              <ThingLink kind="block" id={trip.blockId}>
                {trip.blockId}
              </ThingLink>
            ),
          ],
        ]}
      />
      {trip.state !== 'cancelled' && trip.state !== 'done' && <OrderButtons offers={offerOfTrip(trip)} />}
      <OrdersInForce of={{ kind: 'trip', id }} serviceDate={trip.serviceDate} />
      <WriteAlertLink about={{ kind: 'trip', id: `${trip.tripId}@${trip.serviceDate}` }} />
      {trip.orderId !== undefined && <RestoreButton orderId={trip.orderId} />}
    </>
  );
}

export function BlockDetail({ id }: { id: string }) {
  const texts = useTexts(INSPECTOR_TEXTS);
  const { vehicles } = useLive('network');
  const day = useNamedDay();
  const ofDay = day === undefined ? '' : `?date=${day}`;
  const { value, error } = useAsked<BlockView>(
    `/dispatch/blocks/${encodeURIComponent(id)}${ofDay}`,
    10,
    'orders',
  );
  if (!value) return <Absent error={error} />;
  return (
    <>
      <h2 className="details-title">
        {texts.block} {value.blockId}
      </h2>
      {value.vehicleId !== undefined && (
        <p>
          <ThingLink kind="vehicle" id={value.vehicleId}>
            {vehicles.get(value.vehicleId)?.label ?? value.vehicleId}
          </ThingLink>
        </p>
      )}
      <BlockTimeline trips={value.trips} now={0} />
    </>
  );
}
