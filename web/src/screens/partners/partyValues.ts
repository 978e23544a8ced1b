import type { CustomField } from '@contract';
import { customBody, customTexts, withoutCustom } from '@web/customFields/customTexts';
import type { PartyKind } from './partyKinds';
import type { Party } from './usePartyCalls';

const SHARED = {
  name: '',
  code: '',
  kind: 'OTHER',
  contactName: '',
  email: '',
  phone: '',
  addressLine1: '',
  addressLine2: '',
  city: '',
  pincode: '',
  state: '',
  country: '',
  taxId: '',
  pan: '',
  registrationNumber: '',
  currency: '',
  paymentTerms: '',
  tags: '',
  terms: '',
  notes: '',
};
const OWN = {
  '/suppliers': { leadTimeDays: '', minimumOrder: '' },
  '/customers': { creditLimit: '', onHold: 'false', holdReason: '' },
};

/** The company's own fields are there too, as `custom.<key>`. */
export type PartyValues = typeof SHARED & Record<string, string>;

export const noValues = ({ endpoint, values }: PartyKind, own: readonly CustomField[]): PartyValues => ({
  ...SHARED,
  ...OWN[endpoint],
  kind: values[0],
  ...customTexts(own),
});

export function valuesOf(kind: PartyKind, party: Party, own: readonly CustomField[]): PartyValues {
  const none = noValues(kind, own);
  const names = Object.keys(none).filter((name) => Object.hasOwn(party, name));
  const held = party as unknown as Readonly<Record<string, unknown>>;
  const texts = names.map((name) => [name, String(held[name] ?? '')]);
  return { ...none, ...Object.fromEntries(texts), tags: party.tags.join(', '), ...customTexts(own, party.custom) };
}

const REQUIRED = new Set(['name', 'kind']);
/** Emptied, these say nothing: the series, the company or the term of thirty days fills them. */
const FILLED = new Set(['code', 'currency', 'paymentTerms']);

/** An emptied field means "none"; a required one goes as it is, for the server to refuse. */
export function bodyOf(values: Partial<PartyValues>, own: readonly CustomField[]) {
  const entries = Object.entries(withoutCustom(values)).flatMap(([name, text = '']) => {
    const value = text.trim();
    if (value === '' && FILLED.has(name)) return [];
    return [[name, REQUIRED.has(name) ? text : valueIn(name, value)] as const];
  });
  return { ...Object.fromEntries(entries), ...customBody(values, own) };
}

function valueIn(name: string, value: string) {
  if (name === 'tags') return [...new Set(value.split(',').map((tag) => tag.trim()))].filter((tag) => tag !== '');
  if (name === 'onHold') return value === 'true';
  if (value === '') return null;
  return name === 'leadTimeDays' && /^\d{1,6}$/.test(value) ? Number(value) : value;
}
