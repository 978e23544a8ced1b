// Runs in a thread of its own (see passwords.ts), so it may take its time.
import { hashSync, verifySync } from '@node-rs/argon2';

/** The stored form of a password (PHC string). */
export const hash = ({ password, parameters }) => hashSync(password, parameters);

/** Whether a password is the one of a stored form. Throws for what is none. */
export const verify = ({ stored, password }) => verifySync(stored, password);
