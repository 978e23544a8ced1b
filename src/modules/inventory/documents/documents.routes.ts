import { changesOf } from '@/audit/entries.service';
import { changesOut } from '@/contract/audit';
import * as contract from '@/contract/stockDocuments';
import { defineRoute } from '@/http/route';
import { idParams, recordRoutes } from '@/records/recordRoutes';
import { postDocument, receiveDocument, reverseDocument } from './documents.actions';
import { listDocuments } from './documents.repo';
import { documents } from './documents.service';

const tag = 'Inventory';
const path = '/inventory/documents';
const action = {
  method: 'POST',
  tag,
  access: 'tenant',
  params: idParams,
  response: contract.stockDocumentOut,
  idempotent: true,
  errors: ['INVALID_STATE', 'INSUFFICIENT_STOCK', 'RULE_VIOLATED'],
} as const;

export const documentRoutes = [
  ...recordRoutes({
    path,
    tag,
    names: ['stock document', 'stock documents'],
    permissions: { read: 'inventory:read', write: 'inventory:move' },
    schemas: {
      query: contract.stockDocumentListQuery,
      list: contract.stockDocumentListOut,
      out: contract.stockDocumentOut,
      create: contract.createStockDocumentBody,
      update: contract.updateStockDocumentBody,
    },
    service: documents,
    list: listDocuments,
    // The most frequent of all writes.
    idempotent: 'late',
    errors: ['INSUFFICIENT_STOCK'],
  }),
  defineRoute({
    method: 'GET',
    path: `${path}/:id/changes`,
    summary: 'Who has done what with a stock document, and when; newest first',
    tag,
    access: 'tenant',
    permission: 'inventory:read',
    params: idParams,
    response: changesOut,
    handler: async (ctx, { params }) => {
      const { id } = await documents.get(ctx, params.id);
      return changesOf(ctx, 'stock_document', id);
    },
  }),
  defineRoute({
    ...action,
    path: `${path}/:id/actions/post`,
    summary: 'Post a stock document: what it says moves',
    permission: 'inventory:move',
    handler: (ctx, { params }) => postDocument(ctx, params.id),
  }),
  defineRoute({
    ...action,
    path: `${path}/:id/actions/receive`,
    summary: 'Say what has come of a transfer that was on the way',
    permission: 'inventory:move',
    body: contract.receiveBody,
    handler: (ctx, { params, body }) => receiveDocument(ctx, params.id, body),
  }),
  defineRoute({
    ...action,
    path: `${path}/:id/actions/reverse`,
    summary: 'Take a posted stock document back by a linked one',
    permission: 'inventory:adjust',
    status: 201,
    handler: (ctx, { params }) => reverseDocument(ctx, params.id),
  }),
];
