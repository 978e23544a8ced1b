import type { Route } from '@/http/route';
import type { Client, Json } from './api';
import type { Links, Path } from './routeInputs';
import { valueAt, withValue } from './routeInputs';

/** What routes of the stock need beside the smallest body: other fields that go with one, and records that are so far. */

type Made = { readonly id: string; readonly version: number };

/** Where a body says the first, it must say the second too: an id by the name of its field, or a text as it is. */
type Companion = { readonly when: Path; readonly must: Path; readonly link?: string; readonly text?: string };

const lines = (field: string): Path => ['lines', 0, field];
const OF_ITEM_IN_LOTS: readonly Companion[] = [
  { when: lines('lotId'), must: lines('itemId'), link: 'trackedItemId' },
  { when: lines('lot'), must: lines('itemId'), link: 'trackedItemId' },
];

const COMPANIONS: Readonly<Record<string, readonly Companion[]>> = {
  'POST /inventory/documents': [
    ...OF_ITEM_IN_LOTS,
    { when: ['toLocationId'], must: ['type'], text: 'TRANSFER' },
    { when: lines('reservationId'), must: ['type'], text: 'ISSUE' },
  ],
  // Without any it takes them away; and one of another item than that of the records.
  'POST /inventory/levels': [
    { when: ['itemId'], must: ['itemId'], link: 'trackedItemId' },
    { when: ['itemId'], must: ['reorderPoint'], text: '5' },
  ],
  'PATCH /inventory/documents/:id': OF_ITEM_IN_LOTS,
  'POST /inventory/reservations': [{ when: ['lotId'], must: ['itemId'], link: 'trackedItemId' }],
  'POST /inventory/counts/:id/actions/enter': OF_ITEM_IN_LOTS,
};

/** The body with what its route wants to go with it. */
export function withCompanions({ method, path }: Route, body: unknown, links: Links): unknown {
  return (COMPANIONS[`${method} ${path}`] ?? [])
    .filter(({ when }) => valueAt(body, when) !== undefined)
    .reduce((made, { must, link, text }) => withValue(made, must, link === undefined ? text : links(link)), body);
}

/** What a route is about when any new record of its path will not do, and what its body says of that very record. */
export type Needed = { readonly record: Made; readonly says?: readonly (readonly [Path, string])[] };
type Maker = (owner: Client, links: Links) => Promise<Needed>;

async function make(owner: Client, path: string, body: object): Promise<Made> {
  const answer = await owner.call<Made>('POST', path, body);
  if (answer.status > 201) throw new Error(`${path}: ${answer.text}`);
  return answer.body;
}

const postDocument = (owner: Client, body: object): Promise<Made> =>
  make(owner, '/inventory/documents', { ...body, post: true });

async function lotInStock(owner: Client, links: Links): Promise<Made> {
  const line = { itemId: links('trackedItemId'), quantity: '900', lot: {} };
  const { id } = await postDocument(owner, { type: 'RECEIPT', locationId: links('locationId'), lines: [line] });
  const { body } = await owner.call('GET', `/inventory/documents/${id}`);
  return { id: body.lines[0].lotId, version: 1 };
}

async function onTheWay(owner: Client, links: Links): Promise<Needed> {
  const record = await postDocument(owner, {
    type: 'TRANSFER',
    locationId: links('locationId'),
    toLocationId: links('toLocationId'),
    viaTransit: true,
    lines: [{ itemId: links('itemId'), quantity: '1' }],
  });
  const { body } = await owner.call('GET', `/inventory/documents/${record.id}`);
  return { record, says: [[lines('lineId'), body.lines[0].id]] };
}

const posted: Maker = async (owner, links) => {
  const line = { itemId: links('itemId'), quantity: '1' };
  return { record: await postDocument(owner, { type: 'RECEIPT', locationId: links('locationId'), lines: [line] }) };
};

const inStock: Maker = async (owner, links) => ({ record: await lotInStock(owner, links) });

/** What is joined is empty must: another one each time. */
const besideAnother: Maker = async (owner, links) => {
  const [record, other] = [await lotInStock(owner, links), await lotInStock(owner, links)];
  return { record, says: [[['lotIds', 0], other.id]] };
};

const counted: Maker = async (owner, links) => {
  const { id } = await make(owner, '/inventory/counts', { locationId: links('locationId') });
  // Not of what others take from.
  const line = { itemId: links('itemId'), status: 'BLOCKED', counted: '3' };
  await make(owner, `/inventory/counts/${id}/actions/enter`, { lines: [line] });
  return { record: await make(owner, `/inventory/counts/${id}/actions/submit`, {}) };
};

const NEEDED: Readonly<Record<string, Maker>> = {
  '/inventory/documents/:id/actions/receive': onTheWay,
  '/inventory/documents/:id/actions/reverse': posted,
  '/inventory/lots/:id/actions/split': inStock,
  '/inventory/lots/:id/actions/join': besideAnother,
  '/inventory/lots/:id/actions/remeasure': inStock,
  '/inventory/counts/:id/actions/approve': counted,
  '/inventory/counts/:id/actions/reopen': counted,
};

/** A record in the state that a route of the stock asks for; undefined for routes that ask for none. */
export const recordNeeded = (owner: Client, links: Links, { path }: Route): Promise<Needed> | undefined =>
  NEEDED[path]?.(owner, links);

/** What was answered, with what a body said that only other records show: of new lots, their own. */
export async function withLots(owner: Client, { method, path }: Route, answer: Json): Promise<Json> {
  if (path.startsWith('/inventory/documents') && method !== 'GET' && answer?.lines?.[0]?.lotId) {
    const { body: lot } = await owner.call('GET', `/inventory/lots/${answer.lines[0].lotId}`);
    return { ...answer, lines: [{ ...answer.lines[0], lot }] };
  }
  if (!path.endsWith('/actions/split')) return answer;
  const { body } = await owner.call('GET', `/inventory/lots?parentLotId=${answer.id}&sort=-createdAt&limit=1`);
  return { ...answer, parts: body.data };
}

/** What makes the texts of one route others than those of another that makes records of the same names or numbers. */
export const OWN_PREFIX: Readonly<Record<string, string>> = {
  // Their codes are scanned, too: then none of the texts as they are is one.
  'POST /inventory/items': '.',
  'POST /inventory/categories': '>',
  'PATCH /inventory/categories/:id': '<',
  'POST /inventory/lots': '+',
  'PATCH /inventory/lots/:id': '^',
  'POST /inventory/lots/:id/actions/split': '=',
};

/** Whether a field takes any text and its record's rules do not: they are told of in one answer with all others. */
export const isRuled = ({ path }: Route, field: Path): boolean => {
  const name = String(field.at(-1));
  if (path.endsWith('/make-variants')) return ['colourway', 'size'].includes(name);
  return path.startsWith('/inventory/') && ['barcode', 'composition'].includes(name);
};
