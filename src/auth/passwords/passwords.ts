import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import Piscina from 'piscina';
import { PROJECT_ROOT } from '@/config';
import { Refusal } from '@/lib/refusal';
import { TooManyWaitingError, Turns } from '@/lib/turns';
import { log } from '@/observability/log';

/** Argon2id with OWASP's minimum (19 MiB, 2 passes, 1 lane); 2 is the package's own number of that variant. */
const PARAMETERS = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** What a stored hash may ask for at most, in KiB, passes and lanes: whoever can write one could ask for all memory there is. */
const MOST = { memoryCost: 65_536, timeCost: 10, parallelism: 4 };

/** A hash takes 19 MiB and a core for some hundredths of a second, so they take turns: one core stays for everybody else. */
const AT_ONCE = Math.max(1, Math.min(availableParallelism() - 1, 3));
const MOST_WAITING = 200;

/** Who hashes now, and who waits. */
export const hashing = new Turns(AT_ONCE, MOST_WAITING);

/**
 * The threads in which passwords are hashed, begun when there is something to hash. They give way to everything else that wants
 * the processor: requests of those who are at work come before people who sign in.
 */
const threads = new Piscina({
  filename: path.join(PROJECT_ROOT, 'src/auth/passwords/hasher.mjs'),
  minThreads: 0,
  maxThreads: AT_ONCE,
  idleTimeout: 60_000,
  niceIncrement: 10,
  // Nothing of the process is theirs: no TypeScript to load, no secret to know.
  execArgv: [],
  env: {},
});

/** What goes before and after a hash asks the database: a few sign-ins at a time are enough to keep the hashes busy. */
const signingIn = new Turns(AT_ONCE + 1, MOST_WAITING);

/** A hash that is no password's, and takes as long to try as one of ours. */
const DECOY = phc(randomBytes(16), randomBytes(32));

function phc(salt: Buffer, digest: Buffer): string {
  const { memoryCost, timeCost, parallelism } = PARAMETERS;
  const base64 = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');
  return `$argon2id$v=19$m=${memoryCost},t=${timeCost},p=${parallelism}$${base64(salt)}$${base64(digest)}`;
}

/** The stored form of a password (PHC string). Throws UNAVAILABLE when too many are hashed at the moment. */
export function hashPassword(password: string): Promise<string> {
  return inTurn(() => threads.run({ password: password.normalize('NFC'), parameters: PARAMETERS }, { name: 'hash' }));
}

/**
 * Whether `password` is the one of `stored`. Without a stored one, or with one that is no hash or asks for too much, false
 * after the same work. Throws UNAVAILABLE when too many are hashed at the moment.
 */
export async function verifyPassword(stored: string | undefined, password: string): Promise<boolean> {
  const usable = stored !== undefined && isWithinBounds(stored);
  const matches = await inTurn<boolean>(() =>
    threads.run({ stored: usable ? stored : DECOY, password: password.normalize('NFC') }, { name: 'verify' }),
  );
  return usable && matches;
}

/** Whether a hash was made with other parameters than new ones are. */
export function isOutdated(stored: string): boolean {
  const asked = parametersOf(stored);
  return (
    asked === undefined ||
    asked.variant !== 'argon2id' ||
    asked.memoryCost !== PARAMETERS.memoryCost ||
    asked.timeCost !== PARAMETERS.timeCost ||
    asked.parallelism !== PARAMETERS.parallelism
  );
}

const PHC = /^\$(argon2(?:id|i|d))\$v=19\$m=(\d{1,9}),t=(\d{1,9}),p=(\d{1,9})\$[\w+/]{10,90}\$[\w+/]{16,90}$/;

function parametersOf(stored: string) {
  const [, variant, m, t, p] = PHC.exec(stored) ?? [];
  return variant === undefined
    ? undefined
    : { variant, memoryCost: Number(m), timeCost: Number(t), parallelism: Number(p) };
}

function isWithinBounds(stored: string): boolean {
  const asked = parametersOf(stored);
  const good =
    asked !== undefined &&
    asked.memoryCost <= MOST.memoryCost &&
    asked.timeCost <= MOST.timeCost &&
    asked.parallelism <= MOST.parallelism;
  if (!good) log().error({ asked }, 'a stored password is no hash of ours and lets nobody in');
  return good;
}

/** Signs somebody in when it is their turn, so that many at once are no burst on the database. Throws UNAVAILABLE as hashing does. */
export const signInTurn = <T>(work: () => Promise<T>): Promise<T> => inTurn(work, signingIn);

async function inTurn<T>(work: () => Promise<T>, turns = hashing): Promise<T> {
  try {
    return await turns.take(work);
  } catch (error) {
    if (!(error instanceof TooManyWaitingError)) throw error;
    throw new Refusal('UNAVAILABLE', 'Too many people sign in at this moment. Try again in some seconds.');
  }
}
