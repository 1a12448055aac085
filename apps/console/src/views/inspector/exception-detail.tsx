import { useRef, useState } from 'react';
import { type DispatchException, findShortfall } from '@rukh/domain/dispatch';
import { useAsked } from '../../live/use-asked.js';
import { useLive, useNow } from '../../live/use-live.js';
import { offerOfTrip } from '../../orders/offer-orders.js';
import { OrderButtons } from '../../orders/order-buttons.js';
import { describeException } from '../../text/describe-exception.js';
import { dayAndMinutes, duration, primeMinutes } from '../../text/format.js';
import { useLanguage, useTexts } from '../../text/use-texts.js';
import { Facts } from '../../ui/facts.js';
import { OpenAlertLink } from '../../ui/alert-link.js';
import { EXCEPTION_LOOK } from '../../ui/glyphs.js';
import { Sign } from '../../ui/sign.js';
import { ThingLink } from '../../ui/thing-link.js';
import { HeadwayCause } from './headway-cause.js';
import { Absent } from './absent.js';
import { INSPECTOR_TEXTS } from './inspector-texts.js';
import { RiderAlerts } from './rider-alerts.js';
import { VehicleDetail } from './vehicle-detail.js';

const AGAIN_SECONDS = 5;

export function ExceptionDetail({ id }: { id: string }) {
  const texts = useTexts(INSPECTOR_TEXTS);
  const language = useLanguage();
  const store = useLive('exceptions', 'network');
  const now = useNow(5);
  const open = store.exceptions.get(id);
  // What is over is still told of: the journal names it for as long as it is kept. That it is over is written down a
  // moment after it is so: until then it is known as it was raised.
  const { value: over, error } = useAsked<DispatchException>(
    open ? undefined : `/dispatch/exceptions/${encodeURIComponent(id)}`,
    AGAIN_SECONDS,
  );
  // While the server is asked what became of it, what was known stays: an order may be half written under it.
  const known = useRef<DispatchException>(undefined);
  const exception = open ?? over ?? (error === undefined ? known.current : undefined);
  known.current = exception;
  // Nor does an order that is being written end with what it was to answer.
  const [isWriting, setIsWriting] = useState(false);
  const isOffered = isWriting || (exception !== undefined && exception.solved === undefined);
  if (!exception) return <Absent error={error} />;
  const zone = store.city?.timeZone;
  const words = describeException(exception, language, store.city, (vehicleId) =>
    store.vehicles.get(vehicleId),
  );
  const {
    kind,
    routeId,
    expected,
    raisedAt,
    takenBy,
    vehicleId,
    otherVehicleId,
    blockId,
    stopId,
    state,
    solved,
  } = exception;
  const isHeadway = kind === 'gap' || kind === 'bunch';
  const shortfall = findShortfall(exception);
  return (
    <>
      <h2 className="details-title">
        <Sign {...EXCEPTION_LOOK[kind]} /> {words.title} {words.line}
      </h2>
      <p>{words.where}</p>
      {!solved && <HeadwayCause exception={exception} />}
      <Facts
        facts={[
          [shortfall ? texts.shortfalls[shortfall] : texts.values[kind], words.value],
          [texts.plannedHeadway, isHeadway && expected !== undefined ? primeMinutes(expected) : undefined],
          [
            texts.since,
            `${dayAndMinutes(language, raisedAt, zone)} (${duration(language, (solved?.at ?? now) - raisedAt)})`,
          ],
          [texts.state, texts.exceptionStates[state]],
          [
            texts.ended,
            solved && `${dayAndMinutes(language, solved.at, zone)}, ${texts.endedHow[solved.how]}`,
          ],
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
      {isOffered &&
        vehicleId === undefined &&
        exception.tripId !== undefined &&
        exception.serviceDate !== undefined && (
          <OrderButtons
            offers={offerOfTrip({ tripId: exception.tripId, serviceDate: exception.serviceDate, blockId })}
            exceptionId={id}
            onWriting={setIsWriting}
          />
        )}
      {exception.alertId !== undefined && exception.orderId === undefined ? (
        <OpenAlertLink alertId={exception.alertId} />
      ) : (
        routeId !== undefined && <RiderAlerts routeId={routeId} />
      )}
      {vehicleId !== undefined && (
        <VehicleDetail id={vehicleId} isInner exceptionId={solved ? undefined : id} />
      )}
    </>
  );
}
