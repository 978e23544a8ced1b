import { z } from 'zod';
import type { TenantContext } from '@/context';
import type { ErrorCode } from '@/contract/errors';
import { id } from '@/contract/fields';
import type { ListAnswer } from '@/contract/list';
import type { Permission } from '@/contract/permissions';
import type { StateMachine } from '@/contract/states';
import { listRoutes } from '@/exports/listRoutes';
import { defineRoute, type Idempotency, type Route } from '@/http/route';
import type { RecordService } from './recordService';

export const idParams = z.object({ id });

type Options<Out, Create, Update, Query, Row> = {
  readonly path: string;
  readonly tag: string;
  /** One and many, in lower case: "supplier", "suppliers". */
  readonly names: readonly [string, string];
  readonly permissions: { readonly read: Permission; readonly write: Permission };
  readonly schemas: {
    readonly query: z.ZodObject & z.ZodType<Query>;
    readonly list: z.ZodType<unknown, ListAnswer<Row>>;
    readonly out: z.ZodType<unknown, Out>;
    readonly create: z.ZodType<Create>;
    readonly update: z.ZodType<Update>;
  };
  readonly service: RecordService<Out, Create, Update>;
  readonly list: (ctx: TenantContext, query: Query) => Promise<ListAnswer<Row>>;
  /** Whether making one takes an Idempotency-Key: documents do. */
  readonly idempotent: Idempotency;
  /** Refusals of making and changing one beyond those of all kinds. */
  readonly errors?: readonly ErrorCode[];
};

/** List, get, create, change, archive and restore of one kind of record. */
export function recordRoutes<Out, Create, Update, Query, Row>({
  path,
  tag,
  names: [one, many],
  permissions,
  schemas,
  service,
  list,
  idempotent,
  errors = [],
}: Options<Out, Create, Update, Query, Row>): Route[] {
  const { read, write } = permissions;
  const shared = { tag, access: 'tenant', custom: service.custom } as const;
  const single = { ...shared, params: idParams, response: schemas.out };
  return [
    ...listRoutes({
      path,
      tag,
      many,
      permission: read,
      custom: service.custom,
      query: schemas.query,
      response: schemas.list,
      list,
    }),
    defineRoute({
      ...shared,
      method: 'POST',
      path,
      summary: `Make a new ${one}`,
      permission: write,
      body: schemas.create,
      response: schemas.out,
      status: 201,
      idempotent,
      errors: ['ALREADY_EXISTS', 'RULE_VIOLATED', ...errors],
      handler: (ctx, { body }) => service.create(ctx, body),
    }),
    defineRoute({
      ...single,
      method: 'GET',
      path: `${path}/:id`,
      summary: `One of the ${many}`,
      permission: read,
      handler: (ctx, { params }) => service.get(ctx, params.id),
    }),
    defineRoute({
      ...single,
      method: 'PATCH',
      path: `${path}/:id`,
      summary: `Change a ${one}`,
      permission: write,
      body: schemas.update,
      ifMatch: true,
      errors: ['ALREADY_EXISTS', 'INVALID_STATE', 'RULE_VIOLATED', ...errors],
      handler: (ctx, { params, body, version }) => service.update(ctx, params.id, version, body),
    }),
    defineRoute({
      ...single,
      method: 'POST',
      path: `${path}/:id/actions/archive`,
      summary: `Put a ${one} away`,
      permission: write,
      errors: ['INVALID_STATE'],
      handler: (ctx, { params }) => service.archive(ctx, params.id),
    }),
    defineRoute({
      ...single,
      method: 'POST',
      path: `${path}/:id/actions/restore`,
      summary: `Bring an archived ${one} back`,
      permission: write,
      errors: ['INVALID_STATE'],
      handler: (ctx, { params }) => service.restore(ctx, params.id),
    }),
  ];
}

type ActionOptions<Out, Create, Update> = {
  readonly path: string;
  readonly tag: string;
  readonly service: RecordService<Out, Create, Update>;
  readonly one: string;
  readonly out: z.ZodType<unknown, Out>;
  readonly states: StateMachine<string>;
  /** Actions that take a body of their own, and so a route of their own. */
  readonly except?: readonly string[];
};

/** One route for each named action of a document's table of states. */
export function actionRoutes<Out, Create, Update>({
  path,
  tag,
  service,
  one,
  out,
  states,
  except = [],
}: ActionOptions<Out, Create, Update>): Route[] {
  return Object.entries(states.actions)
    .filter(([action]) => !except.includes(action))
    .map(([action, { permission }]) =>
      defineRoute({
        method: 'POST',
        path: `${path}/:id/actions/${action}`,
        summary: `${action.replace('-', ' ')} a ${one}`,
        tag,
        access: 'tenant',
        custom: service.custom,
        permission,
        params: idParams,
        response: out,
        idempotent: true,
        errors: ['INVALID_STATE'],
        handler: (ctx, { params }) => service.act(ctx, params.id, action),
      }),
    );
}
