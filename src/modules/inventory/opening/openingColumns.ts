import { z } from 'zod';
import { PACKAGES, STOCK_STATUSES, UNITS } from '@/contract/enums';
import { date, positiveQuantity, quantity, text, unitPrice } from '@/contract/fields';
import type { ImportColumn } from '@/imports';
import { PACKAGE_NAMES, STATUS_NAMES, UNIT_NAMES } from '../importNames';

/** What columns of a file of opening stock can be for. */
export const OPENING_COLUMNS: readonly ImportColumn[] = [
  {
    field: 'location',
    aliases: ['location name', 'warehouse', 'store', 'magazzino', 'sede', 'ubicazione', 'deposito'],
    type: 'text',
    required: true,
    example: 'Headquarters',
    schema: text(120),
  },
  {
    field: 'item',
    label: 'Item SKU',
    aliases: ['sku', 'item code', 'article', 'codice articolo', 'articolo', 'codice'],
    type: 'text',
    required: true,
    example: 'YRN-030',
    schema: text(60),
  },
  {
    field: 'lot',
    label: 'Lot number',
    aliases: ['number', 'roll', 'roll number', 'lotto', 'numero lotto', 'pezza', 'numero pezza', 'rotolo'],
    type: 'text',
    example: 'L-2026-001',
    schema: text(60),
  },
  {
    field: 'status',
    aliases: ['stock status', 'stato'],
    type: 'choice',
    example: 'AVAILABLE',
    schema: z.enum(STOCK_STATUSES).exclude(['IN_TRANSIT']),
    choices: STATUS_NAMES,
  },
  {
    field: 'quantity',
    aliases: ['qty', 'on hand', 'stock', 'quantità', 'qta', 'q.tà', 'giacenza', 'esistenza'],
    type: 'number',
    required: true,
    example: '120.5',
    schema: positiveQuantity,
  },
  {
    field: 'unit',
    aliases: ['uom', 'unit of measure', 'um', 'unità', 'unità di misura'],
    type: 'choice',
    example: 'kg',
    schema: z.enum([...UNITS, ...PACKAGES]),
    choices: { ...UNIT_NAMES, ...PACKAGE_NAMES },
  },
  {
    field: 'quantity2',
    label: 'Second quantity',
    aliases: ['quantity in second unit', 'seconda quantità', 'quantità 2'],
    type: 'number',
    example: '',
    schema: quantity,
  },
  {
    field: 'unitCost',
    aliases: ['cost', 'price', 'costo', 'costo unitario', 'prezzo'],
    type: 'number',
    example: '3.25',
    schema: unitPrice,
  },
  {
    field: 'asOf',
    label: 'As of',
    aliases: ['as of date', 'date', 'day', 'opening date', 'data', 'alla data', 'al', 'data apertura', 'situazione al'],
    type: 'date',
    example: '2026-01-01',
    schema: date,
  },
];
