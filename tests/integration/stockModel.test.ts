import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Answer, type Client, type Company, type Json, makeCompany } from '../support/api';
import { makePerson } from '../support/people';
import {
  decimal,
  type Key,
  keyOf,
  type ModelDocument,
  type ModelItem,
  type ModelMove,
  ONE,
  StockModel,
} from '../support/stockModel';
import { made } from './support';

const STEPS = 40;
const RUNS = 6;
const KINDS = [
  'receive',
  'receive',
  'issue',
  'issue',
  'transfer',
  'send',
  'reserve',
  'useReserved',
  'release',
] as const;
const MORE_KINDS = ['return', 'adjustIn', 'adjustOut', 'hold', 'free', 'count', 'reverse', 'reverse'] as const;
type Step = {
  readonly kind: string;
  readonly who: number;
  readonly pick: number;
  readonly other: number;
  readonly much: number;
};

let company: Company;
let people: Client[];

beforeAll(async () => {
  company = await makeCompany({ country: 'India' });
  const [manager, second] = [await makePerson(company, 'MANAGER'), await makePerson(company, 'ADMIN')];
  people = [company.owner, manager.caller, second.caller];
});

const step = fc.record({
  kind: fc.constantFrom(...KINDS, ...MORE_KINDS),
  who: fc.nat(2),
  pick: fc.nat(1000),
  other: fc.nat(1000),
  /** Ten-thousandths. */
  much: fc.integer({ min: 1, max: 120_000 }),
});

type Reserved = { readonly id: string; readonly key: Key; left: bigint };

/** One company's stock and what it should be. */
class Run {
  readonly model = new StockModel();
  readonly lots = new Map<string, string[]>();
  readonly documents: ModelDocument[] = [];
  reserved: Reserved[] = [];

  constructor(
    readonly items: readonly ModelItem[],
    readonly places: readonly string[],
  ) {}

  /** A key: mostly one with something there. */
  key(pick: number, status = 'AVAILABLE'): Key | undefined {
    const all = this.keys(status);
    const filled = all.filter((key) => this.model.at(key) > 0n);
    return pick % 8 === 0 || filled.length === 0 ? of(all, pick) : of(filled, pick);
  }

  /** Every key there could be. */
  keys(status: string): Key[] {
    return this.items.flatMap((item) =>
      this.places.flatMap((place) =>
        (item.valuation === 'MOVING_AVERAGE' ? [null] : (this.lots.get(item.id) ?? [])).map((lot) => ({
          item,
          place,
          lot,
          status,
        })),
      ),
    );
  }
}

async function makeRun(): Promise<Run> {
  const { owner } = company;
  const item = async (valuation: ModelItem['valuation'], tracking: string): Promise<ModelItem> => {
    const body = { name: valuation, kind: 'RAW_MATERIAL', unit: 'kg', unitCost: '3.3333', valuation, tracking };
    return { id: (await made(owner, '/inventory/items', body)).id, valuation, standard: 33_333n };
  };
  const items = [await item('MOVING_AVERAGE', 'NONE'), await item('FIFO', 'LOT'), await item('LOT', 'ROLL')];
  const place = async () => (await made(owner, '/locations', { name: uuidv7(), locationType: 'WAREHOUSE' })).id;
  return new Run(items, [await place(), await place()]);
}

const of = <T>(all: readonly T[], index: number): T | undefined => all[index % Math.max(1, all.length)];

const line = ({ item, lot }: { item: ModelItem; lot: string | null }, quantity: bigint) => ({
  itemId: item.id,
  quantity: decimal(quantity),
  ...(lot !== null && { lotId: lot }),
});

/** Posts a document and moves the same in the model: both do, or neither does. */
async function postBoth(
  run: Run,
  by: Client,
  body: object,
  moves: readonly ModelMove[],
  released: readonly [Key, bigint][] = [],
): Promise<Json | undefined> {
  const answer = await by.call('POST', '/inventory/documents', { post: true, ...body });
  const expected = run.model.move(moves, released);
  expectLike(answer, expected !== undefined, 201);
  if (!expected) return undefined;
  run.documents.push({ id: answer.body.id, events: [expected], reversed: false });
  return answer.body;
}

function expectLike({ status, body, text }: Answer<Json>, well: boolean, wanted: number): void {
  const seen = [status, status < 300 ? '' : body.code];
  expect(seen, text).toEqual(well ? [wanted, ''] : [422, 'INSUFFICIENT_STOCK']);
}

