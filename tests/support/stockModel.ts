/**
 * What stock must be like, without a database: quantities and values as whole ten-thousandths. Written apart from the
 * product, so that the two can disagree.
 */
export type ModelItem = {
  readonly id: string;
  readonly valuation: 'MOVING_AVERAGE' | 'FIFO' | 'LOT';
  /** What one is worth where nobody says. */
  readonly standard: bigint;
};
export type Key = {
  readonly item: ModelItem;
  readonly place: string;
  readonly lot: string | null;
  readonly status: string;
};
export type ModelMove = {
  readonly item: ModelItem;
  readonly lot: string | null;
  readonly from: Key | null;
  readonly to: Key | null;
  readonly quantity: bigint;
  /** What it is worth as it comes in; left out, what is known of its like. */
  readonly value?: bigint | undefined;
};
/** A document as it moved: its events, each with its moves as they were valued. */
export type ModelDocument = { readonly id: string; events: (ModelMove & { value: bigint })[][]; reversed: boolean };

type Pile = { quantity: bigint; value: bigint };
type Layer = Pile & { readonly lot: string | null };
type State = Pile & { layers: Layer[] };

export const ONE = 10_000n;

export const keyOf = ({ item, place, lot, status }: Key) => [item.id, place, lot ?? '', status].join(' ');

/** a × b ÷ c, half up; all of them at least 0. */
const part = (a: bigint, b: bigint, c: bigint) => (2n * a * b + c) / (2n * c);

export class StockModel {
  readonly onHand = new Map<string, bigint>();
  readonly reserved = new Map<string, bigint>();
  readonly states = new Map<string, State>();

  free(key: Key): bigint {
    return this.at(key) - (this.reserved.get(keyOf(key)) ?? 0n);
  }

  at(key: Key): bigint {
    return this.onHand.get(keyOf(key)) ?? 0n;
  }

  state({ id }: ModelItem): State {
    const known = this.states.get(id) ?? { quantity: 0n, value: 0n, layers: [] };
    this.states.set(id, known);
    return known;
  }

  reserve(key: Key, quantity: bigint): boolean {
    if (this.free(key) < quantity) return false;
    this.reserved.set(keyOf(key), (this.reserved.get(keyOf(key)) ?? 0n) + quantity);
    return true;
  }

  release(key: Key, quantity: bigint): void {
    this.reserved.set(keyOf(key), (this.reserved.get(keyOf(key)) ?? 0n) - quantity);
  }

  /** Moves all or nothing. `released` goes off what is reserved of a key. Answers the moves with their values. */
  move(
    moves: readonly ModelMove[],
    released: readonly [Key, bigint][] = [],
  ): (ModelMove & { value: bigint })[] | undefined {
    const change = new Map<string, { key: Key; by: bigint; released: bigint }>();
    const at = (key: Key) => {
      const known = change.get(keyOf(key)) ?? { key, by: 0n, released: 0n };
      change.set(keyOf(key), known);
      return known;
    };
    for (const { from, to, quantity } of moves) {
      if (from) at(from).by -= quantity;
      if (to) at(to).by += quantity;
    }
    for (const [key, quantity] of released) at(key).released += quantity;
    const short = [...change.values()].some(
      ({ key, by, released: freed }) => by < 0n && this.at(key) + by < (this.reserved.get(keyOf(key)) ?? 0n) - freed,
    );
    if (short) return undefined;
    for (const { key, by, released: freed } of change.values()) {
      this.onHand.set(keyOf(key), this.at(key) + by);
      this.release(key, freed);
    }
    return moves.map((move) => ({ ...move, value: this.#cost(move) }));
  }

  #cost({ item, lot, from, to, quantity, value }: ModelMove): bigint {
    const state = this.state(item);
    if (from && to) return this.#rate(item, lot, quantity);
    if (from) return this.#take(item, lot, quantity);
    const known =
      state.quantity === 0n ? part(item.standard, quantity, ONE) : part(state.value, quantity, state.quantity);
    const worth = value ?? known;
    state.quantity += quantity;
    state.value += worth;
    if (item.valuation !== 'MOVING_AVERAGE') state.layers.push({ lot, quantity, value: worth });
    return worth;
  }

  #rate(item: ModelItem, lot: string | null, quantity: bigint): bigint {
    const pile =
      item.valuation === 'LOT' ? sumOf(this.state(item).layers.filter((layer) => layer.lot === lot)) : this.state(item);
    return quantity >= pile.quantity ? pile.value : part(pile.value, quantity, pile.quantity);
  }

  #take(item: ModelItem, lot: string | null, quantity: bigint): bigint {
    const state = this.state(item);
    const taken =
      item.valuation === 'MOVING_AVERAGE' ? takeOff(state, quantity) : this.#takeLayers(item, lot, quantity);
    if (item.valuation !== 'MOVING_AVERAGE') {
      state.quantity -= quantity;
      state.value -= taken;
    }
    return taken;
  }

  #takeLayers(item: ModelItem, lot: string | null, quantity: bigint): bigint {
    const state = this.state(item);
    let [left, value] = [quantity, 0n];
    for (const layer of state.layers) {
      if (item.valuation === 'LOT' && layer.lot !== lot) continue;
      const much = left < layer.quantity ? left : layer.quantity;
      if (much === 0n) continue;
      value += takeOff(layer, much);
      left -= much;
    }
    state.layers = state.layers.filter((layer) => layer.quantity > 0n);
    return value;
  }
}

function takeOff(pile: Pile, quantity: bigint): bigint {
  const value = quantity === pile.quantity ? pile.value : part(pile.value, quantity, pile.quantity);
  pile.quantity -= quantity;
  pile.value -= value;
  return value;
}

const sumOf = (piles: readonly Pile[]): Pile =>
  piles.reduce<Pile>((sum, { quantity, value }) => ({ quantity: sum.quantity + quantity, value: sum.value + value }), {
    quantity: 0n,
    value: 0n,
  });

/** `12.5000` of 125000. */
export function decimal(value: bigint): string {
  const digits = String(value).padStart(5, '0');
  return `${digits.slice(0, -4)}.${digits.slice(-4)}`;
}
