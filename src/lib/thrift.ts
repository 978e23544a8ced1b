import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * While something large is read or written piece by piece, nearly all of the memory it takes is garbage at once. Left alone,
 * V8 lets that grow to twice what is needed before it clears up: here it does so earlier, as long as such work goes on.
 */
const EARLY = '--heap-growing-percent=25';
/** As V8 likes. */
const USUAL = '--heap-growing-percent=0';
/** Of so many rows on it is worth it. */
const MANY_ROWS = 5000;

let underWay = 0;
let collect: (() => void) | undefined;

/** Work on many rows: tells how many there were more, and when it is over. */
export class Thrift {
  #rows = 0;
  #early = false;

  add(rows: number): void {
    this.#rows += rows;
    if (this.#early || this.#rows < MANY_ROWS) return;
    this.#early = true;
    underWay += 1;
    if (underWay === 1) begin();
  }

  end(): void {
    if (!this.#early) return;
    this.#early = false;
    underWay -= 1;
    if (underWay === 0) setFlagsFromString(USUAL);
  }
}

/** How far the heap may grow is decided anew when it has been cleared up. */
function begin(): void {
  setFlagsFromString(EARLY);
  setFlagsFromString('--expose-gc');
  collect ??= runInNewContext('gc') as () => void;
  collect();
}
