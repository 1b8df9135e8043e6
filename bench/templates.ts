import type { ActorValue } from '../src/codebook/actor.js';
import type { TypeValue } from '../src/codebook/type.js';
import type { Event } from '../src/model/event.js';
import { type AttestRecord, codeReport, type Tools } from '../src/pipeline.js';
import { readJson, scorerOf } from './gold.js';
import { reportOf } from './report.js';
import type { BenchSet, Case } from './set.js';
import { rates, type Tally, tally } from './tally.js';

const ROLES = ['PerpInd', 'PerpOrg', 'Target', 'Victim', 'Weapon'] as const;
type Template = { incident_type: string } & Record<(typeof ROLES)[number], string[][]>;
type Text = { id: string; text: string; templates: Template[] };

/** MUC-4's incident types by PLOVER's modes; the guidelines count every other act of violence as an attack. */
function incidentOf({ plover, mode }: TypeValue, weapons: readonly string[]): string | null {
  if (plover === 'COERCE' && mode === 'seize') return 'robbery';
  if (plover !== 'ASSAULT') return null;
  if (mode === 'abduct') return 'kidnapping';
  if (weapons.includes('fire')) return 'arson';
  return mode === 'explosives' || mode === 'suicide-attack' ? 'bombing' : 'attack';
}

const GROUPS = new Set(['rebel group', 'political militia', 'identity militia', 'state forces', 'external forces']);
const ORGANISED = new Set([...GROUPS, 'government', 'organization', 'international organization']);

/** An event as a template of MUC-4, or null where its type is none of the scheme's or it did not happen. */
function templateOf(event: Event, record: AttestRecord): Template | null {
  const claims = new Map(record.claims.map(claim => [claim.id, claim]));
  const { type = [], actor = [], target = [], weapon = [], responsibility = [] } = event.fields;
  const real = type.some(({ claims: ids }) =>
    ids.some(id => {
      const { certainty, modality } = claims.get(id)!.hedge;
      return certainty !== 'denied' && (modality === 'actual' || modality === 'historical');
    }),
  );
  const kinds = weapon.map(({ value }) => value.kind as string);
  const incident = type.map(({ value }) => incidentOf(value, kinds)).find(one => one !== null);
  if (!real || !incident) return null;
  const named = ({ id, name }: ActorValue): boolean => id !== null || /^[A-Z]/.test(name);
  const actors = [...actor.map(({ value }) => value), ...responsibility.map(({ value }) => value.who)];
  const organised = (one: ActorValue): boolean => ORGANISED.has(one.kind) && named(one);
  const once = (list: string[]): string[][] => [...new Set(list)].map(one => [one]);
  const targets = target.map(({ value }) => value);
  return {
    incident_type: incident,
    PerpInd: once(actors.filter(one => !organised(one)).map(({ name }) => name)),
    PerpOrg: once(actors.filter(organised).map(({ name }) => name)),
    Target: once(targets.filter(({ kind }) => kind === 'facility').map(({ name }) => name)),
    Victim: once(targets.filter(({ kind }) => kind !== 'facility').map(({ name }) => name)),
    Weapon: once(weapon.map(({ value }) => value.name)),
  };
}

type Counted = { pn: number; pd: number; rn: number; rd: number };

/** MUC-4's messages, one-to-one templates by the scorer of Du and others (2021): `gtt`; entities apart from templates: `ree`. */
export const templateSets: readonly BenchSet[] = [
  {
    name: 'templates, MUC-4 development',
    needs: ['gold/muc4_dev.json'],
    peers: 'trained on 1,300 messages, test: GTT 50.2 (entities 44.1), IterX 53.0 (44.8); naive 33.5 (25.9)',
    aims: {},
    async cases(dir, tools: Tools): Promise<Case[]> {
      const score = await scorerOf<Record<string, Counted>>(dir, 'muc4.mjs');
      const cases: Case[] = [];
      for (const gold of readJson<Text[]>(dir, 'gold/muc4_dev.json')) {
        const record = await codeReport(reportOf(gold.text, null), tools, { layers: false, explain: false });
        const templates = record.events.flatMap(event => templateOf(event, record) ?? []);
        const got = score([gold], [{ id: gold.id, templates }]);
        const of = ({ pn, pd, rn, rd }: Counted): Record<'p' | 'r', Tally> => ({
          p: tally(pn, pd),
          r: tally(rn, 0, rd),
        });
        const counts: Record<string, Tally> = {};
        for (const key of [
          'gtt.micro',
          'gtt.incident_type',
          ...ROLES.flatMap(role => [`gtt.${role}`, `ree.${role}`]),
          'ree.micro',
        ]) {
          const { p, r } = of(got[key]!);
          counts[`${key} p`] = p;
          counts[`${key} r`] = r;
        }
        cases.push({
          id: gold.id,
          counts,
          misses: [`${gold.id}`, `  gold ${JSON.stringify(gold.templates)}`, `  ours ${JSON.stringify(templates)}`],
        });
      }
      return cases;
    },
    figures(sum) {
      const f1 = (key: string): number => {
        const [p, r] = [rates(sum[`${key} p`]!).precision, rates(sum[`${key} r`]!).recall];
        return p + r > 0 ? (2 * p * r) / (p + r) : 0;
      };
      return {
        'templates F1 (gtt)': f1('gtt.micro'),
        'templates precision': rates(sum['gtt.micro p']!).precision,
        'templates recall': rates(sum['gtt.micro r']!).recall,
        ...Object.fromEntries(['incident_type', ...ROLES].map(role => [`  ${role} F1`, f1(`gtt.${role}`)])),
        'entities F1 (ree)': f1('ree.micro'),
      };
    },
  },
];
