import { type HeadwayBetween, type VehicleView, suggestHoldMinutes } from '@rukh/domain/dispatch';
import { useAsked } from '../../live/use-asked.js';
import { useLive, useNow } from '../../live/use-live.js';
import { type Vehicle, shownState } from '../../live/vehicle.js';
import { offerOfVehicle } from '../../orders/offer-orders.js';
import { OrderButtons } from '../../orders/order-buttons.js';
import { RestoreButton } from '../../orders/restore-button.js';
import { useMay } from '../../session/session.js';
import { CITY_TEXTS } from '../../text/city-texts.js';
import { duration, metres, percent, primeMinutes, signedMinutes, speed } from '../../text/format.js';
import { sayLoad } from '../../text/say-load.js';
import { useLanguage, useTexts } from '../../text/use-texts.js';
import { Facts } from '../../ui/facts.js';
import { StateSign } from '../../ui/sign.js';
import { ThingLink } from '../../ui/thing-link.js';
import { goTo } from '../../url/use-page-state.js';
import { DisplayedOrders } from './displayed-orders.js';
import { TrackerMessages } from './tracker-messages.js';
import { TrailTimes } from './trail-times.js';
import { BlockTimeline, NextStops } from './vehicle-lists.js';
import { Absent } from './absent.js';
import { INSPECTOR_TEXTS } from './inspector-texts.js';
import { OrdersInForce } from './orders-in-force.js';
import { UNASSIGNED_TEXTS } from './unassigned-texts.js';
import { VehicleValidators } from './vehicle-validators.js';

const STANDS_METRES_PER_SECOND = 0.5;

/** What is live comes with the rows; what is more is asked of the server. */
export function VehicleDetail({
  id,
  isInner = false,
  exceptionId,
}: {
  id: string;
  isInner?: boolean;
  /** What needs a dispatcher because of it. */
  exceptionId?: string | undefined;
}) {
  const texts = useTexts(INSPECTOR_TEXTS);
  const city = useTexts(CITY_TEXTS);
  const reasons: Readonly<Record<string, string>> = useTexts(UNASSIGNED_TEXTS);
  const language = useLanguage();
  const store = useLive('vehicles', 'network');
  const now = useNow();
  const asked = useAsked<VehicleView>(`/dispatch/vehicles/${encodeURIComponent(id)}`, 5);
  const seesDrivers = useMay('drivers.read');
  const vehicle = store.vehicles.get(id);
  const more = asked.value;
  if (!vehicle) return <Absent isKnown={store.lamp !== undefined} />;
  const state = shownState(vehicle, now);
  const { routeId, deviationSeconds, speedMetresPerSecond, blockId, occupancyStatus, persons } = vehicle;
  const headsign = more?.trip?.headsign ?? store.city?.headsign(routeId, vehicle.directionId);
  const title = [store.city?.routeName(routeId), vehicle.label, more?.licensePlate]
    .filter(Boolean)
    .join(' · ');
  const isByHeadway = store.city?.routes.get(routeId ?? '')?.mode === 'headway';
  const cancelled = more?.block.find(
    ({ tripId, serviceDate, state: ofTrip }) =>
      tripId === vehicle.tripId && serviceDate === vehicle.serviceDate && ofTrip === 'cancelled',
  );
  const Title = isInner ? 'h3' : 'h2';
  return (
    <section className="vehicle-detail" aria-label={title}>
      <Title className="details-title">{title}</Title>
      <p className="state-sentence">
        <StateSign state={state} /> {city.states[state]}
        {deviationSeconds !== null && !isByHeadway && <strong> {signedMinutes(deviationSeconds)}</strong>}
        {headsign !== undefined && headsign !== '' && <> →&nbsp;{headsign}</>}
      </p>
      {cancelled && <CancelledTrip orderId={cancelled.orderId} />}
      <OrderButtons offers={offersOf(vehicle, more, cancelled, isByHeadway)} exceptionId={exceptionId} />
      <OrdersInForce of={{ kind: 'vehicle', id }} />
      {more && !cancelled && <NextStops stops={more.nextStops} now={now} />}
      <Facts
        facts={[
          [
            texts.headway,
            (more?.ahead || more?.behind) && <Headways key="h" ahead={more.ahead} behind={more.behind} />,
          ],
          [
            texts.kinds.route,
            routeId !== null && (
              <ThingLink kind="route" id={routeId}>
                {store.city?.routeName(routeId)}
              </ThingLink>
            ),
          ],
          [
            texts.block,
            blockId !== null && (
              <ThingLink kind="block" id={blockId}>
                {blockId}
              </ThingLink>
            ),
          ],
          [
            texts.deviation,
            isByHeadway &&
              deviationSeconds !== null &&
              `${signedMinutes(deviationSeconds)} (${texts.byHeadway})`,
          ],
          [texts.carrier, store.city?.carrierName(more?.carrierId ?? vehicle.carrierId)],
          [texts.driver, seesDrivers && more && (more.driverId ?? texts.unknown)],
          [texts.lowFloor, sayFloor(more?.wheelchairAccessible, texts)],
          [
            texts.occupancy,
            occupancyStatus === null
              ? undefined
              : sayLoad(occupancyStatus, persons, city) +
                (more?.occupancySource === 'taps' ? ` (${city.byTaps})` : ''),
          ],
          [
            texts.charge,
            more &&
              (more.chargePercent === undefined
                ? texts.unknown
                : percent(language, more.chargePercent / 100)),
          ],
          [
            texts.speed,
            speedMetresPerSecond === null
              ? undefined
              : speedMetresPerSecond < STANDS_METRES_PER_SECOND
                ? texts.stopped
                : speed(language, speedMetresPerSecond),
          ],
          [texts.lastFix, texts.ago(duration(language, now - vehicle.fixAt))],
          [texts.offLine, more?.offsetMetres === undefined ? undefined : metres(language, more.offsetMetres)],
          [texts.confidence, vehicle.confidence === null ? undefined : percent(language, vehicle.confidence)],
          [texts.reason, more?.unassignedReason && (reasons[more.unassignedReason] ?? more.unassignedReason)],
        ]}
      />
      {more?.orders && <DisplayedOrders orders={more.orders} />}
      {more && <BlockTimeline trips={more.block} now={now} />}
      {more && <TrailTimes trail={more.trail} />}
      <VehicleValidators vehicleId={id} />
      <TrackerMessages vehicleId={id} />
      <button
        type="button"
        onClick={() =>
          goTo({ view: 'live', pane: 'map', selection: { kind: 'vehicle', id }, at: Math.round(now) - 900 })
        }
      >
        {texts.past}
      </button>
    </section>
  );
}

