import { useLive, useNow } from '../../live/use-live.js';
import { shownState } from '../../live/vehicle.js';
import { offerDetour } from '../../orders/detour/offer-detour.js';
import { offerOfRoute, offerOfStop } from '../../orders/offer-orders.js';
import { OrderButtons } from '../../orders/order-buttons.js';
import { CITY_TEXTS } from '../../text/city-texts.js';
import { signedMinutes } from '../../text/format.js';
import { useTexts } from '../../text/use-texts.js';
import { useSession } from '../../session/session.js';
import { setPreferences, usePreferences } from '../../ui/preferences.js';
import { WriteAlertLink } from '../../ui/alert-link.js';
import { Facts } from '../../ui/facts.js';
import { StateSign } from '../../ui/sign.js';
import { ThingLink } from '../../ui/thing-link.js';
import { Absent } from './absent.js';
import { INSPECTOR_TEXTS } from './inspector-texts.js';
import { OrdersInForce } from './orders-in-force.js';
import { RiderAlerts } from './rider-alerts.js';

export function RouteDetail({ id }: { id: string }) {
  const texts = useTexts(INSPECTOR_TEXTS);
  const { states } = useTexts(CITY_TEXTS);
  const store = useLive('vehicles', 'network', 'lines');
  const now = useNow(5);
  const { myRoutes } = usePreferences();
  const { carrierIds } = useSession();
  const route = store.city?.routes.get(id);
  if (!route) return <Absent isKnown={store.city !== undefined} />;
  const vehicles = [...store.vehicles.values()].filter(({ routeId }) => routeId === id);
  const directions = [...new Set(route.patterns.map(({ directionId }) => directionId))].sort();
  const keep = (isMine: boolean): void =>
    setPreferences({ myRoutes: isMine ? [...myRoutes, id] : myRoutes.filter((other) => other !== id) });
  return (
    <>
      <h2 className="details-title">
        {route.shortName} <span className="quiet">{route.longName}</span>
      </h2>
      <label>
        <input
          type="checkbox"
          checked={myRoutes.includes(id)}
          onChange={(event) => keep(event.target.checked)}
        />{' '}
        {texts.mine}
      </label>
      <Facts
        facts={[
          [texts.mode, texts.modes[route.mode]],
          [texts.carrier, store.city?.carrierName(route.agencyId)],
          [
            texts.directions,
            directions
              .map((d) => store.city?.headsign(id, d))
              .filter(Boolean)
              .join(' ⇄ '),
          ],
          [carrierIds ? texts.ownOnLine : texts.vehiclesOnLine, String(vehicles.length)],
        ]}
      />
      <OrderButtons offers={[...offerDetour(store.city!, id), ...offerOfRoute(id)]} />
      <OrdersInForce of={{ kind: 'route', id }} />
      <RiderAlerts routeId={id} />
      <ul className="plain">
        {vehicles.map((vehicle) => {
          const state = shownState(vehicle, now);
          return (
            <li key={vehicle.vehicleId}>
              <StateSign state={state} />{' '}
              <ThingLink kind="vehicle" id={vehicle.vehicleId}>
                {vehicle.label}
              </ThingLink>{' '}
              {states[state]} {vehicle.deviationSeconds !== null && signedMinutes(vehicle.deviationSeconds)}
            </li>
          );
        })}
      </ul>
    </>
  );
}

export function StopDetail({ id }: { id: string }) {
  const texts = useTexts(INSPECTOR_TEXTS);
  const { city } = useLive('network');
  const stop = city?.stops.get(id);
  if (!city || !stop) return <Absent isKnown={city !== undefined} />;
  const routes = city.network.routes.filter(({ patterns }) =>
    patterns.some(({ stops }) => stops.some((s) => s.stopId === id)),
  );
  return (
    <>
      <h2 className="details-title">{stop.name}</h2>
      <Facts facts={[[texts.code, stop.code]]} />
      <p>
        <a href={`/s/${encodeURIComponent(stop.code)}`} target="_blank" rel="noreferrer">
          {texts.board}
        </a>
      </p>
      <OrderButtons
        offers={offerOfStop(
          id,
          routes.map(({ routeId }) => routeId),
        )}
      />
      <OrdersInForce of={{ kind: 'stop', id }} />
      <WriteAlertLink about={{ kind: 'stop', id }} />
      <h3>{texts.routesHere}</h3>
      <ul className="plain">
        {routes.map((route) => (
          <li key={route.routeId}>
            <ThingLink kind="route" id={route.routeId}>
              {route.shortName}
            </ThingLink>{' '}
            <span className="quiet">{route.longName}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
