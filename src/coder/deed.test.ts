import { beforeAll, expect, test } from 'vitest';
import { reportOf } from '../../bench/report.js';
import { variable } from '../codebook/codebook.js';
import { codeReport, type Tools, toolsOf } from '../pipeline.js';
import { loadTables } from '../tables.js';

let tools: Tools;
beforeAll(async () => {
  const { tables, gazetteer } = await loadTables(new URL('../../', import.meta.url).pathname);
  tools = toolsOf(tables, gazetteer);
}, 60_000);

const FIELDS = ['type', 'actor', 'target', 'weapon', 'abductions', 'responsibility'] as const;

/** The events of a text, each as its claims of what, who, to whom and with what: "target: mayor (government)". */
async function events(text: string): Promise<string[][]> {
  const record = await codeReport(reportOf(text, '2023-05-04'), tools);
  return record.events.map(({ mentions }) =>
    FIELDS.flatMap(field =>
      [
        ...new Set(
          record.claims
            .filter(claim => claim.field === field && mentions.includes(claim.about))
            .map(({ value }) => `${field}: ${variable(field)!.format(value as never)}`),
        ),
      ].sort(),
    ),
  );
}

test.each<[string, string[][]]>([
  // Slips of the tagger and of the parse, in words that news uses every day.
  [
    'Unidentified gunmen shot dead a journalist in Oma.',
    [['type: ASSAULT firearms', 'actor: Unidentified gunmen (unknown)', 'target: journalist (civilians)']],
  ],
  [
    'Two soldiers shot dead by militants last week were buried in Oma.',
    [['type: ASSAULT firearms', 'actor: militants (rebel group)', 'target: soldiers (state forces)']],
  ],
  [
    'Gunmen burst into a bar in Oma early on Tuesday and killed five customers.',
    [['type: ASSAULT firearms', 'actor: Gunmen (unknown)', 'target: customers (civilians)']],
  ],
  [
    'Jihadists opened fire on villagers digging trenches near Oma.',
    [['type: ASSAULT firearms', 'actor: Jihadists (rebel group)', 'target: villagers (civilians)']],
  ],
  [
    'Three Assam Rifles personnel were injured in an ambush by militants on the convoy of Chief Minister Ana Roe.',
    [
      [
        'type: ASSAULT',
        'actor: militants (rebel group)',
        'target: Assam Rifles (state forces)',
        'target: convoy (facility)',
      ],
    ],
  ],
  [
    'Russia launched 46 drones and two missiles at the port.',
    [
      [
        'type: ASSAULT drone',
        'actor: Russia (state forces)',
        'target: port (facility)',
        'weapon: drones (drone)',
        'weapon: missiles (missile)',
      ],
    ],
  ],
  ['The navy launched two missiles into the sea.', []],
  [
    'Gunmen opened fire at a synagogue, a church and a police post in Oma.',
    [
      [
        'type: ASSAULT firearms',
        'actor: Gunmen (unknown)',
        'target: church (facility)',
        'target: police post (facility)',
        'target: synagogue (facility)',
      ],
    ],
  ],
  [
    'Gunmen killed a judge. The Sabo Front claimed the attack.',
    [
      [
        'type: ASSAULT',
        'type: ASSAULT firearms',
        'actor: Gunmen (unknown)',
        'target: judge (government)',
        'responsibility: Sabo Front claims it',
      ],
    ],
  ],
  // Who denies for another denies nothing of his own; operations are not the bombing.
  ...[
    'Iran denied that the American military was responsible for the attack.',
    'The army claimed operations against the rebels.',
  ].map((said): [string, string[][]] => [
    `A bomb killed two guards in Mosul. ${said}`,
    [['type: ASSAULT explosives', 'target: guards (state forces)', 'weapon: bomb (explosive)']],
  ]),
  [
    'A bomb killed two guards in Mosul. Iran denied that Iranian forces were responsible for the attack.',
    [
      [
        'type: ASSAULT explosives',
        'target: guards (state forces)',
        'weapon: bomb (explosive)',
        'responsibility: Iranian forces denies it',
      ],
    ],
  ],
  [
    'A bomb killed six people. Colonel Ana Roe accused the Sabo Front of carrying out the attack.',
    [
      [
        'type: ASSAULT explosives',
        'actor: Sabo Front (rebel group)',
        'weapon: bomb (explosive)',
        'responsibility: Sabo Front is blamed',
      ],
    ],
  ],
  // Who it was.
  [
    'The Sabo Front said it had killed two soldiers.',
    [
      [
        'type: ASSAULT',
        'actor: Sabo Front (rebel group)',
        'target: soldiers (state forces)',
        'responsibility: Sabo Front claims it',
      ],
    ],
  ],
  [
    'Gunmen seized the mayor of Harun. They killed him in the square.',
    [
      ['type: COERCE seize', 'actor: Gunmen (unknown)', 'target: mayor (government)'],
      ['type: ASSAULT', 'actor: Gunmen (unknown)', 'target: mayor (government)'],
    ],
  ],
  ['A series of attacks was carried out in the north by rebels.', [['type: ASSAULT', 'actor: rebels (rebel group)']]],
  [
    'Troops were engaged in fighting with rebels near Harun.',
    [['type: ASSAULT', 'actor: Troops (state forces)', 'target: rebels (rebel group)']],
  ],
  ['The attack was repelled by government troops.', [['type: ASSAULT', 'target: government troops (state forces)']]],
  [
    'The army is bombing villages.',
    [['type: ASSAULT explosives', 'actor: army (state forces)', 'target: villages (facility)']],
  ],
  // With what, and what it was meant for.
  [
    'A truck packed with dynamite exploded in front of the police headquarters in Harun.',
    [
      [
        'type: ASSAULT explosives',
        'target: police headquarters (facility)',
        'weapon: dynamite (explosive)',
        'weapon: truck (car bomb)',
      ],
    ],
  ],
  [
    'At least 14 people were killed when a car packed with explosives blew up at a market in Harun.',
    [['type: ASSAULT explosives', 'weapon: explosives (explosive)']],
  ],
  [
    'Fighters attacked a checkpoint in Harun.',
    [['type: ASSAULT', 'actor: Fighters (unknown)', 'target: checkpoint (facility)']],
  ],
  [
    'Two mortar rounds landed in Harun on Sunday.',
    [['type: ASSAULT heavy-weapons', 'weapon: mortar rounds (artillery)']],
  ],
  ['A missile fell into the sea off Harun.', []],
  [
    'Four people were killed when police fired on demonstrators in Harun.',
    [['type: ASSAULT firearms', 'actor: police (state forces)', 'target: demonstrators (protesters)']],
  ],
  ['Shelling hit a hospital in Harun.', [['type: ASSAULT heavy-weapons', 'target: hospital (facility)']]],
  [
    'Fighters from Hamas killed two soldiers.',
    [['type: ASSAULT', 'actor: Hamas (rebel group)', 'target: soldiers (state forces)']],
  ],
  ['Armed men took him away in Harun.', [['type: ASSAULT abduct', 'actor: Armed men (unknown)']]],
  ['Thousands marched in Harun on Sunday.', [['type: PROTEST demo']]],
  ['The army marched into Harun.', []],
  [
    'Nine people were killed when a drone fired from Sudan hit a hospital in Harun.',
    [['type: ASSAULT drone', 'target: hospital (facility)', 'weapon: drone (drone)']],
  ],
  [
    'A suicide bomber blew up a vehicle at an army checkpoint on Monday.',
    [['type: ASSAULT suicide-attack', 'actor: suicide bomber (unknown)', 'target: army checkpoint (facility)']],
  ],
  [
    'Rebels threw a grenade at a police station.',
    [
      [
        'type: ASSAULT explosives',
        'actor: Rebels (rebel group)',
        'target: police station (facility)',
        'weapon: grenade (grenade)',
      ],
    ],
  ],
  [
    'The troops were under attack from rebels.',
    [['type: ASSAULT', 'actor: rebels (rebel group)', 'target: troops (state forces)']],
  ],
  // One event in several sentences.
  ['Six were wounded at the start of a general strike. The strike lasted a day.', [['type: PROTEST strike']]],
  [
    'The assassination of Ana Okoro shocked Oma. A man killed Ana Okoro at the airport on Tuesday.',
    [['type: ASSAULT targeted', 'target: Ana Okoro (person)']],
  ],
  [
    'Two rebels were killed in a clash with troops.',
    [['type: ASSAULT', 'actor: troops (state forces)', 'target: rebels (rebel group)']],
  ],
  [
    'A student was killed in Harun on Monday. Udo Okoro was charged with murder.',
    [
      [
        'type: ASSAULT',
        'actor: Udo Okoro (person)',
        'target: student (civilians)',
        'responsibility: Udo Okoro is blamed',
      ],
    ],
  ],
  [
    'A bomb exploded in a helicopter. Rebels had guns, police said, and weapons were left behind.',
    [['type: ASSAULT explosives', 'weapon: bomb (explosive)']],
  ],
  ['At least six persons were reported wounded during a general strike.', [['type: PROTEST strike']]],
  [
    'Rebels attacked an army base in Oma on Sunday. Two soldiers died. The fall of the base followed Sunday’s battle.',
    [['type: ASSAULT', 'actor: Rebels (rebel group)', 'target: army base (facility)']],
  ],
  // One act told in several words.
  [
    'The bombing was an attack on a cafe in Madrid, Spain which killed 13 people and wounded 71.',
    [['type: ASSAULT explosives', 'target: cafe (facility)']],
  ],
  [
    'A blast in Mosul left ten soldiers dead and thirty injured.',
    [['type: ASSAULT explosives', 'target: soldiers (state forces)']],
  ],
  [
    'Two men were killed by bullets fired from a passing car.',
    [['type: ASSAULT firearms', 'weapon: bullets (firearm)']],
  ],
  [
    'Rebels ambushed soldiers near Mosul on Sunday. Thirty people were killed. The explosion was heard in the town.',
    [['type: ASSAULT explosives', 'actor: Rebels (rebel group)', 'target: soldiers (state forces)']],
  ],
  [
    'A bomb killed two guards in Mosul. Rebels also admitted the murder of Udo Okoro.',
    [
      ['type: ASSAULT explosives', 'target: guards (state forces)', 'weapon: bomb (explosive)'],
      ['type: ASSAULT', 'target: Udo Okoro (unknown)'],
    ],
  ],
  [
    'A bomb killed two guards in Mosul. Two shops were destroyed.',
    [
      [
        'type: ASSAULT destroy',
        'type: ASSAULT explosives',
        'target: guards (state forces)',
        'target: shops (facility)',
        'weapon: bomb (explosive)',
      ],
    ],
  ],
  [
    'A judge accused the army of killing six priests.',
    [['type: ASSAULT', 'actor: army (state forces)', 'target: priests (civilians)', 'responsibility: army is blamed']],
  ],
  // Arms that nobody used.
  ['Police arrested two men who had dynamite.', [['type: COERCE arrest', 'actor: Police (state forces)']]],
  [
    'Gunmen shot a guard with a pistol. He was hit by two bullets.',
    [['type: ASSAULT firearms', 'actor: Gunmen (unknown)', 'target: guard (state forces)', 'weapon: pistol (firearm)']],
  ],
  // People taken.
  [
    'Gunmen on motorcycles took away 17 residents of Oma.',
    [['type: ASSAULT abduct', 'actor: Gunmen (unknown)', 'target: residents (civilians)', 'abductions: 17 residents']],
  ],
  ['Six people were taken to hospital. Police took away four men.', []],
  // No events.
  ['Lynch won the vote. Peter Lynch spoke in Harun.', []],
  ['No group has said it planted the bomb.', []],
  ['He met the mayor. They ate. They slept.\n\n2014 Oma Airfield bombing\n\n2016 Oma Airfield bombing', []],
  ['The Front spoke of its suspension of attacks, and the execution of the plan.', []],
  ['The army condemned such attacks. It will not answer this kind of attack in protest at the talks.', []],
])('%s', async (text, expected) => {
  expect(await events(text)).toEqual(expected);
});
