import { AUDIT_ACTIONS, AUDIT_ENTITIES, type AuditEntryRecord } from '@contract';
import type { ListDefinition } from '@web/grid/types';
import { Kind, What, Who } from '@web/record/auditWords';
import { StateBadge } from '@web/ui/StateBadge';

export const auditList: ListDefinition<AuditEntryRecord> = {
  id: 'audit',
  path: '/audit',
  endpoint: '/tenants/current/audit',
  permission: 'audit:read',
  exported: false,
  defaultSort: '-at',
  rowKey: (row) => row.id,
  rowPath: (row) => `/audit/${row.id}`,
  columns: [
    { id: 'at', label: 'audit.at', width: 190, sort: 'at', cell: (row, format) => format.dateTime(row.at) },
    { id: 'by', label: 'audit.by', width: 170, cell: (row) => <Who actor={row.actor} /> },
    {
      id: 'action',
      label: 'audit.action',
      width: 160,
      card: 'mark',
      cell: (row) => (
        <StateBadge tone={row.action === 'delete' ? 'bad' : 'neutral'}>
          <What action={row.action} />
        </StateBadge>
      ),
    },
    { id: 'entity', label: 'audit.entity', width: 160, cell: (row) => <Kind entity={row.entity} /> },
    {
      id: 'record',
      label: 'audit.record',
      width: 260,
      card: 'title',
      cell: (row) => row.label ?? row.entityId,
    },
    { id: 'address', label: 'audit.address', width: 140, extra: true, cell: (row) => row.ipAddress },
    { id: 'request', label: 'audit.request', width: 280, extra: true, cell: (row) => row.requestId },
  ],
  filters: [
    { kind: 'instant', id: 'from', label: 'audit.from' },
    { kind: 'instant', id: 'to', label: 'audit.to' },
    { kind: 'anyOf', id: 'entity', label: 'audit.entity', set: 'auditEntity', values: AUDIT_ENTITIES },
    { kind: 'anyOf', id: 'action', label: 'audit.action', set: 'auditAction', values: AUDIT_ACTIONS },
    { kind: 'linked', id: 'actor', label: 'audit.person' },
    { kind: 'linked', id: 'entityId', label: 'audit.oneRecord' },
  ],
};
