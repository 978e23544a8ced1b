import type { z } from 'zod';
import type { TenantContext } from '@/context';
import type { CustomFieldTable } from '@/contract/enums';
import type { ErrorCode } from '@/contract/errors';
import { exportQuery, type ListAnswer } from '@/contract/list';
import type { Permission } from '@/contract/permissions';
import { defineRoute, type Route } from '@/http/route';
import { EXPORT_TYPES, exportList } from './exportList';

type Options<Query, Row> = {
  readonly path: string;
  readonly tag: string;
  /** What it lists, in lower case: "suppliers". */
  readonly many: string;
  /** Of the list and of a file of it. */
  readonly permission: Permission;
  /** The table whose records it lists, when its company may give it fields of its own. */
  readonly custom?: CustomFieldTable | undefined;
  readonly query: z.ZodObject & z.ZodType<Query>;
  readonly response: z.ZodType<unknown, ListAnswer<Row>>;
  readonly list: (ctx: TenantContext, query: Query) => Promise<ListAnswer<Row>>;
  /** What it may refuse. */
  readonly errors?: readonly ErrorCode[];
};

/** A list, page by page, and all of it as a file at `<path>/export`. They come before a route with `:id` there. */
export function listRoutes<Query, Row>(options: Options<Query, Row>): Route[] {
  const { path, tag, many, permission, custom, query, response, list, errors = [] } = options;
  const shared = { method: 'GET', access: 'tenant', tag, permission, ...(custom && { custom }) } as const;
  return [
    defineRoute({
      ...shared,
      path,
      summary: `List ${many}`,
      query,
      response,
      errors,
      handler: (ctx, input) => list(ctx, input.query as Query),
    }),
    defineRoute({
      ...shared,
      path: `${path}/export`,
      summary: `All ${many} the filters leave, as a file: CSV or XLSX`,
      query: exportQuery(query),
      downloads: Object.values(EXPORT_TYPES),
      errors: ['RATE_LIMITED', ...errors],
      handler: (ctx, input) => exportList(ctx, { path, response, custom, list }, input.query as never),
    }),
  ];
}
