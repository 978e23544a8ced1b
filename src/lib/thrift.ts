import { setFlagsFromString } from 'node:v8';

/**
 * While something large is read or written piece by piece, nearly all of the memory it takes is garbage at once. Left alone,
 * V8 lets that grow to twice what is needed before it clears up: here it does so earlier, as long as such work goes on.
 */
const EARLY = '--heap-growing-percent=25';
/** As V8 likes. */
const USUAL = '--heap-growing-percent=0';

let underWay = 0;

/** What is answered ends it. */
export function clearUpEarly(): () => void {
  underWay += 1;
  if (underWay === 1) setFlagsFromString(EARLY);
  return () => {
    underWay -= 1;
    if (underWay === 0) setFlagsFromString(USUAL);
  };
}
