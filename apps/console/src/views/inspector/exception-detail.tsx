import { useLive, useNow } from '../../live/use-live.js';
import { offerOfTrip } from '../../orders/offer-orders.js';
import { OrderButtons } from '../../orders/order-buttons.js';
import { describeException } from '../../text/describe-exception.js';
import { clockMinutes, duration, primeMinutes } from '../../text/format.js';
import { useLanguage, useTexts } from '../../text/use-texts.js';
import { Facts } from '../../ui/facts.js';
import { OpenAlertLink, WriteAlertLink } from '../../ui/alert-link.js';
import { EXCEPTION_LOOK } from '../../ui/glyphs.js';
import { Sign } from '../../ui/sign.js';
import { ThingLink } from '../../ui/thing-link.js';
import { HeadwayCause } from './headway-cause.js';
import { INSPECTOR_TEXTS } from './inspector-texts.js';
import { VehicleDetail } from './vehicle-detail.js';

export function ExceptionDetail({ id }: { id: string }) {
  const texts = useTexts(INSPECTOR_TEXTS);
  const language = useLanguage();
  const store = useLive('exceptions', 'network');
  const now = useNow(5);
  const exception = store.exceptions.get(id);
  if (!exception) return <p>{texts.gone}</p>;
  const words = describeException(exception, language, store.city, (vehicleId) =>
    store.vehicles.get(vehicleId),
  );
  const { kind, routeId, expected, raisedAt, takenBy, vehicleId, otherVehicleId, blockId, stopId, state } =
    exception;
  const isHeadway = kind === 'gap' || kind === 'bunch';
  return (
    <>
      <h2 className="details-title">
        <Sign {...EXCEPTION_LOOK[kind]} /> {words.title} {words.line}
      </h2>
      <p>{words.where}</p>
      <HeadwayCause exception={exception} />
      <Facts
        facts={[
          [texts.value, words.value],
          [
            texts.headway,
            isHeadway && expected !== undefined ? texts.planned(primeMinutes(expected)) : undefined,
          ],
          [
            texts.since,
            `${clockMinutes(language, raisedAt, store.city?.timeZone ?? 'UTC')} (${duration(language, now - raisedAt)})`,
          ],
          [texts.state, texts.exceptionStates[state]],
          [texts.owner, takenBy?.name ?? texts.nobody],
          [
            texts.kinds.route,
            routeId !== undefined && (
              <ThingLink kind="route" id={routeId}>
                {words.line}
              </ThingLink>
            ),
          ],
          [texts.stop, stopId === undefined ? undefined : store.city?.stopName(stopId)],
          [
            texts.block,
            blockId !== undefined && (
              <ThingLink kind="block" id={blockId}>
                {blockId}
              </ThingLink>
            ),
          ],
          [
            texts.kinds.vehicle,
            otherVehicleId !== undefined && (
              <ThingLink kind="vehicle" id={otherVehicleId}>
                {store.vehicles.get(otherVehicleId)?.label ?? otherVehicleId}
              </ThingLink>
            ),
          ],
        ]}
      />
      {vehicleId === undefined && exception.tripId !== undefined && exception.serviceDate !== undefined && (
        <OrderButtons
          offers={offerOfTrip({ tripId: exception.tripId, serviceDate: exception.serviceDate, blockId })}
          exceptionId={id}
        />
      )}
      {exception.alertId !== undefined && exception.orderId === undefined ? (
        <OpenAlertLink alertId={exception.alertId} />
      ) : (
        routeId !== undefined && <WriteAlertLink about={{ kind: 'route', id: routeId }} />
      )}
      {vehicleId !== undefined && <VehicleDetail id={vehicleId} isInner exceptionId={id} />}
    </>
  );
}
