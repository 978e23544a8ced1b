/** The fields a company declares for itself: their declaration, their columns, what a request may know of them. */
export { addCustomField, changeCustomField, removeCustomField } from './change';
export { withCurrentFields } from './current';
export { declaredFields } from './declared';
export { customFieldsOf, readCustomFields } from './read';
export type { Actor } from './session';