/** What it does is not what riders are told: its trip is off their boards. */
function CancelledTrip({ orderId }: { orderId: string | undefined }) {
  const texts = useTexts(INSPECTOR_TEXTS);
  return (
    <>
      <p className="warning">{texts.tripCancelled}</p>
      {orderId !== undefined && <RestoreButton orderId={orderId} />}
    </>
  );
}

/** What a trip that does not run cannot be told. */
const OF_THE_TRIP: readonly string[] = ['hold', 'short_turn', 'skip_stops', 'cancel'];

function offersOf(
  vehicle: Vehicle,
  more: VehicleView | undefined,
  cancelled: object | undefined,
  isByHeadway: boolean,
) {
  const { tripId, serviceDate, startTime, nextStopSequence, nextStopAt } = vehicle;
  const lateSeconds = isByHeadway ? 0 : (vehicle.deviationSeconds ?? 0);
  const run = tripId !== null && serviceDate !== null ? { tripId, serviceDate, startTime } : undefined;
  const next = nextStopSequence === null ? undefined : { stopSequence: nextStopSequence, at: nextStopAt };
  const offers = offerOfVehicle(
    vehicle,
    run,
    next,
    suggestHoldMinutes(more?.ahead, more?.behind, lateSeconds),
  );
  return cancelled ? offers.filter(({ kind }) => !OF_THE_TRIP.includes(kind)) : offers;
}

function Headways({
  ahead,
  behind,
}: {
  ahead: HeadwayBetween | undefined;
  behind: HeadwayBetween | undefined;
}) {
  const texts = useTexts(INSPECTOR_TEXTS);
  const { vehicles } = useLive('network');
  const label = (id: string | undefined): string =>
    id === undefined ? '?' : (vehicles.get(id)?.label ?? id);
  return (
    <>
      {ahead && (
        <span className="headway" data-judged={ahead.judged}>
          {texts.ahead(primeMinutes(ahead.headwaySeconds), label(ahead.aheadVehicleId))}
          {ahead.plannedSeconds !== undefined && ` (${texts.planned(primeMinutes(ahead.plannedSeconds))})`}
        </span>
      )}
      {behind && (
        <span className="headway" data-judged={behind.judged}>
          {texts.behind(primeMinutes(behind.headwaySeconds), label(behind.vehicleId))}
        </span>
      )}
    </>
  );
}

/** WheelchairAccessible of GTFS-realtime: 2 yes, 3 no, else nobody knows. It is not wheelchair_accessible of GTFS. */
function sayFloor(value: number | undefined, texts: { yes: string; no: string }): string | undefined {
  return value === 2 ? texts.yes : value === 3 ? texts.no : undefined;
}
