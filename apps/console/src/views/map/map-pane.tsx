import { type PointerEvent, useEffect, useRef, useState } from 'react';
import type { OrderList, VehicleView } from '@rukh/domain/dispatch';
import type { ChosenLines } from '../../lines/choose-lines.js';
import { useChosenLines } from '../../lines/chosen-lines.js';
import { live } from '../../live/live-store.js';
import { useAsked } from '../../live/use-asked.js';
import { useLive } from '../../live/use-live.js';
import { type Vehicle, shownState } from '../../live/vehicle.js';
import { CITY_TEXTS } from '../../text/city-texts.js';
import { useLanguage, useTexts } from '../../text/use-texts.js';
import { StateSign } from '../../ui/sign.js';
import { goTo, pageState, usePageState } from '../../url/use-page-state.js';
import { makeBase } from '../../map/make-base.js';
import { useRepaint } from '../../map/use-repaint.js';
import { placeLayers } from './draw-layers.js';
import { placeOrders } from './draw-orders.js';
import { LayerControls } from './layer-controls.js';
import { Legend } from './legend.js';
import type { BaseMap } from '../../map/map-camera.js';
import { MAP_TEXTS } from './map-texts.js';
import { MapView } from './map-view.js';
import { useSelectedVehicle } from './selected-vehicle.js';
import { useLayers } from './use-layers.js';
import { TrailMoment } from './trail-moment.js';

const SHOW_ZOOM = 13;

export default function MapPane() {
  const texts = useTexts(MAP_TEXTS);
  const language = useLanguage();
  const { city } = useLive('network');
  const container = useRef<HTMLDivElement>(null);
  const [view, setView] = useState<MapView>();
  const [base, setBase] = useState<BaseMap>();
  const [stack, setStack] = useState<readonly Vehicle[]>([]);
  const [was, setWas] = useState<number>();
  const vehicleId = useSelectedVehicle();
  const chosen = useChosenLines();
  const { filters, selection } = usePageState();
  const trail = useAsked<VehicleView>(
    vehicleId === undefined ? undefined : `/dispatch/vehicles/${encodeURIComponent(vehicleId)}`,
    10,
  );

  useEffect(() => {
    const box = container.current;
    if (!city || !box) return;
    let ended = false;
    let made: MapView | undefined;
    const sizes = new ResizeObserver(() => made?.resize());
    void makeBase(box, city, MAP_TEXTS[language].label).then((newBase) => {
      if (ended) {
        newBase.remove();
        return;
      }
      made = new MapView(box, newBase, live);
      setView(made);
      setBase(newBase);
      sizes.observe(box);
    });
    return () => {
      ended = true;
      sizes.disconnect();
      made?.remove();
      setView(undefined);
      setBase(undefined);
      box.replaceChildren();
    };
  }, [city, language]);

  useRepaint(view);

  useEffect(() => {
    view?.show(filterOf(filters, chosen));
  }, [view, filters, chosen]);

  const routeId = selection?.kind === 'route' ? selection.id : undefined;
  useEffect(() => {
    if (!view || !base) return;
    view.select(vehicleId);
    const vehicle = vehicleId === undefined ? undefined : live.vehicles.get(vehicleId);
    const ofRoute =
      routeId === undefined ? [] : (live.city?.routes.get(routeId)?.patterns.map((p) => p.patternId) ?? []);
    base.emphasise(vehicle?.patternId == null ? ofRoute : [vehicle.patternId]);
    if (vehicle) base.show(vehicle.lat, vehicle.lon, SHOW_ZOOM);
    const stop = selection?.kind === 'stop' ? live.city?.stops.get(selection.id) : undefined;
    if (stop) base.show(stop.lat, stop.lon, 16);
  }, [view, base, vehicleId, routeId, selection]);

  useEffect(() => {
    if (view) view.trail = trail.value?.trail ?? [];
  }, [view, trail.value]);

  const orders = useAsked<OrderList>('/dispatch/orders?state=active', 30, 'orders');
  useEffect(() => {
    if (view && city) view.ordered = placeOrders(city, orders.value?.orders ?? []);
  }, [view, city, orders.value]);

  const layers = useLayers();
  const { speed, taps, alerts } = layers;
  useEffect(() => {
    const inForce = alerts.value?.alerts.filter(({ state }) => state === 'active');
    if (view && city) view.showLayers(placeLayers(city, speed.value, taps.value, inForce));
  }, [view, city, speed.value, taps.value, alerts.value]);

  const press = useRef<{ x: number; y: number }>(undefined);
  const click = (event: PointerEvent<HTMLDivElement>): void => {
    const moved =
      press.current && Math.hypot(event.clientX - press.current.x, event.clientY - press.current.y) > 5;
    if (!view || moved) return;
    const { left, top } = event.currentTarget.getBoundingClientRect();
    const near = view.vehiclesAt(event.clientX - left, event.clientY - top);
    setStack(near.length > 1 ? near : []);
    const isOther = near.length === 1 && near[0]!.vehicleId !== vehicleId;
    setWas(isOther || near.length > 1 ? undefined : view.trailAt(event.clientX - left, event.clientY - top));
    if (near.length === 1) pick(near[0]!.vehicleId);
  };
  return (
    <div className="map-pane">
      <div
        ref={container}
        className="map"
        onPointerDown={(event) => (press.current = { x: event.clientX, y: event.clientY })}
        onPointerUp={click}
      />
      {!city && <p className="centred">{texts.waiting}</p>}
      <div className="map-tools">
        <button type="button" onClick={() => base?.zoomBy(1)} aria-label={texts.zoomIn}>
          +
        </button>
        <button type="button" onClick={() => base?.zoomBy(-1)} aria-label={texts.zoomOut}>
          −
        </button>
      </div>
      {stack.length > 1 && <Stack vehicles={stack} onPick={() => setStack([])} />}
      {was !== undefined && vehicleId !== undefined && (
        <TrailMoment vehicleId={vehicleId} at={was} onClose={() => setWas(undefined)} />
      )}
      <div className="map-panels">
        <Legend />
        <LayerControls layers={layers} />
      </div>
      {base?.attribution && <p className="attribution">{base.attribution}</p>}
    </div>
  );
}

function pick(vehicleId: string): void {
  goTo({ selection: { kind: 'vehicle', id: vehicleId } }, pageState().selection ? 'replace' : 'push');
}

function Stack({ vehicles, onPick }: { vehicles: readonly Vehicle[]; onPick: () => void }) {
  const texts = useTexts(MAP_TEXTS);
  const { states } = useTexts(CITY_TEXTS);
  const { city } = useLive('network');
  return (
    <div className="stack" role="group" aria-label={texts.stack}>
      <ul className="plain">
        {vehicles.map((vehicle) => {
          const state = shownState(vehicle, live.now());
          return (
            <li key={vehicle.vehicleId}>
              <button
                type="button"
                onClick={() => {
                  pick(vehicle.vehicleId);
                  onPick();
                }}
              >
                <StateSign state={state} /> {city?.routeName(vehicle.routeId)} · {vehicle.label}{' '}
                <span className="quiet">{states[state]}</span>
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function filterOf(
  filters: Readonly<Record<string, string>>,
  chosen: ChosenLines,
): ((vehicle: Vehicle) => boolean) | undefined {
  const { route, carrier } = filters;
  if (route === undefined && carrier === undefined && chosen === undefined) return undefined;
  const routes = route?.split(',');
  return ({ routeId, carrierId }) =>
    (routes === undefined || routes.includes(routeId ?? '')) &&
    (carrier === undefined || carrierId === carrier) &&
    (chosen?.has(routeId ?? '') ?? true);
}
