/**
 * The map under the lines, where one is set: pictures as they are, made quiet; vectors drawn in the theme's colours, in
 * the schemas of Protomaps (https://docs.protomaps.com/basemaps/layers) and OpenMapTiles (https://openmaptiles.org/schema).
 * What a schema does not have is not drawn. Only what helps to say where a vehicle is: water, green, houses, streets.
 */
import type { Basemap } from '@rukh/domain/dispatch';
import type { LayerSpecification, SourceSpecification } from 'maplibre-gl';
import type { MapColors } from './map-colors.js';

const SOURCE = 'basemap';

export function readBasemap(): Basemap | undefined {
  const told = document.querySelector<HTMLMetaElement>('meta[name=rukh-basemap]')?.content ?? '';
  return told === '' ? undefined : (JSON.parse(told) as Basemap);
}

export function basemapSource({ kind, tiles, minZoom, maxZoom }: Basemap): SourceSpecification {
  const address = new URL(tiles, location.href).href.replaceAll('%7B', '{').replaceAll('%7D', '}');
  const common = { tiles: [address], minzoom: minZoom, maxzoom: maxZoom };
  return kind === 'vector' ? { type: 'vector', ...common } : { type: 'raster', tileSize: 256, ...common };
}

export function basemapLayers({ kind }: Basemap, colors: MapColors): LayerSpecification[] {
  if (kind === 'raster') {
    const paint = { 'raster-opacity': 0.5, 'raster-saturation': -0.7 };
    return [{ id: SOURCE, type: 'raster', source: SOURCE, paint }];
  }
  return [
    ...areas(colors),
    ...['roads', 'transportation'].map((name) => streets(name, colors)),
    ...['roads', 'transportation_name'].map((name) => streetNames(name, colors)),
  ];
}

/** What is painted anew when the theme changes. */
export function listBasemapPaint(
  basemap: Basemap,
  colors: MapColors,
): readonly { readonly layer: string; readonly property: string; readonly color: string }[] {
  return basemapLayers(basemap, colors).flatMap(({ id, paint = {} }) =>
    Object.entries(paint).flatMap(([property, color]) =>
      property.endsWith('color') ? [{ layer: id, property, color: color as string }] : [],
    ),
  );
}

const GREEN = [
  'park',
  'wood',
  'forest',
  'grass',
  'cemetery',
  'garden',
  'nature_reserve',
  'recreation_ground',
];

function areas({ green, water, house }: MapColors): LayerSpecification[] {
  const kinds = [
    'any',
    ...['kind', 'class', 'subclass'].map((key) => ['in', ['get', key], ['literal', GREEN]]),
  ];
  return [
    ...['landuse', 'landcover'].map((name) => area(name, green, { filter: kinds as never })),
    area('park', green),
    area('water', water, { filter: ['==', ['geometry-type'], 'Polygon'] }),
    ...['buildings', 'building'].map((name) => area(name, house, { minzoom: 14 })),
  ];
}

function area(
  name: string,
  color: string,
  more: Pick<LayerSpecification & { type: 'fill' }, 'filter' | 'minzoom'> = {},
): LayerSpecification {
  return {
    ...{ id: `${SOURCE}-${name}`, type: 'fill', source: SOURCE, 'source-layer': name },
    paint: { 'fill-color': color },
    ...more,
  };
}

function streets(name: string, { street }: MapColors): LayerSpecification {
  return {
    ...{ id: `${SOURCE}-${name}`, type: 'line', source: SOURCE, 'source-layer': name },
    layout: { 'line-join': 'round', 'line-cap': 'round' },
    paint: {
      'line-color': street,
      'line-width': ['interpolate', ['exponential', 1.6], ['zoom'], 10, 0.5, 14, 2, 18, 14],
    },
  };
}

function streetNames(name: string, { quiet, background }: MapColors): LayerSpecification {
  const local = `name:${document.documentElement.lang}`;
  return {
    ...{ id: `${SOURCE}-${name}-names`, type: 'symbol', source: SOURCE, 'source-layer': name, minzoom: 14 },
    layout: {
      'symbol-placement': 'line',
      'text-field': ['coalesce', ['get', local], ['get', 'name'], ''],
      'text-font': ['sans-serif'],
      'text-size': 11,
    },
    paint: { 'text-color': quiet, 'text-halo-color': background, 'text-halo-width': 1.5 },
  };
}