const STEPS_OF: Record<string, (run: Run, by: Client, step: Step) => Promise<unknown>> = {
  async receive(run, by, { pick, other, much }) {
    const item = of(run.items, pick) as ModelItem;
    const place = of(run.places, other) as string;
    const [quantity, cost] = [BigInt(much) * 3n, BigInt((pick * 7919) % 99_999)];
    const tracked = item.valuation !== 'MOVING_AVERAGE';
    const value = (2n * quantity * cost + ONE) / (2n * ONE);
    const body = { itemId: item.id, quantity: decimal(quantity), unitCost: decimal(cost), ...(tracked && { lot: {} }) };
    const answer = await by.call('POST', '/inventory/documents', {
      type: 'RECEIPT',
      post: true,
      locationId: place,
      lines: [body],
    });
    expectLike(answer, true, 201);
    const lot: string | null = answer.body.lines[0].lotId;
    if (lot !== null) run.lots.set(item.id, [...(run.lots.get(item.id) ?? []), lot]);
    const moves = run.model.move([
      { item, lot, from: null, to: { item, place, lot, status: 'AVAILABLE' }, quantity, value },
    ]);
    run.documents.push({ id: answer.body.id, events: [moves ?? []], reversed: false });
  },
  issue: (run, by, { pick, much }) => out(run, by, 'ISSUE', pick, much),
  adjustOut: (run, by, { pick, much }) => out(run, by, 'ADJUSTMENT_OUT', pick, much, { reason: 'LOST' }),
  return: (run, by, { pick, much }) => back(run, by, 'CUSTOMER_RETURN', pick, much),
  adjustIn: (run, by, { pick, much }) => back(run, by, 'ADJUSTMENT_IN', pick, much, { reason: 'FOUND' }),
  hold: (run, by, { pick, much }) => restate(run, by, pick, much, ['AVAILABLE', 'QC_HOLD']),
  free: (run, by, { pick, much }) => restate(run, by, pick, much, ['QC_HOLD', 'AVAILABLE']),
  async transfer(run, by, { pick, much }) {
    const from = run.key(pick);
    if (!from) return;
    const to = { ...from, place: run.places.find((place) => place !== from.place) ?? '' };
    const quantity = BigInt(much);
    const body = { type: 'TRANSFER', locationId: from.place, toLocationId: to.place, lines: [line(from, quantity)] };
    await postBoth(run, by, body, [{ item: from.item, lot: from.lot, from, to, quantity }]);
  },
  /** By way of transit, and it all comes. */
  async send(run, by, { pick, much }) {
    const from = run.key(pick);
    if (!from) return;
    const to = { ...from, place: run.places.find((place) => place !== from.place) ?? '' };
    const way = { ...to, status: 'IN_TRANSIT' };
    const move = { item: from.item, lot: from.lot, quantity: BigInt(much) };
    const head = { type: 'TRANSFER', viaTransit: true, locationId: from.place, toLocationId: to.place };
    const sent = await postBoth(run, by, { ...head, lines: [line(from, move.quantity)] }, [{ ...move, from, to: way }]);
    if (!sent) return;
    expectLike(await by.call('POST', `/inventory/documents/${sent.id}/actions/receive`, {}), true, 200);
    run.documents.at(-1)?.events.push(run.model.move([{ ...move, from: way, to }]) ?? []);
  },
  async reserve(run, by, { pick, much }) {
    const key = run.key(pick);
    if (!key) return;
    const quantity = BigInt(much);
    const answer = await by.call('POST', '/inventory/reservations', { ...line(key, quantity), locationId: key.place });
    expectLike(answer, run.model.reserve(key, quantity), 201);
    if (answer.status === 201) run.reserved.push({ id: answer.body.id, key, left: quantity });
  },
  async useReserved(run, by, { pick, much }) {
    const reservation = of(run.reserved, pick);
    if (!reservation) return;
    const { key, left, id } = reservation;
    const quantity = BigInt(much) < left ? BigInt(much) : left;
    const lines = [{ ...line(key, quantity), reservationId: id }];
    const move = { item: key.item, lot: key.lot, from: key, to: null, quantity };
    const used = await postBoth(run, by, { type: 'ISSUE', locationId: key.place, lines }, [move], [[key, quantity]]);
    if (used) reservation.left -= quantity;
    run.reserved = run.reserved.filter((each) => each.left > 0n);
  },
  async release(run, by, { pick }) {
    const reservation = of(run.reserved, pick);
    if (!reservation) return;
    expectLike(await by.call('POST', `/inventory/reservations/${reservation.id}/actions/release`), true, 200);
    run.model.release(reservation.key, reservation.left);
    run.reserved = run.reserved.filter((each) => each !== reservation);
  },
  async count(run, by, { pick, other, much }) {
    const key = run.key(pick);
    if (!key) return;
    const { item, lot, place } = key;
    const there = run.model.at(key);
    const counted = other % 2 === 0 ? there + BigInt(much) : there - (BigInt(much) < there ? BigInt(much) : there);
    const { id } = await made(by, '/inventory/counts', { locationId: place, itemIds: [item.id] });
    const path = `/inventory/counts/${id}/actions`;
    const lines = [{ itemId: item.id, ...(lot !== null && { lotId: lot }), counted: decimal(counted) }];
    expectLike(await by.call('POST', `${path}/enter`, { lines }), true, 200);
    expectLike(await by.call('POST', `${path}/submit`), true, 200);
    const less = counted < there;
    const quantity = less ? there - counted : counted - there;
    const move = { item, lot, from: less ? key : null, to: less ? null : key, quantity };
    const moved = quantity === 0n ? [] : run.model.move([move]);
    expectLike(await by.call('POST', `${path}/approve`), moved !== undefined, 200);
    if (!moved) expectLike(await by.call('POST', `${path}/cancel`), true, 200);
  },
  async reverse(run, by, { pick }) {
    const document = of(
      run.documents.filter(({ reversed }) => !reversed),
      pick,
    );
    if (!document) return;
    const before = structuredClone({
      onHand: run.model.onHand,
      reserved: run.model.reserved,
      states: run.model.states,
    });
    const undone = [...document.events].reverse().every((event) => run.model.move(event.map(opposite)) !== undefined);
    if (!undone) {
      restore(run.model.onHand, before.onHand);
      restore(run.model.reserved, before.reserved);
      restore(run.model.states, before.states);
    }
    expectLike(await by.call('POST', `/inventory/documents/${document.id}/actions/reverse`), undone, 201);
    document.reversed = undone;
  },
};

