import {
  Map as Canvas,
  type GeoJSONSource,
  type LngLatBoundsLike,
  NavigationControl,
  ScaleControl,
  setWorkerUrl,
  type VectorTileSource,
} from 'maplibre-gl';
import workerAddress from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';
import { useEffect, useRef, useState } from 'react';
import 'maplibre-gl/dist/maplibre-gl.css';
import { type EventRow, type MapView, useAnswer } from './api.js';
import { drawingOf, litOf, SIGNS, tilesOf, wideOf } from './atlas-layer.js';
import { fetchWorld, hatch, PALETTES, styleOf, type World } from './basemap.js';
import { unsorted } from './filter.js';
import { boundsOf, boxOf, outlines } from './shape.js';
import { useDark } from './theme.js';
import type { Looking } from './view.js';
import { eventsWords, number } from './words.js';

setWorkerUrl(workerAddress);

type Props = Looking & { turn: number; marked: EventRow | null };
type Tool = 'none' | 'box' | 'inside';
type Point = [number, number];

const round = (degrees: number): number => Math.round(degrees * 1e4) / 1e4;
const inWorld = ([x, y]: Point): Point => [
  round(Math.max(-180, Math.min(180, x))),
  round(Math.max(-90, Math.min(90, y))),
];
const boxText = (a: Point, b: Point): string => {
  const [[x1, y1], [x2, y2]] = [inWorld(a), inWorld(b)];
  return [Math.min(x1, x2), Math.min(y1, y2), Math.max(x1, x2), Math.max(y1, y2)].join();
};
/** The shape that the filter has drawn: a box, or an area. */
function chosenShape(box: string, inside: string): GeoJSON.Feature[] {
  const shapes: GeoJSON.Polygon[] = [];
  if (box !== '') shapes.push(boxOf(box.split(',').map(Number) as [number, number, number, number]));
  if (inside !== '') {
    const ring = inside.split(';').map(corner => corner.split(',').map(Number));
    shapes.push({ type: 'Polygon', coordinates: [[...ring, ring[0]!]] });
  }
  return shapes.map(geometry => ({ type: 'Feature', geometry, properties: {} }));
}
const set = (map: Canvas, source: string, features: GeoJSON.Feature[]): void =>
  void map.getSource<GeoJSONSource>(source)?.setData({ type: 'FeatureCollection', features });
const numbersOf = (at: string): [number, number, number] | null => {
  const [zoom = Number.NaN, lat = Number.NaN, lon = Number.NaN] = at.split('/').map(Number);
  return Math.abs(lat) <= 85 && Math.abs(lon) <= 360 && zoom >= 0 && zoom <= 12 ? [zoom, lat, lon] : null;
};

const RESTED = 300;

