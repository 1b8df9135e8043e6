import type { Grade } from '../model/grade.js';
import { isPerson, type Judgement, judgement, lasting, ofReport } from '../model/judgement.js';
import type { Folding } from '../store/folding.js';
import { none, type Reviewer } from './reviewer.js';

/** What a remark is on. A judgement stands for what a machine suggests in it. */
export type On = { kind: 'event' | 'claim' | 'report' | 'judgement'; id: string };
/** `text` of a comment is kept as its reason. `to`: the person's name, null for nobody. `withdraw`: its outlet took the report back. `grade`: how well an event is attested, whatever its claims come to. */
export type Remark =
  | { kind: 'comment'; on: On; text: string }
  | { kind: 'assign'; on: On; to: string | null }
  | { kind: 'withdraw'; report: string }
  | { kind: 'grade'; event: string; grade: Grade };

/** The side of a judgement that stands for it; an event is told by its first mention, so that it keeps what was said of it through splits. */
export async function sideOf(room: Folding, { kind, id }: On): Promise<string> {
  if (kind === 'event') {
    const [first] = await room.mentionsOf(id);
    if (first) return first.mention;
  } else if (kind === 'claim') {
    if (await room.claim(id)) return id;
  } else if (kind === 'report') {
    if ((await room.reports([id])).length > 0) return ofReport(id);
  } else if ((await room.judgements([id])).length > 0) return id;
  throw none(kind, id);
}

/** The entry that a remark comes to; none where it holds already. */
export async function remarking(room: Folding, said: Remark, { by, at, reason }: Reviewer): Promise<Judgement[]> {
  const on: On =
    said.kind === 'withdraw'
      ? { kind: 'report', id: said.report }
      : said.kind === 'grade'
        ? { kind: 'event', id: said.event }
        : said.on;
  const left = await sideOf(room, on);
  const earlier = (await room.judgementsOn([left])).filter(one => one.right === null);
  const last = earlier.filter(one => one.kind === said.kind && isPerson(one.by)).at(-1);
  const part = { left, right: null, by, at, score: null, previous: last?.id ?? null };
  if (said.kind === 'comment') return [judgement({ ...part, kind: 'comment', reason: said.text })];
  const held = lasting(earlier, said.kind).at(-1);
  if (said.kind === 'withdraw') {
    return held ? [] : [judgement({ ...part, kind: 'withdraw', reason })];
  }
  if (said.kind === 'grade') {
    const { grade } = said;
    return held?.value?.grade === grade ? [] : [judgement({ ...part, kind: 'grade', reason, value: { grade } })];
  }
  const to = said.to === null ? null : `person:${said.to}`;
  return (held?.value?.to ?? null) === to ? [] : [judgement({ ...part, kind: 'assign', reason, value: { to } })];
}
