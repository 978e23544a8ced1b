import type { TenantContext } from '@/context';
import { createCustomerBody, createSupplierBody } from '@/contract/partners';
import { type ImportColumn, type Meant, type RecordImport, recordKind, type Values, type Written } from '@/imports';
import { freeNumbers } from '@/records/manyRecords.repo';
import { ONE_OF, type PartnerTable } from './partner';
import { loadCustomers, loadSuppliers } from './partners.repo';
import { DEFAULT_TERMS, stored } from './partners.service';
import { REFERENCES } from './references';
import { identityFaults } from './rules';
import { keepTermsOfMany } from './terms.repo';

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
    example: 'IT01234567897',
    schema: shape.taxId,
  },
  { field: 'pan', aliases: ['pan number'], type: 'text', example: '', schema: shape.pan },
  {
    field: 'registrationNumber',
    aliases: ['company number', 'numero rea', 'rea', 'cciaa'],
    type: 'text',
    example: '',
    schema: shape.registrationNumber,
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

/** What an identity is told by, of a record or a row. */
const identityOf = ({ name, taxId, pan, country }: Values) => ({
  name: textOf(name) ?? '',
  taxId: textOf(taxId),
  pan: textOf(pan),
  country: textOf(country),
});
const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** A tax id is kept in the spelling of its country, whichever of the two a row says. */
async function complete(_ctx: TenantContext, rows: readonly Meant[]): Promise<Values[]> {
  return rows.map(({ row: { values }, record }) => {
    if (values.taxId === undefined && values.country === undefined) return {};
    const { taxId } = stored(identityOf({ ...record, ...values }));
    return taxId === null ? {} : { taxId };
  });
}

function keys(record: Values): Values {
  const { nameKey, taxKey } = stored(identityOf(record));
  return { nameKey, taxKey };
}

/** What suppliers and customers have alike. */
const shared = (table: PartnerTable) =>
  ({
    table,
    name: table,
    entity: ONE_OF[table],
    permission: 'partners:write',
    code: 'code',
    codes: (ctx, records) => freeNumbers(ctx, table, 'code', ONE_OF[table], records.length),
    beside: { nameKey: 'text', taxKey: 'text' },
    rules: (_record, said, was) => identityFaults(identityOf(said), identityOf(was ?? {})),
    complete,
    keys,
    afterwards: (ctx, written) => keepTermsOfMany(ctx, table, written.map(termsOf)),
    usedBy: REFERENCES[table].filter((each) => !isTerms(each)).map(({ table: of, column }) => [of, column] as const),
    parts: REFERENCES[table].filter(isTerms).map(({ table: of, column }) => [of, column] as const),
  }) satisfies Partial<RecordImport>;

/** They have a version of their own from the day a party is entered. */
const isTerms = ({ table }: { readonly table: string }) => table === 'partner_terms';

const termsOf = ({ id, before, after }: Written) => ({
  id,
  before: textOf(before?.terms) ?? null,
  after: textOf(after.terms) ?? null,
});

const defaults = ({ tenant }: TenantContext) => ({ currency: tenant.currency, paymentTerms: DEFAULT_TERMS });

/** Files of suppliers; by its code a supplier is known again. */
export const supplierImport = recordKind({
  ...shared('suppliers'),
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
    {
      field: 'minimumOrder',
      aliases: ['minimum order value', 'ordine minimo'],
      type: 'number',
      example: '',
      schema: shape.minimumOrder,
    },
  ],
  defaults,
  load: loadSuppliers,
});

/** Files of customers; by its code a customer is known again. */
export const customerImport = recordKind({
  ...shared('customers'),
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
    {
      field: 'onHold',
      aliases: ['hold', 'blocked', 'bloccato', 'sospeso'],
      type: 'boolean',
      example: '',
      schema: createCustomerBody.shape.onHold,
    },
    {
      field: 'holdReason',
      aliases: ['reason of hold', 'motivo del blocco'],
      type: 'text',
      example: '',
      schema: createCustomerBody.shape.holdReason,
    },
  ],
  defaults: (ctx) => ({ ...defaults(ctx), onHold: false }),
  load: loadCustomers,
});
