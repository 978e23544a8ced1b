import { CamelCasePlugin } from 'kysely';

/** Kysely's names are ours: `addressLine1` stands for `address_line_1`. */
export const camelCase = new CamelCasePlugin({ underscoreBeforeDigits: true, maintainNestedObjectKeys: true });

/** The column of a field: `created_at` for `createdAt`. */
export const columnOf = (field: string) => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The field of a column: `addressLine1` for `address_line_1`. */
export const fieldOf = (column: string) => column.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
