import { z } from '@hono/zod-openapi';
import { LEVELS } from '../model/sensitivity.js';
import { Count, Place } from './shape.js';

// The shapes of what is told of many events at once: map, facets, counts, series.

export const MapView = z
  .object({
    wide: z
      .array(z.object({ place: Place, events: Count, toll: Count }))
      .openapi({ description: 'places for which no point may stand: provinces, borders, regions, countries' }),
    more: Count.openapi({ description: 'how often such places are told of that are left out' }),
    nowhere: Count.openapi({ description: 'events of which no place, or none that can be drawn, is known' }),
  })
  .openapi('MapView');

export type MapView = z.infer<typeof MapView>;

const Facet = z.array(z.object({ key: z.string(), name: z.string(), count: Count }));

export const Facets = z
  .object({
    ...{
      types: Facet,
      acled: Facet,
      countries: Facet,
      provinces: Facet,
      actors: Facet,
      sources: Facet,
      disagree: Facet,
      grades: Facet,
      reviews: Facet,
    },
  })
  .openapi('Facets', { description: 'how many events there are of each, most first' });

export type Facets = z.infer<typeof Facets>;

export const Counted = z
  .object({
    total: Count.openapi({ description: 'how many events the filter lets through' }),
    nowhere: Count.openapi({ description: 'those of which no place can be drawn' }),
  })
  .openapi('Counted');

export type Counted = z.infer<typeof Counted>;

export const SeriesView = z
  .object({
    by: z.string(),
    unit: z.string(),
    series: z.array(
      z.object({
        ...{ key: z.string(), name: z.string() },
        all: z
          .object({ events: Count, low: Count, high: Count })
          .openapi({ description: 'of the whole series, also of what is in none of its points' }),
        points: z.array(
          z.object({
            at: z.string().openapi({ description: 'the year, month or day; one without an event is left out' }),
            events: Count,
            low: Count.openapi({ description: 'the sum of the lowest figures of their killed' }),
            high: Count.openapi({ description: 'the sum of the highest; one that is open counts as its lowest' }),
          }),
        ),
      }),
    ),
    loose: Count.openapi({ description: 'events of these series whose date lies within no one unit, or is not known' }),
    more: z.boolean().openapi({ description: 'whether there are more series, with fewer events' }),
  })
  .openapi('SeriesView', { description: 'how many events there are over time, the largest series first' });

export type SeriesView = z.infer<typeof SeriesView>;

export const Status = z
  .object({
    version: z.string(),
    level: z.enum(LEVELS).openapi({ description: 'what this viewer may see' }),
    reports: Count,
    waiting: Count.openapi({ description: 'reports that are not yet coded' }),
    claims: Count,
    events: Count,
  })
  .openapi('Status');
