import { PASSWORD_LENGTHS } from '@/contract/auth';
import { fieldRefusal } from '@/lib/refusal';
import { blockedPasswords } from './blockedPasswords';

/** Whose password it is to be. */
export type PasswordOwner = {
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string | null;
  readonly phone: string | null;
  /** Whether signing in takes a second factor. */
  readonly hasTotp: boolean;
};

/** Our own name is the first that is tried. */
const OURS = ['lavoro', 'lavoroaiferri'];
/** A unit so short that repeating it makes no password, and how much must be left beside somebody's own name. */
const SHORT_UNIT = 5;
const LEAST_BESIDE_NAME = 8;

/**
 * Throws VALIDATION_FAILED at `field` where a new password is too short for its account, a common one, or not much more
 * than its owner's name (NIST SP 800-63B-4, 3.1.1.2). There are no rules of composition.
 */
export function requireGoodPassword(password: string, owner: PasswordOwner, field: string): void {
  const fault = passwordFault(password.normalize('NFC'), owner);
  if (fault) throw fieldRefusal('VALIDATION_FAILED', field, fault);
}

function passwordFault(password: string, owner: PasswordOwner): string | undefined {
  const least = owner.hasTotp ? PASSWORD_LENGTHS.withTotp : PASSWORD_LENGTHS.alone;
  if ([...password].length < least) return `At least ${least} characters.`;
  if (isCommon(password)) return 'This is a common password, and among the first that are tried.';
  if (isName(password, owner)) return 'This is little more than your name, your address or the name of this program.';
  return undefined;
}

/** Also when it is one written twice, with other spaces, or in capitals. */
function isCommon(password: string): boolean {
  const plain = password.toLowerCase();
  const forms = [plain, plain.replace(/[\s._-]+/g, '')];
  const blocked = blockedPasswords();
  return forms.some((form) => {
    const unit = repeatedUnit(form);
    return blocked.has(form) || blocked.has(unit) || [...unit].length < SHORT_UNIT;
  });
}

/** `abc` of `abcabcabc`; the whole text where it is no repetition. */
function repeatedUnit(text: string): string {
  const at = (text + text).indexOf(text, 1);
  return text.slice(0, at);
}

function isName(password: string, { firstName, lastName, email, phone }: PasswordOwner): boolean {
  const [local = '', domain = ''] = (email ?? '').split('@');
  const names = [firstName, lastName, local, ...local.split(/[._+-]/), ...domain.split('.'), phone?.slice(1) ?? ''];
  const words = [...names, ...OURS].map((word) => word.toLowerCase()).filter((word) => [...word].length > 2);
  const longestFirst = [...new Set(words)].sort((a, b) => b.length - a.length);
  const rest = longestFirst.reduce((text, word) => text.replaceAll(word, ''), password.toLowerCase());
  return rest.length < password.length && !/\p{L}/u.test(rest) && [...rest].length < LEAST_BESIDE_NAME;
}
