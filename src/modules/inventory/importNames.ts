import type { PACKAGES, STOCK_STATUSES, Unit } from '@/contract/enums';

/** What else columns of files call what goods are counted in and what they are. */

export const UNIT_NAMES: Readonly<Record<Unit, readonly string[]>> = {
  kg: ['kilogram', 'kilograms', 'chilogrammi', 'kilo', 'kgs'],
  g: ['gram', 'grams', 'grammi', 'gr'],
  lb: ['lbs', 'pound', 'pounds', 'libbre'],
  oz: ['ounce', 'ounces', 'once'],
  t: ['tonne', 'tonnes', 'ton', 'tonnellate'],
  m: ['mt', 'metre', 'metres', 'meter', 'meters', 'metri'],
  cm: ['centimetre', 'centimetres', 'centimetri'],
  mm: ['millimetre', 'millimetres', 'millimetri'],
  yd: ['yard', 'yards', 'iarde'],
  in: ['inch', 'inches', 'pollici'],
  ft: ['foot', 'feet', 'piedi'],
  m2: ['m²', 'mq', 'metri quadri'],
  yd2: ['yd²', 'square yards'],
  pcs: ['pc', 'piece', 'pieces', 'pz', 'pezzi', 'nr'],
  pair: ['pairs', 'paia', 'paio'],
  dozen: ['dozens', 'dozzina', 'dozzine'],
  gross: ['grosses', 'grossa', 'grosse'],
  set: ['sets', 'completo', 'completi'],
  pack: ['packs', 'confezione', 'confezioni'],
};

export const PACKAGE_NAMES: Readonly<Record<(typeof PACKAGES)[number], readonly string[]>> = {
  CONE: ['cones', 'cono', 'coni', 'rocca', 'rocche'],
  BOBBIN: ['bobbins', 'bobina', 'bobine'],
  HANK: ['hanks', 'matassa', 'matasse'],
  ROLL: ['rolls', 'rotolo', 'rotoli', 'pezza', 'pezze'],
  BALE: ['bales', 'balla', 'balle'],
  CARTON: ['cartons', 'box', 'cartone', 'cartoni', 'scatola', 'scatole'],
  BAG: ['bags', 'sacco', 'sacchi'],
  BUNDLE: ['bundles', 'fascio', 'fasci'],
  DRUM: ['drums', 'fusto', 'fusti'],
};

/** All but what is on the way somewhere. */
export const STATUS_NAMES: Readonly<Record<Exclude<(typeof STOCK_STATUSES)[number], 'IN_TRANSIT'>, readonly string[]>> =
  {
    AVAILABLE: ['free', 'good', 'disponibile', 'libero'],
    QC_HOLD: ['hold', 'quality hold', 'in controllo', 'controllo qualità'],
    REJECTED: ['reject', 'respinto', 'scartato', 'scarto'],
    BLOCKED: ['block', 'bloccato'],
  };
