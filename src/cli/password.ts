import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import type { z } from 'zod';
import { Refusal } from '@/lib/refusal';
import { checked } from './companies';

export type PasswordOptions = { readonly passwordStdin?: true };

/** No password is longer, and no more is read. */
const MOST_READ = 4096;

/**
 * A new password: the first line of standard input when that is asked for, else typed twice at the terminal, unseen. Never
 * an argument, for arguments are seen by everybody. Throws BAD_REQUEST without a terminal, VALIDATION_FAILED for a weak one.
 */
export async function readPassword({ passwordStdin }: PasswordOptions, password: z.ZodString): Promise<string> {
  if (passwordStdin) return checked(password, await firstLine());
  if (!process.stdin.isTTY)
    throw new Refusal('BAD_REQUEST', 'There is no terminal to ask for the password at: give it with --password-stdin.');
  const typed = checked(password, await ask('New password: '));
  if (typed !== (await ask('The same again: '))) throw new Refusal('BAD_REQUEST', 'The two are not the same.');
  return typed;
}

async function firstLine(): Promise<string> {
  let text = '';
  for await (const chunk of process.stdin) {
    text += String(chunk);
    if (text.length > MOST_READ || text.includes('\n')) break;
  }
  return text.split(/\r?\n/)[0] ?? '';
}

/** Asks at the terminal; what is typed is shown nowhere. */
async function ask(question: string): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  process.stderr.write(question);
  try {
    return await new Promise<string>((resolve, reject) => {
      terminal.question('').then(resolve, reject);
      terminal.once('close', () => reject(new Refusal('BAD_REQUEST', 'No password was given.')));
    });
  } finally {
    terminal.close();
    process.stderr.write('\n');
  }
}
