/** The base map by MapLibre: lines and stops of the schedule, names in local fonts, tiles only where they are set. */
import {
  type GeoJSONSource,
  type GeoJSONSourceSpecification,
  Map as MapLibre,
  type StyleSpecification,
  setWorkerUrl,
} from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import 'maplibre-gl/dist/maplibre-gl.css';
import type { Basemap } from '@rukh/domain/dispatch';
import type { City } from '../live/city.js';
import { latitudeOf, mercatorX, mercatorY } from '../live/shape-line.js';
import { basemapLayers, basemapSource, listBasemapPaint } from './basemap-layers.js';
import { type BaseMap, type Camera, boundsOf, scaleOf } from './map-camera.js';
import { type MapColors, readMapColors } from './map-colors.js';

setWorkerUrl(workerUrl);

type LineData = Exclude<GeoJSONSourceSpecification['data'], string>;

interface LineFeature {
  readonly type: 'Feature';
  readonly properties: Record<string, never>;
  readonly geometry: { readonly type: 'LineString'; readonly coordinates: [number, number][] };
}

const EMPTY = { type: 'FeatureCollection', features: [] } as const;

export class GlMap implements BaseMap {
  readonly #map: MapLibre;
  readonly #loaded: Promise<unknown>;
  #isRemoved = false;
  readonly attribution: string;

  constructor(
    private readonly container: HTMLElement,
    private readonly city: City,
    label: string,
    private readonly basemap: Basemap | undefined,
  ) {
    const bounds = boundsOf(city.network.stops);
    this.attribution = basemap?.attribution ?? '';
    this.#map = new MapLibre({
      container,
      style: styleOf(city, readMapColors(), basemap),
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      maxPitch: 0,
      minZoom: 7,
      maxZoom: 19,
      fadeDuration: 0,
      locale: { 'Map.Title': label },
      ...(bounds && {
        bounds: [bounds.west, bounds.south, bounds.east, bounds.north],
        fitBoundsOptions: { padding: 24 },
      }),
    });
    this.#loaded = new Promise((resolve) => void this.#map.once('load', resolve));
    this.#map.touchZoomRotate.disableRotation();
    this.#map.keyboard.disableRotation();
  }

  camera(): Camera {
    const { lng, lat } = this.#map.getCenter();
    const { clientWidth: width, clientHeight: height } = this.container;
    return { x: mercatorX(lng), y: mercatorY(lat), scale: scaleOf(this.#map.getZoom()), width, height };
  }

  show(lat: number, lon: number, zoom: number): void {
    const next = Math.max(zoom, this.#map.getZoom());
    this.#map.easeTo({ center: [lon, lat], zoom: next, duration: 300 });
  }

  zoomBy(steps: number): void {
    this.#map.easeTo({ zoom: this.#map.getZoom() + steps, duration: 150 });
  }

  emphasise(patternIds: readonly string[]): void {
    const data = {
      type: 'FeatureCollection',
      features: patternIds.flatMap((id) => lineFeature(this.city, id) ?? []),
    } as const;
    this.#whenLoaded(() => void this.#map.getSource<GeoJSONSource>('emphasis')?.setData(data as LineData));
  }

  repaint(): void {
    const colors = readMapColors();
    this.#whenLoaded(() => {
      this.#map.setPaintProperty('background', 'background-color', colors.background);
      for (const { layer, property, color } of this.basemap ? listBasemapPaint(this.basemap, colors) : []) {
        this.#map.setPaintProperty(layer, property as 'fill-color', color);
      }
      this.#map.setPaintProperty('lines', 'line-color', colors.line);
      this.#map.setPaintProperty('emphasis', 'line-color', colors.emphasis);
      this.#map.setPaintProperty('stops', 'circle-color', colors.stop);
      this.#map.setPaintProperty('stop-names', 'text-color', colors.text);
      this.#map.setPaintProperty('stop-names', 'text-halo-color', colors.background);
    });
  }

  resize(): void {
    this.#map.resize();
  }

  remove(): void {
    this.#isRemoved = true;
    this.#map.remove();
  }

  /** Not by `isStyleLoaded`: that is false again while a source takes data in, and 'load' comes but once. */
  #whenLoaded(work: () => void): void {
    void this.#loaded.then(() => {
      if (!this.#isRemoved) work();
    });
  }
}

function styleOf(city: City, colors: MapColors, basemap: Basemap | undefined): StyleSpecification {
  const lines = [...city.patterns.keys()].flatMap((id) => lineFeature(city, id) ?? []);
  const stops = city.network.stops.map(({ lat, lon, name }) => ({
    type: 'Feature' as const,
    properties: { name },
    geometry: { type: 'Point' as const, coordinates: [lon, lat] },
  }));
  return {
    version: 8,
    // Another theme is there at once, as on the rest of the page.
    transition: { duration: 0, delay: 0 },
    sources: {
      ...(basemap && { basemap: basemapSource(basemap) }),
      lines: { type: 'geojson', data: { type: 'FeatureCollection', features: lines } },
      emphasis: { type: 'geojson', data: EMPTY },
      stops: { type: 'geojson', data: { type: 'FeatureCollection', features: stops } },
    },
    layers: layersOf(colors, basemap),
  };
}

function layersOf(colors: MapColors, basemap: Basemap | undefined): StyleSpecification['layers'] {
  return [
    { id: 'background', type: 'background', paint: { 'background-color': colors.background } },
    ...(basemap ? basemapLayers(basemap, colors) : []),
    {
      id: 'lines',
      type: 'line',
      source: 'lines',
      layout: { 'line-join': 'round' },
      paint: {
        'line-color': colors.line,
        'line-width': ['interpolate', ['linear'], ['zoom'], 10, 1, 16, 3],
      },
    },
    {
      id: 'emphasis',
      type: 'line',
      source: 'emphasis',
      layout: { 'line-join': 'round', 'line-cap': 'round' },
      paint: { 'line-color': colors.emphasis, 'line-width': 4 },
    },
    {
      id: 'stops',
      type: 'circle',
      source: 'stops',
      minzoom: 13,
      paint: {
        'circle-color': colors.stop,
        'circle-radius': ['interpolate', ['linear'], ['zoom'], 13, 1.5, 17, 5],
      },
    },
    {
      id: 'stop-names',
      type: 'symbol',
      source: 'stops',
      minzoom: 15,
      layout: {
        'text-field': ['get', 'name'],
        'text-font': ['sans-serif'],
        'text-size': 12,
        'text-anchor': 'top',
        'text-offset': [0, 0.6],
      },
      paint: { 'text-color': colors.text, 'text-halo-color': colors.background, 'text-halo-width': 1.5 },
    },
  ];
}

function lineFeature(city: City, patternId: string): LineFeature | undefined {
  const shape = city.shape(patternId);
  if (!shape || shape.x.length < 2) return undefined;
  const coordinates = Array.from(
    shape.x,
    (x, i) => [x * 360 - 180, latitudeOf(shape.y[i]!)] as [number, number],
  );
  return { type: 'Feature', properties: {}, geometry: { type: 'LineString', coordinates } };
}
