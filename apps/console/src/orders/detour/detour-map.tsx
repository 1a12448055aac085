import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react';
import type { City } from '../../live/city.js';
import { makeBase } from '../../map/make-base.js';
import type { BaseMap } from '../../map/map-camera.js';
import { useTexts } from '../../text/use-texts.js';
import type { Place } from './detour-sketch.js';
import { DETOUR_TEXTS } from './detour-texts.js';
import { type DetourDrawing, DetourOverlay } from './draw-detour.js';

const MOVED_PIXELS = 6;
const SHOW_ZOOM = 15;

/** The map that a detour is drawn on: a click, a touch, or Enter for its middle. */
export function DetourMap({
  city,
  patternId,
  drawing,
  focus,
  onPlace,
}: {
  city: City;
  /** Emphasised: the line as it is. */
  patternId: string | undefined;
  drawing: DetourDrawing;
  /** Shown in the middle when it changes. */
  focus: Place | undefined;
  onPlace: (place: Place) => void;
}) {
  const texts = useTexts(DETOUR_TEXTS);
  const container = useRef<HTMLDivElement>(null);
  const [made, setMade] = useState<{ readonly base: BaseMap; readonly overlay: DetourOverlay }>();
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
      const overlay = new DetourOverlay(box, newBase);
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
  useEffect(() => made?.base.emphasise(patternId === undefined ? [] : [patternId]), [made, patternId]);
  useEffect(() => made?.overlay.draw(drawing), [made, drawing]);
  const [lon, lat] = focus ?? [];
  useEffect(() => {
    if (lon !== undefined && lat !== undefined) made?.base.show(lat, lon, SHOW_ZOOM);
  }, [made, lon, lat]);

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
    <div className="detour-map">
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
        className="detour-add-middle"
        onClick={() => made && onPlace(made.overlay.middle())}
      >
        {texts.addMiddle}
      </button>
    </div>
  );
}
