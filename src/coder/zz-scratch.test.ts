import { readFileSync, readdirSync } from 'node:fs';
import { it } from 'vitest';
import { sampleBytes } from '../../test/gazetteer-sample.js';
import { reportOf } from '../../bench/report.js';
import { loadTables, HOME } from '../tables.js';
import { toolsOf, codeReport } from '../pipeline.js';
import { clausesOf } from '../read/clause.js';
import { words } from '../read/token.js';
import { counts } from '../read/count.js';
import { sentences } from '../read/sentence.js';
import { read } from '../read/read.js';
import { tollsOf } from './toll.js';
import { sourcesOf } from './source.js';
it('x', async () => {
  const { tables } = await loadTables(HOME);
  const tools = toolsOf(tables, sampleBytes());
  const spec = JSON.parse(readFileSync('/tmp/spec.json', 'utf8'));
  const out: string[] = [];
  for (const t of spec.sent ?? []) out.push('SENT ' + JSON.stringify(sentences(t).map(s => [t.slice(s.start, s.end), s.paragraph])));
  for (const t of spec.tok ?? []) out.push('TOK ' + words(t).tokens.map(k => `${k.text}/${k.pos}/${k.lemma}`).join(' '));
  for (const t of spec.count ?? []) out.push('COUNT ' + t + ' => ' + JSON.stringify(counts(words(t)).map(c => [c.quote.text, c.low, c.high, c.of, c.wording])));
  for (const t of spec.clause ?? []) { const w = words(t); out.push('CLAUSE ' + t); for (const s of w.sentences) { const c = clausesOf(w, s);
    const p = (x: any) => t.slice(x.start, x.end);
    out.push('   P ' + c.phrases.map(x => `${p(x)}[${x.prep ?? ''}${x.of ? ' of ' + p(x.of) : ''}${x.owner ? ' owner ' + w.tokens.slice(x.owner.first, x.owner.last).map(k=>k.text).join(' ') : ''}]`).join(' | '));
    for (const v of c.verbs) out.push(`   V ${p(v)} lemma=${v.lemma} part=${v.particle} ${v.form} pass=${v.passive} neg=${v.negated} modal=${v.modal} perf=${v.perfect} role=${v.role} S=${v.subject.map(p)} O=${v.object.map(p)} C=${v.complements.map(p)} conj=${v.conjunction} parent=${v.parent?.lemma}`); } }
  for (const t of spec.toll ?? []) { const r = read(t, '2021-06-28', tools.knowledge); out.push('TOLL ' + t); for (const s of r.sentences) for (const x of tollsOf(r.words, s)) out.push(`   ${x.field} ${JSON.stringify(x.value)} "${x.quote.text}" part=${x.part} ${x.rule}`); }
  for (const [t, q] of spec.source ?? []) { const r = read(t, '2021-06-28', tools.knowledge); const at = t.indexOf(q); const s: any = sourcesOf(r)({ start: at, end: at + q.length });
    out.push(`SOURCE ${t} [${q}] => ` + JSON.stringify(s, (k, v) => v && typeof v === 'object' && 'start' in v ? v.text : v)); }
  for (const [t, pub] of spec.code ?? []) { const r = await codeReport(reportOf(t, pub), tools, { explain: true }); out.push('CODE ' + t); const id = new Map(r.mentions.map(m => [m.id, `${m.quote.text}@${m.quote.start}`]));
    for (const c of r.claims) out.push(`   ${id.get(c.about)} ${c.field} ${JSON.stringify(c.value)} "${c.quote.text}" src=${c.source.by === 'outlet' ? 'outlet' : (c.source as any).name} hedge=${c.hedge.certainty}/${c.hedge.modality}/${c.hedge.quote?.text}`);
    out.push('   NOTES ' + JSON.stringify(r.notes.map(n => [n.rule, n.quote?.text])) + ' J ' + r.judgements.map(j => `${j.kind} ${id.get(j.left)}~${id.get(j.right!)} ${j.score}`).join('; ') + ' E ' + r.events.length); }
  (await import('node:fs')).writeFileSync('/tmp/out.txt', out.join('\n'));
});
