import { beforeAll, describe, expect, it } from 'vitest';
import * as enums from '@/contract/enums';
import { diffSchema } from '@/database/diff/engine';
import { readModel } from '@/database/migrationFiles';
import { tenantSchema } from '@/database/tenantName';
import { asSuperuser, makeTenant } from '../support/database';

/** The guide's tables and columns, word for word. */
const GUIDE = {
  public: {
    users: ['id', 'first_name', 'last_name', 'email', 'phone', 'password', 'is_active', 'created_at', 'updated_at'],
    tenants: ['id', 'name', 'slug', 'industry', 'description', 'country', 'is_active', 'created_at', 'updated_at'],
    user_tenants: ['id', 'user_id', 'tenant_id', 'role', 'is_active', 'created_at', 'updated_at'],
    sessions: ['id', 'user_id', 'tenant_id', 'refresh_token', 'device_info', 'ip_address', 'expires_at', 'created_at'],
  },
  tenant: {
    locations: [
      'id',
      'tenant_id',
      'name',
      'email',
      'phone',
      'country',
      'address_line_1',
      'address_line_2',
      'city',
      'state',
      'pincode',
      'is_default',
      'is_headquarters',
      'location_type',
      'image_url',
      'is_active',
      'created_at',
      'updated_at',
    ],
    inventory_items: ['id', 'sku'],
    production_orders: ['id', 'status', 'location_id'],
    quality_records: ['id', 'status'],
    financial_transactions: ['id', 'location_id', 'currency'],
    suppliers: ['id', 'terms'],
    customers: ['id', 'terms'],
  },
} as const;

/** Which set of values checks which column. */
const CHECKED: Record<string, readonly string[]> = {
  'public.tenants.status': enums.TENANT_STATUSES,
  'public.migration_ledger.direction': enums.MIGRATION_DIRECTIONS,
  'public.migration_ledger.status': enums.ATTEMPT_STATUSES,
  'public.user_tenants.role': enums.ROLES,
  'public.invitations.role': enums.ROLES,
  'public.ownership_offers.giver_becomes': enums.ROLES_BELOW_OWNER,
  'public.ownership_offers.ended_how': enums.OWNERSHIP_ENDINGS,
  'public.support_consents.level': enums.SUPPORT_LEVELS,
  'public.support_consents.ended_how': enums.CONSENT_ENDINGS,
  'public.sessions.revoked_why': enums.SESSION_ENDINGS,
  'public.one_time_tokens.purpose': enums.TOKEN_PURPOSES,
  'public.messages.channel': enums.MESSAGE_CHANNELS,
  'tenant.custom_fields.table_name': enums.CUSTOM_FIELD_TABLES,
  'tenant.custom_fields.type': enums.CUSTOM_FIELD_TYPES,
  'tenant.locations.location_type': enums.LOCATION_TYPES,
  'tenant.suppliers.kind': enums.SUPPLIER_KINDS,
  'tenant.customers.kind': enums.CUSTOMER_KINDS,
  'tenant.partner_addresses.kind': enums.ADDRESS_KINDS,
  'tenant.partner_certificates.standard': enums.CERTIFICATE_STANDARDS,
  'tenant.inventory_items.kind': enums.ITEM_KINDS,
  'tenant.inventory_items.unit': enums.UNITS,
  'tenant.item_image_files.rendition': enums.IMAGE_RENDITIONS,
  'tenant.item_prices.customer_kind': enums.CUSTOMER_KINDS,
  'tenant.styles.kind': enums.ITEM_KINDS,
  'tenant.styles.unit': enums.UNITS,
  'tenant.sku_patterns.kind': enums.ITEM_KINDS,
  'tenant.inventory_items.yarn_count_system': enums.YARN_COUNT_SYSTEMS,
  'tenant.inventory_items.second_unit': enums.UNITS,
  'tenant.inventory_items.tracking': enums.TRACKINGS,
  'tenant.inventory_items.valuation': enums.VALUATIONS,
  'tenant.lots.package': enums.PACKAGES,
  'tenant.stock_balances.status': enums.STOCK_STATUSES,
  'tenant.stock_documents.type': enums.STOCK_DOCUMENT_TYPES,
  'tenant.stock_documents.status': enums.STOCK_DOCUMENT_STATUSES,
  'tenant.stock_documents.reason': enums.STOCK_REASONS,
  'tenant.stock_document_lines.status': enums.STOCK_STATUSES,
  'tenant.stock_document_lines.to_status': enums.STOCK_STATUSES,
  'tenant.stock_moves.movement_type': enums.MOVEMENT_TYPES,
  'tenant.stock_moves.from_end': enums.VIRTUAL_ENDS,
  'tenant.stock_moves.to_end': enums.VIRTUAL_ENDS,
  'tenant.stock_moves.from_status': enums.STOCK_STATUSES,
  'tenant.stock_moves.to_status': enums.STOCK_STATUSES,
  'tenant.stock_moves.source_type': enums.MOVE_SOURCES,
  'tenant.reservations.status': enums.RESERVATION_STATUSES,
  'tenant.stock_alerts.kind': enums.ALERT_KINDS,
  'tenant.stock_alerts.status': enums.ALERT_STATUSES,
  'tenant.stock_counts.status': enums.COUNT_STATUSES,
  'tenant.stock_count_lines.status': enums.STOCK_STATUSES,
  'tenant.production_orders.status': enums.ORDER_STATUSES,
  'tenant.production_orders.priority': enums.PRIORITIES,
  'tenant.quality_records.kind': enums.QUALITY_KINDS,
  'tenant.quality_records.status': enums.QUALITY_STATUSES,
  'tenant.quality_defects.category': enums.DEFECT_CATEGORIES,
  'tenant.quality_defects.severity': enums.DEFECT_SEVERITIES,
  'tenant.financial_transactions.type': enums.TRANSACTION_TYPES,
  'tenant.financial_transactions.status': enums.TRANSACTION_STATUSES,
  'tenant.import_batches.status': enums.IMPORT_STATUSES,
  'tenant.import_batches.format': enums.IMPORT_FORMATS,
  'tenant.import_batches.mode': enums.IMPORT_MODES,
  'tenant.import_batches.decimal_mark': enums.DECIMAL_MARKS,
  'tenant.import_rows.outcome': enums.ROW_OUTCOMES,
};

