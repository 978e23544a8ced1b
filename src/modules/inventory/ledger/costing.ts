import {
  compareDecimals,
  isZero,
  negateDecimal,
  shareOf,
  smallerOf,
  subtractDecimals,
  sumDecimals,
} from '@/lib/decimal';
import { directionOf, type PostedItem, type PostingLine } from './posting';

/** The places a value is kept with. */
export const VALUE_PLACES = 4;

/** What the stock of an item is, in all, and what it is worth. */
export type ItemCost = { readonly itemId: string; readonly qty: string; readonly value: string };
/** What is left of one receipt. */
export type CostLayer = {
  readonly id: string;
  readonly itemId: string;
  readonly lotId: string | null;
  readonly qty: string;
  readonly value: string;
};

/** What posting some lines does to costs. `values` go with the lines, in their order. */
export type Costing = {
  readonly values: readonly string[];
  readonly items: readonly ItemCost[];
  /** What is taken of layers that were there; below zero. */
  readonly layers: readonly { readonly id: string; readonly qty: string; readonly value: string }[];
  readonly newLayers: readonly Omit<CostLayer, 'id'>[];
};

type Pile = { qty: string; value: string };
type Layer = Pile & { readonly id?: string; readonly lotId: string | null };
/** What of an item is used up together, oldest first: all of it, or what is of one lot. */
type Queues = Map<string, Layer[]>;
type State = Pile & { readonly layers: Layer[]; readonly queues: Queues; readonly before: Pile };

/**
 * Values lines in their order. Of each item the whole quantity and the whole value are kept and the rate is derived: whoever
 * takes all of a pile takes all of its value, so that nothing is ever left of nothing. `costs` and `layers` are those of the
 * items, held; of layers, oldest first, at least as many as the lines use up.
 */
export function costLines(
  lines: readonly PostingLine[],
  costs: readonly ItemCost[],
  layers: readonly CostLayer[],
): Costing {
  const costOf = new Map(costs.map((cost) => [cost.itemId, cost]));
  const items = new Map(lines.map(({ item }) => [item.id, item]));
  const states = new Map([...items.keys()].map((id) => [id, stateOf(costOf.get(id))]));
  for (const layer of layers) {
    const [item, state] = [items.get(layer.itemId), states.get(layer.itemId)];
    if (item && state) addLayer(item, state, { ...layer });
  }
  const repacked = new Map<string, Pile>();
  const values = lines.map((line) => {
    const state = states.get(line.item.id) as State;
    const direction = directionOf(line);
    if (direction === 'inside') return rateOf(line, state);
    const pool = repacked.get(line.item.id) ?? { qty: '0', value: '0' };
    repacked.set(line.item.id, pool);
    if (line.to.end === 'REPACK') {
      const value = staysInItem(line) ? rateOf(line, state) : take(line, state);
      add(pool, line.quantity, value);
      return value;
    }
    if (direction === 'out') return take(line, state);
    const value = line.from.end === 'REPACK' ? takeFrom(pool, line.quantity) : incomingValue(line, state);
    if (line.from.end !== 'REPACK' || !staysInItem(line)) give(line, state, value);
    return value;
  });
  return { values, ...differences(states, layers) };
}

/** What goes from one lot of an item to another is no news to costs that are not kept by lot. */
const staysInItem = ({ item }: PostingLine) => item.valuation !== 'LOT';

function stateOf({ qty, value }: Pile = { qty: '0', value: '0' }): State {
  return { qty, value, layers: [], queues: new Map(), before: { qty, value } };
}

function addLayer(item: PostedItem, { layers, queues }: State, layer: Layer): void {
  layers.push(layer);
  const key = queueKey(item, layer.lotId);
  const queue = queues.get(key);
  if (queue) queue.push(layer);
  else queues.set(key, [layer]);
}

const queueKey = ({ valuation }: PostedItem, lotId: string | null) => (valuation === 'FIFO' ? '' : (lotId ?? ''));

/** What `quantity` of a pile is worth. */
const worth = ({ qty, value }: Pile, quantity: string): string =>
  compareDecimals(quantity, qty) >= 0 ? value : shareOf(value, quantity, qty, VALUE_PLACES);

function add(pile: Pile, quantity: string, value: string): void {
  pile.qty = sumDecimals(pile.qty, quantity);
  pile.value = sumDecimals(pile.value, value);
}

/** Takes `quantity` off a pile, with what it is worth. */
function takeFrom(pile: Pile, quantity: string): string {
  const value = worth(pile, quantity);
  add(pile, negateDecimal(quantity), negateDecimal(value));
  return value;
}

/** What incoming goods are worth where nobody says: as much as those that are there, or what the item says. */
function incomingValue({ value, quantity, item }: PostingLine, state: State): string {
  if (value !== undefined) return value;
  return isZero(state.qty) ? shareOf(item.standardCost, quantity, '1', VALUE_PLACES) : averageOf(state, quantity);
}

/** What more of the same is worth, at the rate of what is there. */
const averageOf = ({ qty, value }: Pile, quantity: string): string => shareOf(value, quantity, qty, VALUE_PLACES);

function give({ item, lotId, quantity }: PostingLine, state: State, value: string): void {
  add(state, quantity, value);
  if (item.valuation !== 'MOVING_AVERAGE') addLayer(item, state, { lotId, qty: quantity, value });
}

function take(line: PostingLine, state: State): string {
  const { item, quantity } = line;
  if (item.valuation === 'MOVING_AVERAGE') return takeFrom(state, quantity);
  let left = quantity;
  let value = '0';
  const queue = layersFor(line, state);
  for (let [layer] = queue; layer && !isZero(left); [layer] = queue) {
    const part = smallerOf(left, layer.qty);
    value = sumDecimals(value, takeFrom(layer, part));
    left = subtractDecimals(left, part);
    if (isZero(layer.qty)) queue.shift();
  }
  if (!isZero(left)) throw new Error(`the cost layers of item ${item.id} lack ${left}`);
  add(state, negateDecimal(quantity), negateDecimal(value));
  return value;
}

/** Those that a line uses up, of which something is left. */
const layersFor = ({ item, lotId }: PostingLine, { queues }: State): Layer[] => queues.get(queueKey(item, lotId)) ?? [];

/** What goods are worth that only change place. */
function rateOf(line: PostingLine, state: State): string {
  if (line.item.valuation !== 'LOT') return worth(state, line.quantity);
  const lot: Pile = { qty: '0', value: '0' };
  for (const layer of layersFor(line, state)) add(lot, layer.qty, layer.value);
  return worth(lot, line.quantity);
}

function differences(states: ReadonlyMap<string, State>, layers: readonly CostLayer[]) {
  const known = new Map(layers.map((layer) => [layer.id, layer]));
  const all = [...states].flatMap(([itemId, state]) => state.layers.map((layer) => ({ itemId, layer })));
  const minus = (now: Pile, before: Pile): Pile => ({
    qty: subtractDecimals(now.qty, before.qty),
    value: subtractDecimals(now.value, before.value),
  });
  const changed = ({ qty, value }: Pile) => !(isZero(qty) && isZero(value));
  return {
    items: [...states].map(([itemId, state]) => ({ itemId, ...minus(state, state.before) })).filter(changed),
    layers: all
      .flatMap(({ layer }) => {
        const before = known.get(layer.id ?? '');
        return before ? [{ id: before.id, ...minus(layer, before) }] : [];
      })
      .filter(changed),
    newLayers: all
      .filter(({ layer }) => layer.id === undefined && changed(layer))
      .map(({ itemId, layer: { lotId, qty, value } }) => ({ itemId, lotId, qty, value })),
  };
}
