import type { StateMachine } from '@/contract/states';
import { ORDER_STATES, QUALITY_STATES, TRANSACTION_STATES } from '@/contract/states';
import type { Client } from '../support/api';
import { type Made, made } from './support';

export type Place = { itemId: string; locationId: string };

export type DocumentKind = {
  readonly one: string;
  readonly path: string;
  readonly prefix: string;
  readonly states: StateMachine<string>;
  /** A body that makes one. */
  readonly body: (place: Place) => object;
};

export const ORDER: DocumentKind = {
  one: 'production order',
  path: '/production/orders',
  prefix: 'PRD',
  states: ORDER_STATES,
  body: (place) => ({ ...place, quantity: '40' }),
};
export const RECORD: DocumentKind = {
  one: 'quality record',
  path: '/quality/records',
  prefix: 'QC',
  states: QUALITY_STATES,
  body: (place) => ({ ...place, kind: 'FINAL', quantityInspected: '20' }),
};
export const TRANSACTION: DocumentKind = {
  one: 'transaction',
  path: '/finance/transactions',
  prefix: 'EXP',
  states: TRANSACTION_STATES,
  body: ({ locationId }) => ({ locationId, type: 'EXPENSE', transactionDate: '2026-03-01', amount: '10' }),
};
export const DOCUMENT_KINDS = [ORDER, RECORD, TRANSACTION];

/** A location and an item to make documents for. */
export async function makePlace(owner: Client): Promise<Place> {
  const location = await made(owner, '/locations', { name: 'Knitting hall', locationType: 'FACTORY' });
  const item = await made(owner, '/inventory/items', { name: 'Single jersey', kind: 'FINISHED_GOODS', unit: 'kg' });
  return { itemId: item.id, locationId: location.id };
}

/** Every state of a kind of document with the shortest way of actions to it, found from its table. */
export function waysToStates({ initial, actions }: StateMachine<string>): Map<string, string[]> {
  const ways = new Map<string, string[]>([[initial, []]]);
  for (const [state, way] of ways) {
    for (const [action, { from, to }] of Object.entries(actions)) {
      if (from.includes(state) && !ways.has(to)) ways.set(to, [...way, action]);
    }
  }
  return ways;
}

const SAYS_OUTPUT = new Set(['complete', 'short-close']);

export function act(
  by: Client,
  { path }: DocumentKind,
  { id }: Made,
  action: string,
  headers: Record<string, string> = {},
) {
  return by.call(
    'POST',
    `${path}/${id}/actions/${action}`,
    SAYS_OUTPUT.has(action) ? { quantityCompleted: '1' } : undefined,
    headers,
  );
}

/** A new document, moved on to `state`. */
export async function documentIn(by: Client, kind: DocumentKind, place: Place, state: string): Promise<Made> {
  let document = await made(by, kind.path, kind.body(place));
  for (const action of waysToStates(kind.states).get(state) ?? [])
    document = (await act(by, kind, document, action)).body;
  if (document.status !== state) throw new Error(`no ${kind.one} came to ${state}: ${JSON.stringify(document)}`);
  return document;
}
