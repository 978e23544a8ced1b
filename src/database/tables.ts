import type { ColumnType, Generated } from 'kysely';
import type * as Control from '@/generated/control/client';
import type * as Tenant from '@/generated/tenant/client';

/**
 * The tables as Kysely sees them, taken from the Prisma models so that there is one list of columns. What differs is how
 * values travel: decimals, 64-bit integers, dates and instants as strings, never as numbers or local times.
 */
type Stored<V> = V extends { toFixed: (...args: never[]) => string; d: number[] } | bigint | Date ? string : V;
type Rows<Model, Defaulted extends keyof Model = never> = {
  [K in keyof Model]: K extends Defaulted | Extract<keyof Model, 'createdAt' | 'updatedAt' | 'version'>
    ? Generated<Stored<Model[K]>>
    : null extends Model[K]
      ? ColumnType<Stored<Model[K]>, Stored<Model[K]> | undefined, Stored<Model[K]>>
      : Stored<Model[K]>;
};

/** Lists that may be absent, which Prisma's language cannot say: null, then, is all locations. */
type AtLocations<Row> = Omit<Row, 'locationIds'> & {
  locationIds: ColumnType<string[] | null, readonly string[] | null | undefined, readonly string[] | null>;
};

export type ControlTables = {
  users: Rows<Control.User, 'isActive'>;
  tenants: Rows<
    Control.Tenant,
    'status' | 'isActive' | 'migrationsDigest' | 'shapeVersion' | 'ring' | 'secondFactorRequired'
  >;
  formerSlugs: Rows<Control.FormerSlug>;
  tenantEvents: Rows<Control.TenantEvent, 'id' | 'at'>;
  auditSeals: Rows<Control.AuditSeal>;
  migrationLedger: Rows<
    Control.MigrationAttempt,
    'id' | 'direction' | 'attempt' | 'destructive' | 'startedAt' | 'backendPid'
  >;
  driftReports: Rows<Control.DriftReport>;
  jobRuns: Rows<Control.JobRun, 'startedAt'>;
  userTenants: AtLocations<Rows<Control.UserTenant, 'isActive'>>;
  customRoles: Rows<Control.CustomRole>;
  apiKeys: AtLocations<Rows<Control.ApiKey>>;
  sessions: Rows<
    Control.Session,
    'family' | 'generation' | 'tokenSeed' | 'endsAt' | 'rotatedAt' | 'lastSeenAt' | 'provedAt'
  >;
  signingKeys: Rows<Control.SigningKey>;
  webhookCursors: Rows<Control.WebhookCursor>;
  invitations: Rows<Control.Invitation, 'locationIds' | 'sentCount' | 'lastSentAt'>;
  ownershipOffers: Rows<Control.OwnershipOffer>;
  supportConsents: Rows<Control.SupportConsent>;
  supportAccesses: Rows<Control.SupportAccess, 'openedAt'>;
  securityEvents: Rows<Control.SecurityEvent, 'id' | 'at'>;
  oneTimeTokens: Rows<Control.OneTimeToken, 'tries'>;
  resetRequests: Rows<Control.ResetRequest, 'askedAt'>;
  totpSecrets: Rows<Control.TotpSecret, 'lastStep'>;
  recoveryCodes: Rows<Control.RecoveryCode>;
  knownDevices: Rows<Control.KnownDevice, 'failures' | 'lastSeenAt'>;
  strangerFailures: Rows<Control.StrangerFailures, 'lately' | 'streak'>;
  rateLimits: Rows<Control.RateLimit, 'told'>;
  messages: Rows<Control.Message, 'attempts' | 'dueAt'>;
};

export type TenantTables = {
  locations: Rows<Tenant.TenantLocation, 'isDefault' | 'isHeadquarters' | 'isActive'>;
  primaryLocations: Rows<Tenant.PrimaryLocation>;
  suppliers: Rows<Tenant.Supplier, 'tags'>;
  customers: Rows<Tenant.Customer, 'tags' | 'onHold'>;
  partnerContacts: Rows<Tenant.PartnerContact>;
  partnerAddresses: Rows<Tenant.PartnerAddress>;
  partnerCertificates: Rows<Tenant.PartnerCertificate>;
  partnerBankAccounts: Rows<Tenant.PartnerBankAccount>;
  partnerTerms: Rows<Tenant.PartnerTerms, 'mergedFrom'>;
  inventoryItems: Rows<Tenant.InventoryItem, 'tracking' | 'valuation'>;
  itemCategories: Rows<Tenant.ItemCategory>;
  styles: Rows<Tenant.Style, 'kind' | 'unit'>;
  styleColourways: Rows<Tenant.StyleColourway>;
  styleSizes: Rows<Tenant.StyleSize>;
  skuPatterns: Rows<Tenant.SkuPattern>;
  itemImages: Rows<Tenant.ItemImage>;
  itemImageFiles: Rows<Tenant.ItemImageFile>;
  itemPrices: Rows<Tenant.ItemPrice, 'minimumQuantity'>;
  stockBalances: Rows<Tenant.StockBalance, 'id' | 'status' | 'onHand' | 'reserved' | 'onHand2' | 'lastMovedOn'>;
  lots: Rows<Tenant.Lot, 'isEndBit'>;
  stockDocuments: Rows<Tenant.StockDocument, 'serial' | 'status' | 'viaTransit'>;
  stockDocumentLines: Rows<Tenant.StockDocumentLine, 'status'>;
  stockMoves: Rows<Tenant.StockMove, 'seq' | 'postedAt' | 'qty2'>;
  itemCosts: Rows<Tenant.ItemCost, 'qty' | 'value'>;
  costLayers: Rows<Tenant.CostLayer, 'seq'>;
  reservations: Rows<Tenant.Reservation, 'status'>;
  reservationAllocations: Rows<Tenant.ReservationAllocation>;
  reorderLevels: Rows<Tenant.ReorderLevel>;
  stockAlerts: Rows<Tenant.StockAlert, 'id' | 'status'>;
  stockCounts: Rows<Tenant.StockCount, 'status' | 'frozenAt'>;
  stockCountLines: Rows<Tenant.StockCountLine, 'id' | 'status'>;
  stockSettings: Rows<Tenant.StockSettings, 'id'>;
  companySettings: Rows<Tenant.CompanySettings, 'id'>;
  productionOrders: Rows<Tenant.ProductionOrder, 'status' | 'quantityCompleted' | 'priority'>;
  qualityRecords: Rows<Tenant.QualityRecord, 'status' | 'quantityPassed' | 'quantityFailed'>;
  qualityDefects: Rows<Tenant.QualityDefect>;
  financialTransactions: Rows<Tenant.FinancialTransaction, 'status' | 'taxAmount'>;
  numberCounters: Rows<Tenant.NumberCounter, 'nextValue'>;
  auditLog: Rows<Tenant.AuditEntry, 'id' | 'at' | 'txId'>;
  customFields: Rows<Tenant.CustomField>;
  idempotencyKeys: Rows<Tenant.IdempotencyKey>;
  importBatches: Rows<
    Tenant.ImportBatch,
    'status' | 'rowCount' | 'faultyCount' | 'makesCount' | 'madeCount' | 'changedCount' | 'sameCount' | 'skippedCount'
  >;
  importRows: Rows<Tenant.ImportRow, 'faulty'>;
  importProgress: Rows<Tenant.ImportProgress, 'rowsDone'>;
};
