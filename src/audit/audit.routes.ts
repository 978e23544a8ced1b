import { auditExportQuery, auditListOut, auditListQuery, auditStatusOut } from '@/contract/audit';
import { defineRoute, download } from '@/http/route';
import { auditStatus, exportAudit, listAudit } from './entries.service';

const CONTENT_TYPES = { csv: 'text/csv; charset=utf-8', ndjson: 'application/x-ndjson' } as const;

const base = { tag: 'Audit log', access: 'tenant', method: 'GET', permission: 'audit:read' } as const;

export const auditRoutes = [
  defineRoute({
    ...base,
    path: '/tenants/current/audit',
    summary: 'List what was done in the company, newest first',
    query: auditListQuery,
    response: auditListOut,
    handler: (ctx, { query }) => listAudit(ctx, query),
  }),
  defineRoute({
    ...base,
    path: '/tenants/current/audit/export',
    summary: 'Everything that was done, as a file: CSV, or one JSON document a line',
    query: auditExportQuery,
    downloads: Object.values(CONTENT_TYPES),
    handler: async (ctx, { query }) =>
      download({
        fileName: `audit-${ctx.tenant.slug}.${query.format}`,
        contentType: CONTENT_TYPES[query.format],
        chunks: exportAudit(ctx, query),
      }),
  }),
  defineRoute({
    ...base,
    path: '/tenants/current/audit/status',
    summary: 'How far the audit log is sealed',
    response: auditStatusOut,
    handler: (ctx) => auditStatus(ctx),
  }),
];
