import { readFileSync } from 'node:fs';
import { type Gazetteer, gazetteerOf } from '../src/read/gazetteer.js';
import { gazetteerBytes } from '../src/read/gazetteer-build.js';
import { type Tables, table } from '../src/read/lexicon.js';

const NAMES = ['countries', 'regions', 'sites', 'provinces', 'districts', 'cues', 'given-names', 'demonyms'];

/** id, name, alternate names, lat, lon, feature, country, admin1, admin2, population: towns enough for the tests. */
const TOWNS: [number, string, string, number, number, string, string, string, string, number][] = [
  [98182, 'Baghdad', 'Bagdad', 33.34058, 44.40088, 'PPLC', 'IQ', '07', '', 7216000],
  [99072, 'Mosul', 'Al Mawşil', 36.335, 43.11889, 'PPLA', 'IQ', '15', '', 1683000],
  [95446, 'Fallujah', 'Al Fallūjah,Falluja', 33.34913, 43.78599, 'PPL', 'IQ', '01', '', 250000],
  [98860, 'Ramadi', 'Ar Ramādī', 33.42056, 43.30778, 'PPLA', 'IQ', '01', '', 274539],
  [99760, 'Hīt', 'Hit', 33.64154, 42.82508, 'PPL', 'IQ', '01', '', 66700],
  [170063, 'Aleppo', 'Halab,Ḩalab', 36.20124, 37.16117, 'PPLA', 'SY', '09', '', 1602264],
  [2210247, 'Tripoli', 'Tarabulus', 32.88743, 13.18733, 'PPLC', 'LY', '77', '', 1150989],
  [266826, 'Tripoli', 'Tarablus', 34.43352, 35.84415, 'PPLA', 'LB', '09', '', 229398],
  [252601, 'Trípoli', 'Tripolis', 37.50889, 22.37944, 'PPLA', 'GR', 'ESYE25', '', 26561],
  [276781, 'Beirut', 'Beyrouth', 33.89332, 35.50157, 'PPLC', 'LB', '04', '', 1916100],
  [2988507, 'Paris', '', 48.85341, 2.3488, 'PPLC', 'FR', '11', '75', 2138551],
  [4717560, 'Paris', '', 33.66094, -95.55551, 'PPLA2', 'US', 'TX', '277', 24782],
  [4076598, 'Mobile', '', 30.69436, -88.04305, 'PPLA2', 'US', 'AL', '097', 194288],
  [4431410, 'Jackson', '', 32.29876, -90.18481, 'PPLA', 'US', 'MS', '049', 170674],
  [4140963, 'Washington', 'Washington D.C.', 38.89511, -77.03637, 'PPLC', 'US', 'DC', '001', 601723],
  [703448, 'Kyiv', 'Kiev', 50.45466, 30.5238, 'PPLC', 'UA', '12', '', 2797553],
  [706448, 'Kherson', '', 46.63695, 32.61458, 'PPLA', 'UA', '08', '', 289096],
  [524901, 'Moscow', 'Moskva', 55.75222, 37.61556, 'PPLC', 'RU', '48', '', 10381222],
  [1138958, 'Kabul', '', 34.52813, 69.17233, 'PPLC', 'AF', '13', '', 3043532],
  [2335727, 'Kaduna', '', 10.52641, 7.43879, 'PPLA', 'NG', '23', '', 760084],
  [2331447, 'Maiduguri', '', 11.84644, 13.16027, 'PPLA', 'NG', '27', '', 1112449],
  [4250542, 'Springfield', '', 39.80172, -89.64371, 'PPLA', 'US', 'IL', '167', 116250],
  [3018927, 'Évinol', 'Evinol', 50.43, 3.0, 'PPL', 'FR', '32', '', 4805],
  [282239, 'Janīn', 'Jenin', 32.46, 35.3, 'PPL', 'PS', 'WE', '', 34730],
  [3096881, 'Jenin', '', 53.2, 20.9, 'PPL', 'PL', '76', '', 1100],
  [79415, 'Al Ḩudaydah', '', 14.79781, 42.95452, 'PPLA', 'YE', '08', '', 617871],
  [3936456, 'Lima', '', -12.04318, -77.02824, 'PPLC', 'PE', 'LMA', '', 7737002],
  [3936457, 'Huacho', '', -11.10667, -77.605, 'PPLA', 'PE', '15', '', 900000],
  [3583446, 'San Miguel', '', 13.48333, -88.18333, 'PPLA', 'SV', '16', '', 161880],
];

/** Tables as the repository holds them, by name. */
export const sampleTables: Tables = Object.fromEntries(
  NAMES.map(name => [
    name,
    table(name, readFileSync(new URL(`../data/gazetteer/${name}.tsv`, import.meta.url), 'utf8')),
  ]),
);

/** A small index over real towns, so that tests need no build. */
export const sampleBytes = (): Uint8Array =>
  gazetteerBytes({
    cities: TOWNS.map(([id, name, others, lat, lon, feature, country, first, second, population]) =>
      [
        id,
        name,
        name.normalize('NFD').replace(/\p{M}/gu, ''),
        others,
        lat,
        lon,
        'P',
        feature,
        country,
        '',
        first,
        second,
        '',
        '',
        population,
        '',
        '',
        '',
        '',
      ].join('\t'),
    ).join('\n'),
    provinces: sampleTables.provinces!,
    districts: sampleTables.districts!,
  });

export const sampleGazetteer = (): Gazetteer => gazetteerOf(sampleBytes(), sampleTables);
