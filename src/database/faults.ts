import { fieldRefusal, notFound, Refusal } from '@/lib/refusal';

/** Unique keys a user can run into, and the field that is to blame. */
const FIELD_OF_KEY: Readonly<Record<string, string>> = {
  locations_name_key: 'name',
  suppliers_code_key: 'code',
  customers_code_key: 'code',
  inventory_items_sku_key: 'sku',
  inventory_items_barcode_key: 'barcode',
  item_categories_name_key: 'name',
  styles_code_key: 'code',
  lots_item_id_number_key: 'number',
  users_email_key: 'email',
  users_phone_key: 'phone',
  tenants_slug_key: 'slug',
  custom_roles_name_key: 'name',
};

const FOREIGN_KEY_VIOLATION = '23503';
/** What ON DELETE RESTRICT raises since PostgreSQL 18; older servers say 23503. */
const RESTRICT_VIOLATION = '23001';
const INVALID_PARAMETER_VALUE = '22023';

const NOT_REACHABLE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'EPIPE',
  '57P01',
  '57P02',
  '57P03',
  '53300',
  '08000',
  '08003',
  '08006',
  '25006',
  '28P01',
  '28000',
]);

/**
 * What a database error means to the caller, or undefined when it is a fault of ours. Never passes on the server's own
 * words, which name tables, keys and values.
 */
export function databaseRefusal(error: unknown): Refusal | undefined {
  const { code, constraint, message } = error as { code?: unknown; constraint?: string; message?: string };
  if (
    message === 'timeout expired' ||
    message?.startsWith('Connection terminated') ||
    message?.endsWith('is not queryable')
  )
    return databaseBusy();
  if (typeof code !== 'string') return undefined;
  if (NOT_REACHABLE.has(code)) return databaseBusy();
  switch (code) {
    // Refusals of ours that Prisma has wrapped.
    case 'UNAVAILABLE':
      return databaseBusy();
    case 'NOT_FOUND':
      return notFound();
    case '23505':
      return fieldRefusal(
        'ALREADY_EXISTS',
        FIELD_OF_KEY[constraint ?? ''] ?? '',
        'There is another one with this value.',
      );
    case RESTRICT_VIOLATION:
    case FOREIGN_KEY_VIOLATION:
      return new Refusal('IN_USE', 'Other records depend on this one, or it names a record that is gone.');
    case '23514':
      return new Refusal('RULE_VIOLATED', 'The values do not fit together.');
    case '22021':
    case '22P05':
      return new Refusal('BAD_REQUEST', 'A text contains characters that cannot be stored.');
    case '22003':
      return new Refusal('RULE_VIOLATED', 'A number is too large.');
    case '40001':
    case '40P01':
    case '55P03':
    case '57014':
      return databaseBusy();
    default:
      return undefined;
  }
}

/** Whether a row could not be deleted because others point at it. */
export function isStillReferenced(error: unknown): boolean {
  const { code } = error as { code?: string };
  return code === FOREIGN_KEY_VIOLATION || code === RESTRICT_VIOLATION;
}

/** Whether the server was told of a time zone that it does not know. */
export const isUnknownZone = (error: unknown): boolean => (error as { code?: string }).code === INVALID_PARAMETER_VALUE;

/** What a caller is told when the database cannot be used now, whatever the reason. */
export const databaseBusy = () =>
  new Refusal('UNAVAILABLE', 'The database is busy or not reachable. Try again in a moment.');