/** Where the events are: points by tiles, wider places as what they are. A part of it can be drawn, and narrows the events. */
export default function Atlas({ filter, view, narrow, look, turn, marked }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const dark = useDark();
  const [ready, setReady] = useState<{ map: Canvas; world: World } | null>(null);
  const [fault, setFault] = useState(false);
  const [tool, setTool] = useState<Tool>('none');
  const [corners, setCorners] = useState<Point[]>([]);
  const query = unsorted(filter);
  const wide = useAnswer<MapView>(`/api/map${query}`, turn);
  const now = useRef({ filter, view, narrow, look, tool, corners });
  now.current = { filter, view, narrow, look, tool, corners };
  const tiles = tilesOf(query, turn);
  const first = useRef(tiles);

  useEffect(() => {
    let gone = false;
    let map: Canvas | null = null;
    const palette = PALETTES[dark ? 'dark' : 'light'];
    fetchWorld()
      .then(world => {
        if (gone || !place.current) return;
        const at = numbersOf(now.current.view.at);
        map = new Canvas({
          container: place.current,
          style: styleOf(world, palette, drawingOf(palette, first.current)),
          ...(at ? { zoom: at[0], center: [at[2], at[1]] as Point } : { zoom: 1.3, center: [28, 20] as Point }),
          ...{ minZoom: 0.6, maxZoom: 12, attributionControl: false, dragRotate: false, pitchWithRotate: false },
          ...{ fadeDuration: 0, doubleClickZoom: true, renderWorldCopies: true },
          locale: { 'Map.Title': 'Map of the events. The list has the same events as text.' },
        });
        map.touchZoomRotate.disableRotation();
        map.addControl(new NavigationControl({ showCompass: false }), 'top-right');
        map.addControl(new ScaleControl({ unit: 'metric' }), 'bottom-right');
        map.addImage('hatch', hatch(palette.ink));
        const made = map;
        made.on('load', () => !gone && setReady({ map: made, world }));
        made.on('moveend', ({ originalEvent }) => {
          // What the program does itself stands in no address.
          if (!originalEvent) return;
          const { lng, lat } = made.getCenter();
          now.current.look({ at: `${made.getZoom().toFixed(2)}/${lat.toFixed(3)}/${lng.toFixed(3)}` });
        });
        listen(made, now, setCorners);
        if (!at) lookAt(made, world, now.current.filter);
      })
      .catch(() => !gone && setFault(true));
    return () => {
      gone = true;
      setReady(null);
      map?.remove();
    };
  }, [dark]);

  useEffect(() => {
    first.current = tiles;
    ready?.map.getSource<VectorTileSource>('spots')?.setTiles([tiles]);
  }, [ready, tiles]);
  const told = wide.state === 'here' ? wide.value : null;
  useEffect(() => {
    if (!ready || !told) return;
    for (const [source, features] of Object.entries(wideOf(told, ready.world))) set(ready.map, source, features);
  }, [ready, told]);
  useEffect(() => {
    if (!ready) return;
    // Who goes through the list quickly does not wait for a map at each step.
    const timer = setTimeout(() => set(ready.map, 'lit', marked ? litOf(marked, ready.world) : []), RESTED);
    return () => clearTimeout(timer);
  }, [ready, marked]);
  useEffect(() => {
    if (!ready) return;
    const drawn =
      corners.length > 1
        ? [
            {
              type: 'Feature',
              geometry: { type: 'LineString', coordinates: corners },
              properties: {},
            } as GeoJSON.Feature,
          ]
        : [];
    set(ready.map, 'chosen', [...chosenShape(filter.box, filter.inside), ...drawn]);
  }, [ready, filter.box, filter.inside, corners]);
  useEffect(() => {
    if (!ready) return;
    const { map } = ready;
    map.getCanvas().classList.toggle('drawing', tool !== 'none');
    for (const handler of [map.dragPan, map.doubleClickZoom]) tool === 'none' ? handler.enable() : handler.disable();
  }, [ready, tool]);

  const done = (shape: Partial<typeof filter>): void => {
    setTool('none');
    setCorners([]);
    narrow({ ...filter, box: '', inside: '', ...shape });
  };
  const take = (next: Tool): void => {
    setCorners([]);
    setTool(tool === next ? 'none' : next);
  };
  const closeArea = (): void => {
    if (corners.length >= 3) done({ inside: corners.map(corner => inWorld(corner).join()).join(';') });
  };
  const viewBox = (): void => {
    const bounds = ready?.map.getBounds();
    if (bounds) done({ box: boxText([bounds.getWest(), bounds.getSouth()], [bounds.getEast(), bounds.getNorth()]) });
  };
  const finish = useRef(done);
  finish.current = done;
  useEffect(() => {
    if (!ready || tool !== 'box') return;
    return dragBox(ready.map, box => finish.current({ box }));
  }, [ready, tool]);
  const shaped = filter.box !== '' || filter.inside !== '';

  return (
    <section
      className="atlas"
      aria-label="Map of the events"
      data-ready={ready !== null}
      onKeyDown={event => {
        if (event.key === 'Escape' && tool !== 'none') {
          setTool('none');
          setCorners([]);
        }
      }}
    >
      {fault && <p className="wrong">The map cannot be drawn here. The list has the same events.</p>}
      <div className="map-canvas" ref={place} />
      <div className="map-tools" role="toolbar" aria-label="Choose a part of the map">
        <button type="button" aria-pressed={tool === 'box'} onClick={() => take('box')}>
          Box
        </button>
        <button type="button" aria-pressed={tool === 'inside'} onClick={() => take('inside')}>
          Area
        </button>
        <button type="button" onClick={viewBox}>
          What is in view
        </button>
        {shaped && (
          <button type="button" onClick={() => done({})}>
            Everywhere
          </button>
        )}
      </div>
      <p className="map-say" role="status">
        {tool === 'box' && 'Drag a box over the map. Escape leaves off.'}
        {tool === 'inside' && (
          <>
            {corners.length < 3 ? 'Click the corners of an area.' : 'Click more corners, or '}
            {corners.length >= 3 && (
              <button type="button" onClick={closeArea}>
                close the area
              </button>
            )}
          </>
        )}
      </p>
      <details className="signs">
        <summary>Signs</summary>
        <ul>
          {SIGNS.map(([sign, meaning]) => (
            <li key={sign}>
              <span className={`sign ${sign}`} aria-hidden="true" /> {meaning}
            </li>
          ))}
        </ul>
        {told && told.nowhere > 0 && <p>{eventsWords(told.nowhere)} cannot be drawn: no place is known.</p>}
        {told && told.more > 0 && <p>{number(told.more)} more in wide places are not drawn.</p>}
      </details>
    </section>
  );
}

