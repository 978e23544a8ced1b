/** Who an entry can be of: a person, a command at the server's terminal, a key of the API, the operator's support, a job. */
export const AUDIT_ACTORS = ['user', 'cli', 'key', 'support', 'job', 'system'] as const;
/** The kinds of records and the actions the log is mostly about: what a person may choose from. There may be others. */
export const AUDIT_ENTITIES = [
  'company',
  'location',
  'supplier',
  'customer',
  'item',
  'production_order',
  'quality_record',
  'financial_transaction',
  'custom_field',
] as const;
export const AUDIT_ACTIONS = [
  'create',
  'update',
  'delete',
  'archive',
  'restore',
  'confirm',
  'release',
  'start',
  'hold',
  'resume',
  'complete',
  'close',
  'short-close',
  'cancel',
  'accept',
  'reject',
  'accept-part',
  'concede',
  'post',
  'void',
  'set-default',
  'set-headquarters',
  'change-slug',
  'ask-deletion',
  'clone',
] as const;
export const AUDIT_FORMATS = ['csv', 'ndjson'] as const;
