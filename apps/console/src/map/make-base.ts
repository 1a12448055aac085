import type { City } from '../live/city.js';
import { readBasemap } from './basemap-layers.js';
import { FlatMap } from './flat-map.js';
import type { BaseMap } from './map-camera.js';

/** MapLibre is fetched only where it can run: without WebGL it would take the page with it. */
export async function makeBase(container: HTMLElement, city: City, label: string): Promise<BaseMap> {
  if (document.createElement('canvas').getContext('webgl2')) {
    try {
      const { GlMap } = await import('./gl-map.js');
      return new GlMap(container, city, label, readBasemap());
    } catch (error) {
      console.warn('the map falls back to a plain one', error);
    }
  }
  container.replaceChildren();
  return new FlatMap(container, city, label);
}