/** Looks at the chosen part of the world, or at the chosen countries; at all of it where nothing is chosen. */
function lookAt(map: Canvas, world: World, { box, inside, country }: Looking['filter']): void {
  const shapes = chosenShape(box, inside).map(({ geometry }) => geometry as GeoJSON.Polygon);
  const lands = country.flatMap(code => world.byCode.get(code)?.geometry ?? []);
  const bounds = boundsOf((shapes.length > 0 ? shapes : lands).flatMap(shape => outlines(shape).flat()));
  if (bounds) map.fitBounds(bounds as LngLatBoundsLike, { padding: 30, maxZoom: 8, animate: false });
}

/** Draws a box from where the pointer is pressed to where it is let go. Returns what takes the listeners off. */
function dragBox(map: Canvas, chosen: (box: string) => void): () => void {
  let from: Point | null = null;
  const show = (to: Point): void => {
    const [w, s, e, n] = boxText(from!, to).split(',').map(Number) as [number, number, number, number];
    set(map, 'chosen', [{ type: 'Feature', geometry: boxOf([w, s, e, n]), properties: {} }]);
  };
  const down = ({ lngLat }: { lngLat: { lng: number; lat: number } }) => {
    from = [lngLat.lng, lngLat.lat];
  };
  const move = ({ lngLat }: { lngLat: { lng: number; lat: number } }) => from && show([lngLat.lng, lngLat.lat]);
  const up = ({ lngLat }: { lngLat: { lng: number; lat: number } }) => {
    if (!from) return;
    const box = boxText(from, [lngLat.lng, lngLat.lat]);
    from = null;
    const [w, s, e, n] = box.split(',').map(Number) as [number, number, number, number];
    if (e > w && n > s) chosen(box);
  };
  const heard = [
    ...[map.on('mousedown', down), map.on('mousemove', move), map.on('mouseup', up)],
    ...[map.on('touchstart', down), map.on('touchmove', move), map.on('touchend', up)],
  ];
  return () => {
    for (const one of heard) one.unsubscribe();
  };
}

type Now = { current: Pick<Looking, 'filter' | 'view' | 'narrow' | 'look'> & { tool: Tool; corners: Point[] } };
const PICKED = ['spot', 'wide-box', 'wide-border', 'wide-country'];

/** Clicks: a corner of an area while one is drawn, else what lies there is picked, and the list shows its events. */
function listen(map: Canvas, now: Now, setCorners: (corners: Point[]) => void): void {
  map.on('click', ({ point, lngLat }) => {
    const { tool, corners, look } = now.current;
    if (tool === 'inside') return setCorners([...corners, [lngLat.lng, lngLat.lat]]);
    if (tool === 'box') return;
    const near: [Point, Point] = [
      [point.x - 5, point.y - 5],
      [point.x + 5, point.y + 5],
    ];
    const found = map.queryRenderedFeatures(near, { layers: PICKED });
    // The smallest thing clicked on is what was meant.
    const layer = PICKED.find(id => found.some(one => one.layer.id === id));
    const one = found.find(({ layer: { id } }) => id === layer);
    if (!one) return look({ pick: '' });
    if (layer !== 'spot') return look({ pick: String(one.properties.pick), tab: 'list' });
    const [lon, lat] = (one.geometry as GeoJSON.Point).coordinates as Point;
    if (one.properties.name !== undefined)
      return look({ pick: `box~${boxText([lon - 0.0008, lat - 0.0008], [lon + 0.0008, lat + 0.0008])}`, tab: 'list' });
    // A cell of a tile is a 32nd of it wide: come nearer until its places are apart.
    const half = 360 / 2 ** (Math.floor(map.getZoom()) + 5) / 2;
    look({ pick: `box~${boxText([lon - half, lat - half], [lon + half, lat + half])}` });
    map.easeTo({ center: [lon, lat], zoom: Math.min(10, map.getZoom() + 1.6) });
  });
  for (const id of PICKED) {
    map.on('mouseenter', id, () => map.getCanvas().classList.add('over'));
    map.on('mouseleave', id, () => map.getCanvas().classList.remove('over'));
  }
}
