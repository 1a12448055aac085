import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react';
import type { City } from '../live/city.js';
import { mercatorX, mercatorY } from '../live/shape-line.js';
import { type Place, type PlaceDrawing, PlaceOverlay } from './draw-places.js';
import { makeBase } from './make-base.js';
import { type BaseMap, type Bounds, zoomOf } from './map-camera.js';
import { useRepaint } from './use-repaint.js';

const MOVED_PIXELS = 6;
const NEAREST_ZOOM = 16;

export interface PlaceMapTexts {
  readonly map: string;
  readonly closer: string;
  readonly farther: string;
  readonly addMiddle: string;
}

/** The map that places are chosen on: a click, a touch, or Enter for its middle. */
export function PlaceMap({
  city,
  texts,
  patternIds,
  drawing,
  shown,
  room = 3,
  onPlace,
}: {
  city: City;
  texts: PlaceMapTexts;
  /** Emphasised: the line as it is. */
  patternIds: readonly string[];
  drawing: PlaceDrawing;
  /** Shown in the middle when it changes. */
  shown: Bounds | undefined;
  /** How many times as wide as that the map is. */
  room?: number;
  onPlace: (place: Place) => void;
}) {
  const container = useRef<HTMLDivElement>(null);
  const [made, setMade] = useState<{ readonly base: BaseMap; readonly overlay: PlaceOverlay }>();
  const label = texts.map;
  useEffect(() => {
    const box = container.current;
    if (!box) return;
    let ended = false;
    let end = (): void => undefined;
    let base: BaseMap | undefined;
    const sizes = new ResizeObserver(() => base?.resize());
    void makeBase(box, city, label).then((newBase) => {
      if (ended) {
        newBase.remove();
        return;
      }
      base = newBase;
      const overlay = new PlaceOverlay(box, newBase);
      end = () => {
        overlay.remove();
        newBase.remove();
      };
      sizes.observe(box);
      setMade({ base: newBase, overlay });
    });
    return () => {
      ended = true;
      sizes.disconnect();
      end();
      setMade(undefined);
      box.replaceChildren();
    };
  }, [city, label]);
  useRepaint(made?.base);
  const emphasised = patternIds.join('\n');
  useEffect(() => made?.base.emphasise(emphasised === '' ? [] : emphasised.split('\n')), [made, emphasised]);
  useEffect(() => made?.overlay.draw(drawing), [made, drawing]);
  useEffect(() => {
    if (!made || !shown) return;
    const { west, east, south, north } = shown;
    const [across, down] = [mercatorX(east) - mercatorX(west), mercatorY(south) - mercatorY(north)];
    const { width, height } = made.base.camera();
    const scale = Math.min(width / Math.max(across, 1e-9), height / Math.max(down, 1e-9)) / room;
    const zoom = Math.min(NEAREST_ZOOM, zoomOf(scale));
    made.base.show((south + north) / 2, (west + east) / 2, zoom);
  }, [made, shown, room]);

  const press = useRef<{ x: number; y: number }>(undefined);
  const click = ({ clientX, clientY, currentTarget }: PointerEvent<HTMLDivElement>): void => {
    const start = press.current;
    press.current = undefined;
    if (!made || !start || Math.hypot(clientX - start.x, clientY - start.y) > MOVED_PIXELS) return;
    const { left, top } = currentTarget.getBoundingClientRect();
    onPlace(made.overlay.placeAt(clientX - left, clientY - top));
  };
  const enter = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !made) return;
    // Within a form, Enter would give the order.
    event.preventDefault();
    onPlace(made.overlay.middle());
  };
  return (
    <div className="place-map">
      <div
        ref={container}
        className="map"
        onPointerDown={({ clientX, clientY, isPrimary }) => {
          press.current = isPrimary ? { x: clientX, y: clientY } : undefined;
        }}
        onPointerUp={click}
        onKeyDown={enter}
      />
      <div className="map-tools">
        <button type="button" onClick={() => made?.base.zoomBy(1)} aria-label={texts.closer}>
          +
        </button>
        <button type="button" onClick={() => made?.base.zoomBy(-1)} aria-label={texts.farther}>
          −
        </button>
      </div>
      <button
        type="button"
        className="place-add-middle"
        onClick={() => made && onPlace(made.overlay.middle())}
      >
        {texts.addMiddle}
      </button>
    </div>
  );
}
