import * as contract from '@/contract/imports';
import { EXPORT_TYPES } from '@/exports/exportList';
import { listRoutes } from '@/exports/listRoutes';
import { defineRoute, type Route } from '@/http/route';
import { idParams } from '@/records/recordRoutes';
import { type Kinds, mayImport, openImport, requireKind } from './access';
import { hasImports, listBatches } from './batches.repo';
import { faultsOf } from './faults.repo';
import { result, template } from './files';
import type { ImportKind } from './kind';
import { listImportRows } from './rows.repo';
import { runImport, undoImport } from './run.service';
import { shownImport, shownRow } from './shown';
import { changeReading, stageImport } from './staging.service';

const path = '/imports';
const base = { tag: 'Imports', access: 'tenant', permission: 'imports:run' } as const;
const NO_ROWS = { data: [], nextCursor: null };

/** Files of these kinds: sent and checked, run, taken back. */
export function importRoutes(all: readonly ImportKind[]): Route[] {
  const kinds: Kinds = new Map(all.map((kind) => [kind.name, kind]));
  const one = { ...base, params: idParams, response: contract.importOut } as const;
  return [
    ...listRoutes({
      ...base,
      path,
      many: 'imports',
      query: contract.importListQuery,
      response: contract.importListOut,
      list: async (ctx, { kind, ...query }) => {
        if (!hasImports(ctx)) return NO_ROWS;
        const open = all.filter((each) => mayImport(ctx, each)).map(({ name }) => name);
        const wanted = kind === undefined ? open : open.filter((name) => name === kind);
        // Nothing is held back from who may see all of them.
        return listBatches(ctx, wanted.length === all.length ? query : { ...query, kind: wanted });
      },
    }),
    ...all.map((kind) =>
      defineRoute({
        ...base,
        method: 'GET',
        path: `${path}/templates/${kind.name}`,
        summary: `An empty file for ${kind.name}, with an example`,
        query: contract.templateQuery,
        downloads: Object.values(EXPORT_TYPES),
        handler: async (ctx, { query }) => template(ctx, requireKind(ctx, kinds, kind.name), query.format),
      }),
    ),
    defineRoute({
      ...base,
      method: 'POST',
      path,
      summary: 'Send a file, CSV or XLSX, and hear all that is wrong with its rows; no record is made yet',
      query: contract.importQuery,
      upload: { types: Object.values(contract.IMPORT_FILE_TYPES), mostBytes: contract.LARGEST_FILE },
      response: contract.importOut,
      status: 201,
      long: true,
      errors: ['RULE_VIOLATED', 'RATE_LIMITED'],
      handler: (ctx, { query, upload }) => stageImport(ctx, kinds, query, upload),
    }),
    defineRoute({
      ...one,
      method: 'GET',
      path: `${path}/:id`,
      summary: 'One of the imports, also how far it is while it runs',
      handler: async (ctx, { params }) => shownImport(ctx, await openImport(ctx, kinds, params.id)),
    }),
    defineRoute({
      ...base,
      method: 'GET',
      path: `${path}/:id/rows`,
      summary: 'The rows of a file, with their faults and what became of them',
      params: idParams,
      query: contract.importRowsQuery,
      response: contract.importRowsOut,
      handler: async (ctx, { params, query }) => {
        await openImport(ctx, kinds, params.id);
        const { data, nextCursor } = await listImportRows(ctx, { ...query, batchId: params.id });
        return { data: data.map(shownRow), nextCursor };
      },
    }),
    defineRoute({
      ...base,
      method: 'GET',
      path: `${path}/:id/faults`,
      summary: 'What is wrong with a file, the same fault of several cells told once, the most frequent first',
      params: idParams,
      response: contract.importFaultsOut,
      handler: async (ctx, { params }) => faultsOf(ctx, (await openImport(ctx, kinds, params.id)).batch),
    }),
    defineRoute({
      ...base,
      method: 'GET',
      path: `${path}/:id/result`,
      summary: 'What became of each row, as CSV',
      params: idParams,
      downloads: [EXPORT_TYPES.csv],
      errors: ['RATE_LIMITED'],
      handler: (ctx, { params }) => result(ctx, kinds, params.id),
    }),
    defineRoute({
      ...one,
      method: 'PATCH',
      path: `${path}/:id`,
      summary: 'Say what columns, values and numbers of the file mean, and check it again',
      body: contract.updateImportBody,
      ifMatch: true,
      long: true,
      errors: ['INVALID_STATE', 'RATE_LIMITED'],
      handler: (ctx, { params, body, version }) => changeReading(ctx, kinds, params.id, version, body),
    }),
    defineRoute({
      ...one,
      method: 'POST',
      path: `${path}/:id/actions/run`,
      summary: 'Make and change the records: all rows, or those without faults',
      body: contract.runImportBody,
      idempotent: true,
      long: true,
      errors: ['ALREADY_EXISTS', 'INVALID_STATE', 'RULE_VIOLATED', 'RATE_LIMITED'],
      handler: (ctx, { params, body }) => runImport(ctx, kinds, params.id, body.mode),
    }),
    defineRoute({
      ...one,
      method: 'POST',
      path: `${path}/:id/actions/undo`,
      summary: 'Remove what an import has made, and put back what it has changed',
      idempotent: true,
      long: true,
      errors: ['INVALID_STATE', 'IN_USE', 'INSUFFICIENT_STOCK', 'RULE_VIOLATED', 'RATE_LIMITED'],
      handler: (ctx, { params }) => undoImport(ctx, kinds, params.id),
    }),
  ];
}
