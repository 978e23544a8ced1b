import type { ColumnType, Generated } from 'kysely';
import type * as Control from '@/generated/control/client';
import type * as Tenant from '@/generated/tenant/client';

/**
 * The tables as Kysely sees them, taken from the Prisma models so that there is one list of columns. What differs is how
 * values travel: decimals, 64-bit integers and dates as strings, never as numbers or local times.
 */
type Stored<V> = V extends { toFixed: (...args: never[]) => string; d: number[] } ? string : V extends bigint ? string : V;
type Timestamps = 'createdAt' | 'updatedAt';
type Rows<Model, Defaulted extends keyof Model = never, Dates extends keyof Model = never> = {
  [K in keyof Model]: K extends Dates
    ? string | Extract<Model[K], null>
    : K extends Defaulted | Extract<keyof Model, Timestamps | 'version'>
      ? Generated<Stored<Model[K]>>
      : null extends Model[K]
        ? ColumnType<Stored<Model[K]>, Stored<Model[K]> | undefined, Stored<Model[K]>>
        : Stored<Model[K]>;
};

export type ControlTables = {
  users: Rows<Control.User, 'isActive'>;
  tenants: Rows<Control.Tenant, 'status' | 'isActive'>;
  userTenants: Rows<Control.UserTenant, 'isActive'>;
  sessions: Rows<Control.Session>;
};

export type TenantTables = {
  locations: Rows<Tenant.TenantLocation, 'isDefault' | 'isHeadquarters' | 'isActive'>;
  primaryLocations: Rows<Tenant.PrimaryLocation>;
  suppliers: Rows<Tenant.Supplier>;
  customers: Rows<Tenant.Customer>;
  inventoryItems: Rows<Tenant.InventoryItem>;
  stockBalances: Rows<Tenant.StockBalance, 'onHand' | 'reserved'>;
  productionOrders: Rows<Tenant.ProductionOrder, 'status' | 'quantityCompleted' | 'priority', 'dueDate'>;
  qualityRecords: Rows<Tenant.QualityRecord, 'status' | 'quantityPassed' | 'quantityFailed', 'inspectedOn'>;
  qualityDefects: Rows<Tenant.QualityDefect>;
  financialTransactions: Rows<Tenant.FinancialTransaction, 'status' | 'taxAmount', 'transactionDate' | 'dueDate'>;
  numberCounters: Rows<Tenant.NumberCounter, 'nextValue'>;
  auditLog: Rows<Tenant.AuditEntry, 'id' | 'at'>;
  idempotencyKeys: Rows<Tenant.IdempotencyKey>;
};
