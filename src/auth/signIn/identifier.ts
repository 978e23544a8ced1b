import { email, phone } from '@/contract/fields';

/** The e-mail address or phone number that somebody goes by, as it is stored; undefined where it is neither. */
export function normaliseIdentifier(identifier: string): string | undefined {
  const field = identifier.includes('@') ? email : phone;
  return field.safeParse(identifier).data;
}
