import { Map as Canvas, type GeoJSONSource, NavigationControl, ScaleControl, setWorkerUrl } from 'maplibre-gl';
import workerAddress from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';
import { useEffect, useMemo, useRef, useState } from 'react';
import 'maplibre-gl/dist/maplibre-gl.css';
import type { EventRow, Place } from './api.js';
import { type Drawing, fetchWorld, hatch, none, PALETTES, type Palette, styleOf, type World } from './basemap.js';
import { boundsOf, drawingOf, outlines, type Spot, spotsOf } from './shape.js';
import { useDark } from './theme.js';

// The Content-Security-Policy lets no worker be made from a blob: MapLibre is told where its own lies.
setWorkerUrl(workerAddress);

type Props = { spots: readonly Spot[]; name: string };

const collection = (features: GeoJSON.Feature[]): GeoJSON.FeatureCollection => ({
  type: 'FeatureCollection',
  features,
});

/** Puts the spots on the map, and returns the positions that they reach. */
function draw(map: Canvas, world: World, spots: readonly Spot[]): GeoJSON.Position[] {
  const { dots, circles, boxes, countries } = drawingOf(spots);
  const told = [...countries].flatMap(([code, spot]) => {
    const country = world.byCode.get(code);
    return country ? [{ ...country, properties: { key: spot.key, count: spot.told.length } }] : [];
  });
  const sources = { dots, circles, boxes, told };
  for (const [name, features] of Object.entries(sources))
    map.getSource<GeoJSONSource>(name)?.setData(collection(features));
  return [...circles, ...boxes, ...told].flatMap(({ geometry }) => outlines(geometry).flat());
}

/** Where to look: at all that is drawn, but never closer than a town with what lies around it. */
function look(map: Canvas, positions: GeoJSON.Position[]): void {
  const bounds = boundsOf(positions);
  if (bounds) map.fitBounds(bounds, { padding: 24, maxZoom: 6, animate: false });
}

/** Spots as they are drawn: dots with the circles they may lie in, boxes, hatched countries. */
function drawingIn({ ink, onInk }: Palette): Drawing {
  const source = { type: 'geojson', data: none } as const;
  return {
    sources: { told: source, boxes: source, circles: source, dots: source },
    under: [
      { id: 'told', type: 'fill', source: 'told', paint: { 'fill-pattern': 'hatch', 'fill-opacity': 0.75 } },
      { id: 'told-edge', type: 'line', source: 'told', paint: { 'line-color': ink, 'line-width': 1.2 } },
      { id: 'box', type: 'fill', source: 'boxes', paint: { 'fill-color': ink, 'fill-opacity': 0.1 } },
      {
        ...{ id: 'box-edge', type: 'line', source: 'boxes' },
        paint: { 'line-color': ink, 'line-width': 1.4, 'line-dasharray': [3, 2] },
      },
      { id: 'circle', type: 'fill', source: 'circles', minzoom: 4, paint: { 'fill-color': ink, 'fill-opacity': 0.14 } },
      {
        ...{ id: 'circle-edge', type: 'line', minzoom: 4, source: 'circles' },
        paint: { 'line-color': ink, 'line-width': 1, 'line-opacity': 0.7 },
      },
    ],
    over: [
      {
        ...{ id: 'dot', type: 'circle', source: 'dots' },
        paint: {
          ...{ 'circle-radius': 5.5, 'circle-color': ink, 'circle-opacity': 0.85 },
          ...{ 'circle-stroke-color': onInk, 'circle-stroke-width': 1.2 },
        },
      },
    ],
  };
}

/** A map of spots. Its events are all in a list as well: whoever cannot see it loses nothing. */
function SpotMap({ spots, name }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const dark = useDark();
  const [ready, setReady] = useState<{ map: Canvas; world: World } | null>(null);
  const [fault, setFault] = useState(false);

  useEffect(() => {
    let gone = false;
    let map: Canvas | null = null;
    const palette = PALETTES[dark ? 'dark' : 'light'];
    fetchWorld()
      .then(world => {
        if (gone || !place.current) return;
        map = new Canvas({
          container: place.current,
          style: styleOf(world, palette, drawingIn(palette)),
          center: [20, 18],
          zoom: 3,
          maxZoom: 11,
          attributionControl: false,
          dragRotate: false,
          pitchWithRotate: false,
          cooperativeGestures: false,
          fadeDuration: 0,
          locale: { 'Map.Title': name },
          interactive: true,
        });
        map.touchZoomRotate.disableRotation();
        map.addControl(new NavigationControl({ showCompass: false }), 'top-right');
        map.addControl(new ScaleControl({ unit: 'metric' }), 'bottom-left');
        map.addImage('hatch', hatch(palette.ink));
        const made = map;
        made.on('load', () => !gone && setReady({ map: made, world }));
      })
      .catch(() => !gone && setFault(true));
    return () => {
      gone = true;
      setReady(null);
      map?.remove();
    };
  }, [dark, name]);

  useEffect(() => {
    if (!ready) return;
    look(ready.map, draw(ready.map, ready.world, spots));
  }, [ready, spots]);

  return (
    <div className="small-map" data-ready={ready !== null}>
      {fault && <p className="wrong">The map cannot be drawn here. The list has the same events.</p>}
      <div className="map-canvas" ref={place} />
    </div>
  );
}

/** The places of one event. */
export function PlaceMap({ places, event }: { places: readonly Place[]; event: EventRow }) {
  const spots = useMemo(
    () => spotsOf(places.map(place => ({ event: event.id, place, fatalities: event.fatalities }))),
    [places, event],
  );
  return <SpotMap spots={spots} name="Map of where this event is said to have happened" />;
}
