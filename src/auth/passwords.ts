import { type Algorithm, hash, verify } from '@node-rs/argon2';

/** `Algorithm.Argon2id`; the package's const enum does not exist at run time. */
const ARGON2ID = 2 as Algorithm;

/** Argon2id with OWASP's minimum (19 MiB, 2 passes, 1 lane); runs outside the event loop. */
const PARAMETERS = { algorithm: ARGON2ID, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

let decoy: Promise<string> | undefined;

/** The stored form of a password (PHC string). */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFC'), PARAMETERS);
}

/** Whether `password` is the one of `stored`; without a stored one, false after the same work. */
export async function verifyPassword(stored: string | undefined, password: string): Promise<boolean> {
  decoy ??= hashPassword('nobody has this password');
  const matches = await verify(stored ?? (await decoy), password.normalize('NFC'));
  return stored !== undefined && matches;
}
