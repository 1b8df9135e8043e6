import type { z } from '@hono/zod-openapi';
import type { Policy } from '../model/choice.js';
import type { Level } from '../model/sensitivity.js';
import type { Split, Tile, Unit } from '../store/asked.js';
import type { ActorList, ActorPage, RelationList } from './actor-schema.js';
import type { Filter, Page } from './filter.js';
import type { Counted, Facets, MapView, SeriesView, Status } from './list-schema.js';
import type { Agreement, DoublePage, Doubles, Queue, QueueAsk } from './review-schema.js';
import type { Changes, EventList, EventPage, History, ReportList, ReportPage, Since } from './schema.js';
import type { Feeds, Outlets, Preview, Settings } from './setting-api.js';
import type { Past, View } from './shape.js';

/** What the API asks of the store. Every answer is for a viewer's level: what is marked higher is not in it. */
export type Reads = {
  events(filter: Filter, page: Page & Past, viewer: Level): Promise<z.infer<typeof EventList>>;
  /** Null where there is no such event for this viewer; `moved` where another took it up. */
  event(id: string, viewer: Level, view?: View): Promise<EventPage | { moved: string } | null>;
  reports(page: Pick<Page, 'cursor' | 'limit'>, viewer: Level): Promise<z.infer<typeof ReportList>>;
  report(id: string, viewer: Level): Promise<ReportPage | null>;
  count(filter: Filter, viewer: Level): Promise<Counted>;
  series(filter: Filter, how: { by: Split; unit: Unit }, viewer: Level): Promise<SeriesView>;
  /** A Mapbox vector tile. */
  tile(filter: Filter, tile: Tile, viewer: Level): Promise<Uint8Array>;
  map(filter: Filter, viewer: Level): Promise<MapView>;
  facets(filter: Filter, viewer: Level): Promise<Facets>;
  /** What waits for a person, for who may see everything. `assigned`: as judgements name people, null for nobody. */
  pending(
    wanted: Pick<QueueAsk, 'kind' | 'country'> & { assigned?: string | null | undefined },
    page: Pick<Page, 'cursor' | 'limit'>,
  ): Promise<Queue>;
  changes(leaf: z.infer<typeof Since>, viewer: Level): Promise<z.infer<typeof Changes>>;
  /** What became of an event that is not there; null where this viewer never saw it. */
  fate(id: string, viewer: Level): Promise<{ moved: string } | { gone: string } | null>;
  /** Reports that two people code; of one person as judgements name people, or null for all. */
  doubles(person: string | null): Promise<z.infer<typeof Doubles>['doubles']>;
  /** One of them as one of the two may see it; null where there is none. */
  double(report: string, person: string): Promise<z.infer<typeof DoublePage> | null>;
  agreement(): Promise<z.infer<typeof Agreement>>;
  /** The policy; outlets and history only for who may see everything. */
  settings(viewer: Level): Promise<Settings>;
  /** What another policy would show. */
  preview(policy: Policy): Promise<Preview>;
  /** Only for who may see everything, as feeds are. */
  outlets(asked: { q: string; limit: number; events: boolean }): Promise<Outlets>;
  feeds(): Promise<Feeds['feeds']>;
  /** Ids of all reports that tell of an event, on its page or not. */
  tellers(event: string): Promise<{ id: string }[]>;
  /** The pairs of copies among reports that a viewer was shown. */
  copiesAmong(reports: readonly string[]): Promise<[string, string][]>;
  actors(q: string, limit: number, viewer: Level): Promise<ActorList['actors']>;
  actor(key: string, viewer: Level): Promise<ActorPage | { moved: string } | null>;
  relations(viewer: Level): Promise<RelationList['relations']>;
  /** What was said of an event. */
  history(event: string, viewer: Level): Promise<z.infer<typeof History>['entries']>;
  /** Texts of those of these reports that this viewer may see. */
  texts(reports: readonly string[], viewer: Level): Promise<Map<string, string>>;
  status(viewer: Level): Promise<Omit<z.infer<typeof Status>, 'version' | 'level'>>;
};
