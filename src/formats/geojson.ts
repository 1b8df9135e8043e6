import { CODEBOOK, type Field } from '../codebook/codebook.js';
import type { PlaceValue } from '../codebook/place.js';
import { type Policy, policyText } from '../model/choice.js';
import { cleanText } from '../model/report.js';
import { COLUMNS } from './column.js';
import { asserted, type Exported, type Told, told } from './exported.js';
import { bounds, geometry } from './geometry.js';

/** The words of a value with who says them: `source` null is the outlet itself; offsets are UTF-16 in the report's text. */
function voice({ id, quote, source, hedge, basis, report }: Told, one: Exported) {
  const paper = one.reports.find(other => other.id === report);
  const attributed = source.by === 'attributed' ? source : null;
  return {
    claim: id,
    quote: quote.text,
    start: quote.start,
    end: quote.end,
    basis,
    source: attributed?.name ?? null,
    role: attributed?.role ?? null,
    via: attributed?.via.map(({ name }) => name) ?? [],
    hedge: { certainty: hedge.certainty, modality: hedge.modality, words: hedge.quote?.text ?? null },
    report,
    outlet: paper?.outlet ?? null,
    url: paper?.url ?? null,
  };
}

function fieldsOf(one: Exported) {
  const all = CODEBOOK.map(({ field }) => [field, told(one, field as Field)] as const);
  return Object.fromEntries(
    all
      .filter(([, values]) => values.length > 0)
      .map(([field, values]) => [
        field,
        values.map(({ of, said }) => ({
          value: of.value,
          origins: of.origins,
          said: said.map(claim => voice(claim, one)),
        })),
      ]),
  );
}

/** The opening of a FeatureCollection (RFC 7946); `geojsonFeature` gives what stands in it, `geojsonTail` its end. */
export const geojsonHead = (policy: Policy): string =>
  `{"type":"FeatureCollection","policy":${JSON.stringify(policyText(policy))},"features":[\n`;

/**
 * An event as one line: COLUMNS as properties with their own types, and `fields` with every value, its origins and its words.
 * `first`: whether no feature stands before it.
 */
export function geojsonFeature(one: Exported, first: boolean): string {
  const places = asserted(one, 'place').map(({ value }) => value as PlaceValue);
  const shape = geometry(places);
  const feature = {
    type: 'Feature',
    id: one.event.id,
    ...(shape && shape.type !== 'Point' ? { bbox: bounds(places) } : {}),
    geometry: shape,
    properties: { ...Object.fromEntries(COLUMNS.map(column => [column.name, column.of(one)])), fields: fieldsOf(one) },
  };
  // A lone surrogate or NUL, escaped as JSON allows, is what other readers and databases stop at.
  const text = JSON.stringify(feature, (_, part) => (typeof part === 'string' ? cleanText(part) : part));
  return first ? text : `,\n${text}`;
}

export const geojsonTail = (): string => '\n]}\n';
