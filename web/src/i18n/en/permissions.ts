import type { Permission } from '@contract';

type Key<P = Permission> = P extends `${infer Area}:${infer What}` ? `${Area}_${What}` : never;

/** What each permission allows, as the contract's table has it. */
export const permissions = {
  tenant_read: 'See the company and its own fields',
  fields_manage: 'Declare and remove the company’s own fields',
  tenant_update: 'Change what the company says of itself',
  tenant_own: 'Change the company’s address, hand the company over, and delete it',
  audit_read: 'See the audit log, and take it away as a file',
  roles_manage: 'Make roles, and say who has which and works at which locations',
  keys_manage: 'Make and revoke API keys',
  support_manage: 'Let the operator’s support in, see what it did, and end it',
  security_manage: 'Ask everybody for a second factor',
  members_read: 'See who belongs to the company',
  members_manage: 'Change the roles of people, remove and invite them',
  invitations_manage: 'Invite people, and take invitations back',
  locations_read: 'See locations',
  locations_update: 'Change, activate and deactivate locations',
  locations_manage: 'Make and delete locations, and choose the default one and the headquarters',
  partners_read: 'See suppliers and customers',
  partners_write: 'Enter, change and archive suppliers and customers',
  inventory_read: 'See items and stock',
  inventory_write: 'Enter, change and archive items',
  imports_run: 'Import files of what one may enter, and take that back',
  costs_read: 'See and enter costs',
  production_read: 'See production orders',
  production_draft: 'Draft production orders',
  production_run: 'Confirm, release and complete production orders',
  production_approve: 'Close production orders short',
  quality_read: 'See quality records',
  quality_record: 'Record inspections and defects',
  quality_decide: 'Accept and reject what was inspected',
  quality_concede: 'Let pass what was rejected',
  finance_read: 'See transactions and credit limits',
  finance_draft: 'Draft transactions',
  finance_post: 'Post and void transactions',
} satisfies Record<Key, string>;
