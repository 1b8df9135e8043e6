import { expect, test } from 'vitest';
import { languageOf } from './language.js';

test.each([
  ['en', 'Rebels shelled Harun on Sunday, officials said. No one was hurt.'],
  ['en', 'GUERRILLAS ATTACKED THE TOWN OF SAN MIGUEL AT DAWN, THE ARMY SAID IN A COMMUNIQUE.'],
  ['en', 'The group "الدولة الإسلامية" said on Friday that it was behind the attack in Mosul.'],
  [
    'fr',
    'Des hommes armés ont attaqué le village de Bourzanga dans la nuit de lundi à mardi, ont indiqué des sources locales.',
  ],
  [
    'es',
    'Al menos siete personas murieron en un ataque contra la estación de policía de la localidad, según las autoridades.',
  ],
  ['pt', 'Pelo menos três pessoas foram mortas em um ataque a uma aldeia no norte de Moçambique, segundo a polícia.'],
  [
    'de',
    'Bei einem Angriff auf einen Konvoi sind nach Angaben der Armee drei Soldaten getötet worden, wie der Sprecher mit sagte.',
  ],
  [
    'tr',
    'Bakanlık, saldırıda üç askerin öldüğünü ve çok sayıda kişinin yaralandığını bir açıklama ile bildirdi, daha sonra.',
  ],
  [
    'id',
    'Sedikitnya tiga orang tewas dalam serangan di Papua pada hari Minggu, kata polisi yang tidak menyebut nama dari mereka.',
  ],
  [
    'sw',
    'Watu watatu waliuawa katika shambulio la kijiji cha mpaka wa nchi hiyo, alisema msemaji wa polisi kwa njia ya simu.',
  ],
  ['ar', 'قتل ثلاثة أشخاص في قصف على بلدة في ريف إدلب، بحسب المرصد السوري لحقوق الإنسان الذي قال إن القصف استمر.'],
  ['fa', 'سه نفر در حمله به یک پاسگاه در جنوب شرقی کشور کشته شدند و این را مقامات گفته اند که برای'],
  ['ru', 'Три человека погибли при обстреле города в воскресенье, сообщили власти, и это был не первый обстрел.'],
  ['uk', 'Троє людей загинули під час обстрілу міста у неділю, повідомили у поліції, це також не перший обстріл.'],
  ['zh', '周日，三人在袭击中丧生，警方说。'],
  ['ja', '日曜日の攻撃で三人が死亡したと警察が発表した。'],
  ['am', 'በእሁድ ዕለት በተፈጸመ ጥቃት ሦስት ሰዎች ተገድለዋል።'],
  [null, 'Kata’ib Hezbollah'],
  [null, '12.4.2021 3/4 --'],
  [null, ''],
])('%s: %s', (language, text) => {
  expect(languageOf(text)).toBe(language);
});

test('a long text costs no more than its beginning', () => {
  const began = performance.now();
  languageOf('a'.repeat(10_000_000));
  expect(performance.now() - began).toBeLessThan(500);
});
