import { text } from '@/contract/fields';
import { createLotBody } from '@/contract/lots';
import type { ImportColumn } from '@/imports';
import { PACKAGE_NAMES } from '../importNames';

const { shape } = createLotBody;

/** What columns of a file of lots and rolls can be for. */
export const LOT_COLUMNS: readonly ImportColumn[] = [
  {
    field: 'item',
    label: 'Item SKU',
    aliases: ['sku', 'item code', 'article', 'codice articolo', 'articolo'],
    type: 'text',
    required: true,
    example: 'YRN-030',
    schema: text(60),
  },
  {
    field: 'number',
    aliases: ['lot', 'lot number', 'roll', 'roll number', 'lotto', 'numero lotto', 'pezza', 'numero pezza', 'rotolo'],
    type: 'text',
    example: 'L-2026-001',
    schema: shape.number,
  },
  {
    field: 'supplier',
    label: 'Supplier code',
    aliases: ['vendor code', 'fornitore', 'codice fornitore'],
    type: 'text',
    example: '',
    schema: text(60),
  },
  {
    field: 'supplierLot',
    aliases: ["supplier's lot", 'vendor lot', 'lotto fornitore'],
    type: 'text',
    example: 'FA-7731',
    schema: shape.supplierLot,
  },
  {
    field: 'dyeLot',
    aliases: ['dye bath', 'bagno', 'bagno di tintura', 'partita'],
    type: 'text',
    example: 'D-118',
    schema: shape.dyeLot,
  },
  {
    field: 'shadeGroup',
    aliases: ['shade', 'tono', 'gruppo tono', 'tonalità'],
    type: 'text',
    example: 'A',
    schema: shape.shadeGroup,
  },
  {
    field: 'ticketLengthM',
    aliases: ['ticket length', 'length', 'lunghezza', 'metri cartellino'],
    type: 'number',
    example: '',
    schema: shape.ticketLengthM,
  },
  {
    field: 'actualLengthM',
    aliases: ['actual length', 'lunghezza effettiva', 'metri effettivi'],
    type: 'number',
    example: '',
    schema: shape.actualLengthM,
  },
  { field: 'widthMm', aliases: ['width', 'altezza', 'larghezza'], type: 'number', example: '', schema: shape.widthMm },
  {
    field: 'gsm',
    aliases: ['grams per square metre', 'grammatura', 'g/m2'],
    type: 'number',
    example: '',
    schema: shape.gsm,
  },
  { field: 'weightKg', aliases: ['weight', 'peso'], type: 'number', example: '', schema: shape.weightKg },
  {
    field: 'package',
    aliases: ['packaging', 'imballo', 'confezione'],
    type: 'choice',
    example: 'CONE',
    schema: shape.package,
    choices: PACKAGE_NAMES,
  },
  {
    field: 'packageContent',
    aliases: ['content', 'quantity per package', 'contenuto'],
    type: 'number',
    example: '1.89',
    schema: shape.packageContent,
  },
  {
    field: 'receivedOn',
    aliases: ['received', 'date received', 'ricevuto il', 'data arrivo'],
    type: 'date',
    example: '2026-03-31',
    schema: shape.receivedOn,
  },
  {
    field: 'expiresOn',
    aliases: ['expiry', 'expiry date', 'best before', 'scadenza', 'data scadenza'],
    type: 'date',
    example: '',
    schema: shape.expiresOn,
  },
  {
    field: 'isEndBit',
    aliases: ['end bit', 'remnant', 'scampolo'],
    type: 'boolean',
    example: '',
    schema: shape.isEndBit,
  },
  { field: 'notes', aliases: ['note', 'remarks', 'annotazioni'], type: 'text', example: '', schema: shape.notes },
];