function restore<V>(now: Map<string, V>, before: Map<string, V>): void {
  now.clear();
  for (const [key, value] of before) now.set(key, value);
}

const opposite = ({ from, to, value, ...move }: ModelMove & { value: bigint }): ModelMove => ({
  ...move,
  from: to,
  to: from,
  value: to === null ? value : undefined,
});

async function out(run: Run, by: Client, type: string, pick: number, much: number, more: object = {}) {
  const key = run.key(pick);
  if (!key) return;
  const quantity = BigInt(much);
  const body = { type, locationId: key.place, ...more, lines: [line(key, quantity)] };
  await postBoth(run, by, body, [{ item: key.item, lot: key.lot, from: key, to: null, quantity }]);
}

async function back(run: Run, by: Client, type: string, pick: number, much: number, more: object = {}) {
  const key = run.key(pick);
  if (!key) return;
  const quantity = BigInt(much);
  const body = { type, locationId: key.place, ...more, lines: [line(key, quantity)] };
  await postBoth(run, by, body, [{ item: key.item, lot: key.lot, from: null, to: key, quantity }]);
}

async function restate(run: Run, by: Client, pick: number, much: number, [status, toStatus]: [string, string]) {
  const from = run.key(pick, status);
  if (!from) return;
  const quantity = BigInt(much);
  const lines = [{ ...line(from, quantity), status, toStatus }];
  const move = { item: from.item, lot: from.lot, from, to: { ...from, status: toStatus }, quantity };
  await postBoth(run, by, { type: 'STATUS_CHANGE', locationId: from.place, lines }, [move]);
}

/** What the API says of the run's items, as the model says it. */
async function expectSame(run: Run): Promise<void> {
  const { owner } = company;
  const [seen, wanted] = [new Map<string, string>(), new Map<string, string>()];
  for (const item of run.items) {
    const { body } = await owner.call('GET', `/inventory/stock?itemId=${item.id}&limit=200`);
    for (const { locationId: place, lotId: lot, status, onHand, reserved } of body.data)
      if (/[1-9]/.test(onHand)) seen.set(keyOf({ item, place, lot, status }), `${onHand} ${reserved}`);
  }
  for (const [key, onHand] of run.model.onHand)
    if (onHand > 0n) wanted.set(key, `${decimal(onHand)} ${decimal(run.model.reserved.get(key) ?? 0n)}`);
  expect(new Map([...seen].sort())).toEqual(new Map([...wanted].sort()));
  const { body: worth } = await owner.call('GET', '/inventory/reports/valuation');
  const valued = run.items.map(({ id }) => {
    const row = worth.items.find((each: Json) => each.itemId === id);
    return [row?.quantity ?? '0.0000', row?.stockValue ?? '0.0000'];
  });
  const states = run.items.map((item) => run.model.state(item));
  expect(valued).toEqual(states.map(({ quantity, value }) => [decimal(quantity), decimal(value)]));
  const { body } = await owner.call('POST', '/inventory/actions/verify');
  expect([body.count, body.findings]).toEqual([0, []]);
}

describe('stock', () => {
  it('should be what a plain model of it is, after every step of several people', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: STEPS, maxLength: STEPS }), async (steps) => {
        const run = await makeRun();
        const first = run.items.map((_, pick) => ({ kind: 'receive', who: 0, pick, other: pick, much: 100_000 }));
        for (const each of [...first, ...steps]) {
          await STEPS_OF[each.kind]?.(run, people[each.who] ?? company.owner, each);
          await expectSame(run);
        }
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
  }, 300_000);
});
