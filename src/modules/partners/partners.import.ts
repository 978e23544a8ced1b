import type { TenantContext } from '@/context';
import { createCustomerBody, createSupplierBody } from '@/contract/partners';
import { type ImportColumn, recordKind } from '@/imports';
import { loadCustomers, loadSuppliers } from './partners.repo';
import { DEFAULT_TERMS } from './partners.service';

const { shape } = createSupplierBody;

/** What files of suppliers and of customers have alike. */
const SHARED: readonly ImportColumn[] = [
  {
    field: 'contactName',
    aliases: ['contact', 'contact person', 'contatto', 'referente'],
    type: 'text',
    example: 'Anna Conti',
    schema: shape.contactName,
  },
  {
    field: 'email',
    aliases: ['e-mail', 'mail', 'posta elettronica'],
    type: 'text',
    example: 'anna@example.com',
    schema: shape.email,
  },
  {
    field: 'phone',
    aliases: ['telephone', 'mobile', 'telefono', 'cellulare', 'tel'],
    type: 'text',
    example: '+39 0574 123456',
    schema: shape.phone,
  },
  {
    field: 'country',
    aliases: ['nation', 'paese', 'nazione', 'stato estero'],
    type: 'text',
    example: 'Italy',
    schema: shape.country,
  },
  {
    field: 'addressLine1',
    aliases: ['address', 'street', 'indirizzo', 'via'],
    type: 'text',
    example: 'Via dei Telai 1',
    schema: shape.addressLine1,
  },
  {
    field: 'addressLine2',
    aliases: ['address 2', 'indirizzo 2'],
    type: 'text',
    example: '',
    schema: shape.addressLine2,
  },
  {
    field: 'city',
    aliases: ['town', 'città', 'comune', 'località'],
    type: 'text',
    example: 'Prato',
    schema: shape.city,
  },
  {
    field: 'state',
    aliases: ['province', 'region', 'provincia', 'regione', 'prov'],
    type: 'text',
    example: 'PO',
    schema: shape.state,
  },
  {
    field: 'pincode',
    aliases: ['postcode', 'postal code', 'zip', 'pin code', 'cap'],
    type: 'text',
    example: '59100',
    schema: shape.pincode,
  },
  {
    field: 'taxId',
    aliases: ['vat', 'vat number', 'gstin', 'partita iva', 'p iva', 'codice fiscale'],
    type: 'text',
    example: 'IT01234567890',
    schema: shape.taxId,
  },
  { field: 'currency', aliases: ['valuta', 'divisa'], type: 'text', example: 'EUR', schema: shape.currency },
  {
    field: 'paymentTerms',
    aliases: ['terms of payment', 'pagamento', 'condizioni di pagamento'],
    type: 'text',
    example: 'NET_30',
    schema: shape.paymentTerms,
  },
  { field: 'terms', aliases: ['terms and conditions', 'condizioni'], type: 'text', example: '', schema: shape.terms },
  { field: 'notes', aliases: ['note', 'remarks', 'annotazioni'], type: 'text', example: '', schema: shape.notes },
];

const code = (aliases: readonly string[], example: string): ImportColumn => ({
  field: 'code',
  aliases: [...aliases, 'codice'],
  type: 'text',
  example,
  schema: shape.code,
});
const name = (aliases: readonly string[], example: string): ImportColumn => ({
  field: 'name',
  aliases: [...aliases, 'company', 'nome', 'ragione sociale', 'denominazione'],
  type: 'text',
  required: true,
  example,
  schema: shape.name,
});

const shared = {
  permission: 'partners:write',
  code: 'code',
  kept: [],
  defaults: ({ tenant }: TenantContext) => ({ currency: tenant.currency, paymentTerms: DEFAULT_TERMS }),
} as const;

/** Files of suppliers; by its code a supplier is known again. */
export const supplierImport = recordKind({
  ...shared,
  name: 'suppliers',
  entity: 'supplier',
  table: 'suppliers',
  series: 'supplier',
  columns: [
    code(['supplier code', 'vendor code', 'codice fornitore'], 'SUP-ALBA'),
    name(['supplier', 'supplier name', 'vendor', 'fornitore'], 'Filatura Alba'),
    {
      field: 'kind',
      aliases: ['type', 'supplier type', 'tipo', 'genere'],
      type: 'choice',
      required: true,
      example: 'YARN',
      schema: shape.kind,
      choices: {
        YARN: ['yarns', 'filati', 'filato'],
        FABRIC: ['fabrics', 'tessuti', 'tessuto'],
        DYES_CHEMICALS: ['dyes', 'chemicals', 'coloranti', 'prodotti chimici'],
        TRIMS: ['trimmings', 'accessori'],
        PACKAGING: ['imballaggi', 'imballaggio'],
        MACHINERY: ['machines', 'macchinari'],
        JOB_WORK: ['jobwork', 'contract work', 'lavorazioni', 'terzista', 'conto terzi'],
        SERVICES: ['service', 'servizi'],
        OTHER: ['altro', 'altri'],
      },
    },
    ...SHARED,
    {
      field: 'leadTimeDays',
      aliases: ['lead time', 'giorni di consegna', 'tempo di consegna'],
      type: 'integer',
      example: '14',
      schema: shape.leadTimeDays,
    },
  ],
  load: loadSuppliers,
  usedBy: [
    ['quality_records', 'supplier_id'],
    ['financial_transactions', 'supplier_id'],
  ],
});

/** Files of customers; by its code a customer is known again. */
export const customerImport = recordKind({
  ...shared,
  name: 'customers',
  entity: 'customer',
  table: 'customers',
  series: 'customer',
  columns: [
    code(['customer code', 'client code', 'codice cliente'], 'CUS-VERRE'),
    name(['customer', 'customer name', 'client', 'cliente'], 'Maison Verre'),
    {
      field: 'kind',
      aliases: ['type', 'customer type', 'tipo', 'genere'],
      type: 'choice',
      required: true,
      example: 'BRAND',
      schema: createCustomerBody.shape.kind,
      choices: {
        BRAND: ['brands', 'marchio', 'griffe'],
        RETAILER: ['retail', 'dettagliante', 'negozio'],
        WHOLESALER: ['wholesale', 'grossista'],
        EXPORTER: ['export', 'esportatore'],
        MANUFACTURER: ['maker', 'produttore', 'confezionista'],
        AGENT: ['agente', 'rappresentante'],
        OTHER: ['altro', 'altri'],
      },
    },
    ...SHARED,
    {
      field: 'creditLimit',
      aliases: ['credit', 'fido', 'limite di credito'],
      type: 'number',
      example: '10000',
      schema: createCustomerBody.shape.creditLimit,
    },
  ],
  load: loadCustomers,
  usedBy: [
    ['production_orders', 'customer_id'],
    ['financial_transactions', 'customer_id'],
  ],
});
