import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { codeReport, type Layers, type Tools } from '../src/pipeline.js';
import { reportOf } from './report.js';

/** A text of `DIR/gold`, with what its scorer compares. `dct`: the day it was published. */
export type GoldText = { id: string; text: string; dct?: string };
/** How a scorer of `DIR/score` counts: right, said and golden. */
export type Counted = { tp: number; sys: number; gold: number };

export const readJson = <T>(dir: string, ...path: string[]): T =>
  JSON.parse(readFileSync(join(dir, ...path), 'utf8')) as T;

/** The function `score` of a scorer of `DIR/score`: what the peers' figures were measured with. */
export async function scorerOf<R>(dir: string, name: string): Promise<(gold: object[], system: object[]) => R> {
  const file = pathToFileURL(join(dir, 'score', name)).href;
  return ((await import(file)) as { score: (gold: object[], system: object[]) => R }).score;
}

export async function layersOf(text: string, published: string | null, tools: Tools): Promise<Layers> {
  const { layers } = await codeReport(reportOf(text, published), tools, { layers: true, explain: false });
  if (!layers) throw new Error('a record without layers');
  return layers;
}

/** Words round an offset, on one line, for a person at the terminal. */
export const around = (text: string, start: number, end: number): string =>
  `${text.slice(Math.max(0, start - 50), start)}[${text.slice(start, end)}]${text.slice(end, end + 40)}`.replace(
    /\s+/g,
    ' ',
  );
