import {
  categoryListOut,
  categoryListQuery,
  categoryOut,
  createCategoryBody,
  updateCategoryBody,
} from '@/contract/categories';
import { labelQuery } from '@/contract/labels';
import { scanOut, scanParams } from '@/contract/scan';
import * as skus from '@/contract/skus';
import * as contract from '@/contract/styles';
import { defineRoute } from '@/http/route';
import { multiplyDecimals, sumDecimals } from '@/lib/decimal';
import { QUANTITY_PLACES } from '@/lib/textile/units';
import { idParams, recordRoutes } from '@/records/recordRoutes';
import { listCategories } from './categories/categories.repo';
import { categories } from './categories/categories.service';
import { imageRoutes } from './images/images.routes';
import { itemLabel, LABEL_TYPES } from './labels/labels.service';
import { priceRoutes } from './prices/prices.routes';
import { scan } from './scan/scan.service';
import { listPatterns } from './skus/skuPatterns.repo';
import { previewOf, removePattern, setPattern } from './skus/skuPatterns.service';
import { listStyles } from './styles/styles.repo';
import { styles } from './styles/styles.service';
import { gridCells } from './styles/variants.repo';
import { makeVariants } from './styles/variants.service';

const tag = 'Inventory';
const permissions = { read: 'inventory:read', write: 'inventory:write' } as const;
const STYLES = '/inventory/styles';
const PATTERNS = '/inventory/sku-patterns';

const categoryRoutes = recordRoutes({
  path: '/inventory/categories',
  tag,
  names: ['category', 'categories'],
  permissions,
  schemas: {
    query: categoryListQuery,
    list: categoryListOut,
    out: categoryOut,
    create: createCategoryBody,
    update: updateCategoryBody,
  },
  service: categories,
  list: listCategories,
  idempotent: true,
});

const styleRoutes = [
  ...recordRoutes({
    path: STYLES,
    tag,
    names: ['style', 'styles'],
    permissions,
    schemas: {
      query: contract.styleListQuery,
      list: contract.styleListOut,
      out: contract.styleOut,
      create: contract.createStyleBody,
      update: contract.updateStyleBody,
    },
    service: styles,
    list: listStyles,
    idempotent: true,
  }),
  defineRoute({
    method: 'POST',
    path: `${STYLES}/:id/actions/make-variants`,
    summary: 'Make the items that are missing in the grid of a style',
    tag,
    access: 'tenant',
    permission: 'inventory:write',
    params: idParams,
    body: contract.makeVariantsBody,
    response: contract.madeVariantsOut,
    idempotent: true,
    errors: ['ALREADY_EXISTS', 'INVALID_STATE', 'RULE_VIOLATED'],
    handler: (ctx, { params, body }) => makeVariants(ctx, params.id, body),
  }),
  defineRoute({
    method: 'GET',
    path: `${STYLES}/:id/grid`,
    summary: 'The grid of a style: what lies of each colourway and size',
    tag,
    access: 'tenant',
    permission: 'inventory:read',
    params: idParams,
    response: contract.gridOut,
    handler: async (ctx, { params }) => {
      const { id, colourways, sizes, unit } = await styles.get(ctx, params.id);
      const cells = await gridCells(ctx, id);
      const onHand = multiplyDecimals(sumDecimals(...cells.map((cell) => cell.onHand)), '1', QUANTITY_PLACES);
      return { styleId: id, colourways, sizes, unit, cells, onHand };
    },
  }),
];

const patternRoutes = [
  defineRoute({
    method: 'GET',
    path: PATTERNS,
    summary: 'The forms of SKUs, by the kind of item',
    tag,
    access: 'tenant',
    permission: 'inventory:read',
    response: skus.skuPatternListOut,
    handler: async (ctx) => ({ data: await listPatterns(ctx), nextCursor: null }),
  }),
  defineRoute({
    method: 'POST',
    path: PATTERNS,
    summary: 'Set the form of the SKUs of a kind of item',
    tag,
    access: 'tenant',
    permission: 'inventory:write',
    body: skus.skuPatternBody,
    response: skus.skuPatternOut,
    status: 201,
    errors: ['RULE_VIOLATED'],
    handler: (ctx, { body }) => setPattern(ctx, body),
  }),
  defineRoute({
    method: 'GET',
    path: `${PATTERNS}/preview`,
    summary: 'What a form of SKUs would make',
    tag,
    access: 'tenant',
    permission: 'inventory:read',
    query: skus.skuPreviewQuery,
    response: skus.skuPreviewOut,
    errors: ['RULE_VIOLATED'],
    handler: async (_ctx, { query }) => previewOf(query),
  }),
  defineRoute({
    method: 'DELETE',
    path: `${PATTERNS}/:id`,
    summary: 'Do without a form of SKUs again',
    tag,
    access: 'tenant',
    permission: 'inventory:write',
    params: idParams,
    ifMatch: true,
    handler: (ctx, { params, version }) => removePattern(ctx, params.id, version),
  }),
];

const scanRoute = defineRoute({
  method: 'GET',
  path: '/inventory/scan/:code',
  summary: 'Find an item or a lot by what was scanned: barcode, SKU, the number of a lot, or the code of a label',
  tag,
  access: 'tenant',
  permission: 'inventory:read',
  params: scanParams,
  response: scanOut,
  errors: ['RULE_VIOLATED'],
  handler: (ctx, { params }) => scan(ctx, params.code),
});

const labelRoute = defineRoute({
  method: 'GET',
  path: '/inventory/items/:id/label',
  summary: 'The label of an item, with its barcode and a QR code',
  tag,
  access: 'tenant',
  permission: 'inventory:read',
  params: idParams,
  query: labelQuery,
  downloads: LABEL_TYPES,
  handler: (ctx, { params, query }) => itemLabel(ctx, params.id, query),
});

/** What a mill's items are sorted into and made from. */
export const catalogueRoutes = [
  ...categoryRoutes,
  ...styleRoutes,
  ...patternRoutes,
  scanRoute,
  labelRoute,
  ...imageRoutes,
  ...priceRoutes,
];
