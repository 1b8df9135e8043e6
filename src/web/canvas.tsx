import { Map as Canvas, type GeoJSONSource, NavigationControl, ScaleControl, setWorkerUrl } from 'maplibre-gl';
import workerAddress from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';
import { useEffect, useMemo, useRef, useState } from 'react';
import 'maplibre-gl/dist/maplibre-gl.css';
import type { EventRow, Place } from './api.js';
import { fetchWorld, hatch, PALETTES, styleOf, type World } from './basemap.js';
import { boundsOf, drawingOf, outlines, type Spot, spotsOf } from './shape.js';
import { useDark } from './theme.js';

// The Content-Security-Policy lets no worker be made from a blob: MapLibre is told where its own lies.
setWorkerUrl(workerAddress);

type Props = {
  spots: readonly Spot[];
  name: string;
  small?: boolean;
  /** The keys of what was clicked. */
  pick?: (keys: string[]) => void;
};

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
function look(map: Canvas, positions: GeoJSON.Position[], small: boolean): void {
  const bounds = boundsOf(positions);
  if (!bounds) return;
  map.fitBounds(bounds, { padding: small ? 24 : 48, maxZoom: small ? 6 : 7, animate: false });
}

const LAYERS = ['dot', 'box', 'told', 'circle'];

/** A map of spots. Its events are all in a list as well: whoever cannot see it loses nothing. */
export function SpotMap({ spots, name, small = false, pick }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const dark = useDark();
  const [ready, setReady] = useState<{ map: Canvas; world: World } | null>(null);
  const [fault, setFault] = useState(false);
  const picked = useRef(pick);
  picked.current = pick;

  useEffect(() => {
    let gone = false;
    let map: Canvas | null = null;
    const palette = PALETTES[dark ? 'dark' : 'light'];
    fetchWorld()
      .then(world => {
        if (gone || !place.current) return;
        map = new Canvas({
          container: place.current,
          style: styleOf(world, palette),
          center: [20, 18],
          zoom: small ? 3 : 1.4,
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
        made.on('click', ({ point }) => {
          const near: [[number, number], [number, number]] = [
            [point.x - 6, point.y - 6],
            [point.x + 6, point.y + 6],
          ];
          const found = made.queryRenderedFeatures(near, { layers: LAYERS });
          const cluster = found.find(({ properties }) => properties.cluster);
          // The smallest thing clicked on is what was meant: dots lie above boxes, boxes above countries.
          const layer = LAYERS.find(id => found.some(one => one.layer.id === id));
          if (cluster && layer === 'dot') {
            const source = made.getSource<GeoJSONSource>('dots');
            const at = (cluster.geometry as GeoJSON.Point).coordinates as [number, number];
            source
              ?.getClusterLeaves(cluster.properties.cluster_id, 500, 0)
              .then(leaves => picked.current?.(leaves.map(({ properties }) => String(properties?.key))));
            source
              ?.getClusterExpansionZoom(cluster.properties.cluster_id)
              .then(zoom => made.easeTo({ center: at, zoom }));
            return;
          }
          const keys = found.filter(one => one.layer.id === layer).map(({ properties }) => String(properties.key));
          picked.current?.([...new Set(keys)]);
        });
        for (const id of LAYERS) {
          made.on('mouseenter', id, () => made.getCanvas().classList.add('over'));
          made.on('mouseleave', id, () => made.getCanvas().classList.remove('over'));
        }
      })
      .catch(() => !gone && setFault(true));
    return () => {
      gone = true;
      setReady(null);
      map?.remove();
    };
  }, [dark, small, name]);

  useEffect(() => {
    if (!ready) return;
    look(ready.map, draw(ready.map, ready.world, spots), small);
  }, [ready, spots, small]);

  return (
    <div className={small ? 'small-map' : 'large-map'} data-ready={ready !== null}>
      {fault && <p className="wrong">The map cannot be drawn here. The list has the same events.</p>}
      <div className="map-canvas" ref={place} />
    </div>
  );
}

/** The places of one event. */
export function PlaceMap({ places, event }: { places: readonly Place[]; event: EventRow }) {
  const spots = useMemo(
    () =>
      spotsOf(
        places.map(place => ({
          event: event.id,
          plover: event.type?.plover ?? null,
          place,
          date: null,
          fatalities: event.fatalities,
        })),
      ),
    [places, event],
  );
  return <SpotMap spots={spots} name="Map of where this event is said to have happened" small />;
}