describe('the tables', () => {
  let schema: string;
  beforeAll(async () => {
    schema = tenantSchema(await makeTenant());
  });
  const real = (plane: string) => (plane === 'public' ? 'public' : schema);

  it.each(
    Object.entries(GUIDE).flatMap(([plane, tables]) =>
      Object.entries(tables).map(([table, columns]) => [plane, table, columns] as const),
    ),
  )("should have the guide's columns of %s %s", async (plane, table, columns) => {
    const rows = await asSuperuser<{ column_name: string }>(
      'SELECT column_name FROM information_schema.columns WHERE table_schema = $1 AND table_name = $2',
      [real(plane), table],
    );
    expect(rows.map(({ column_name }) => column_name)).toEqual(expect.arrayContaining([...columns]));
  });

  it.each(Object.entries(CHECKED))('should allow in %s just the values of the contract', async (name, values) => {
    const [plane = '', table = '', column = ''] = name.split('.');
    const rows = await asSuperuser<{ definition: string }>(
      `SELECT pg_get_constraintdef(oid) AS definition FROM pg_constraint WHERE contype = 'c' AND conrelid = $1::regclass AND conname = $2`,
      [`${real(plane)}.${table}`, `${table}_${column}_check`],
    );
    const allowed = [...(rows[0]?.definition ?? '').matchAll(/'([^']+)'/g)].map(([, value]) => value);
    expect(allowed).toEqual([...values]);
  });

  it('should be exactly what the Prisma models say', async () => {
    expect(await diffSchema('public', readModel('control'))).toEqual({ up: '', down: '' });
    expect(await diffSchema(schema, readModel('tenant'))).toEqual({ up: '', down: '' });
  });

  it('should keep every foreign key inside its schema and give every table a primary key', async () => {
    const leaving = await asSuperuser(
      `SELECT conname FROM pg_constraint c JOIN pg_class a ON a.oid = c.conrelid JOIN pg_class b ON b.oid = c.confrelid
       WHERE c.contype = 'f' AND a.relnamespace <> b.relnamespace`,
    );
    const bare = await asSuperuser(
      `SELECT relname FROM pg_class t WHERE relkind = 'r' AND relnamespace IN ($1::regnamespace, 'public'::regnamespace)
         AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conrelid = t.oid AND contype = 'p')`,
      [schema],
    );
    expect([leaving, bare]).toEqual([[], []]);
  });

  it('should have no trigger in a company', async () => {
    const triggers = `SELECT tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
      WHERE NOT tgisinternal AND c.relnamespace <> 'public'::regnamespace`;
    expect(await asSuperuser(triggers)).toEqual([]);
  });

  it('should have an index for every foreign key', async () => {
    const missing = await asSuperuser(
      `SELECT c.conname FROM pg_constraint c
       WHERE c.contype = 'f' AND c.connamespace IN ($1::regnamespace, 'public'::regnamespace) AND c.conrelid <> ($2)::regclass
         AND NOT EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = c.conrelid AND (i.indkey::int2[])[0:cardinality(c.conkey) - 1] @> c.conkey)`,
      [schema, `${schema}.primary_locations`],
    );
    expect(missing).toEqual([]);
  });
});
