/**
 * The sets of values of the text columns. Each set is also a CHECK in prisma/<plane>/migrations; a test holds the two
 * together.
 */

export const ROLES = ['OWNER', 'ADMIN', 'MANAGER', 'EMPLOYEE'] as const;
/** SPARE: made ahead, waiting for its company. */
export const TENANT_STATUSES = ['ACTIVE', 'SUSPENDED', 'DELETING', 'SPARE'] as const;
export const MIGRATION_DIRECTIONS = ['UP', 'DOWN'] as const;
export const ATTEMPT_STATUSES = ['RUNNING', 'DONE', 'FAILED', 'INTERRUPTED'] as const;

/** Why a session has ended before its time. */
export const SESSION_ENDINGS = [
  'SIGNED_OUT',
  'SWITCHED',
  'REVOKED',
  'REUSED',
  'PASSWORD_CHANGED',
  'DISABLED',
  'REMOVED',
  'COMPANY_CLOSED',
  'TOO_MANY',
] as const;

/** What has become of an invitation. */
export const INVITATION_STATES = ['OPEN', 'ACCEPTED', 'DECLINED', 'REVOKED', 'EXPIRED'] as const;

/** How the offer of a company's ownership has ended: lapsed where what it rested on has ended, or its time. */
export const OWNERSHIP_ENDINGS = ['ACCEPTED', 'DECLINED', 'WITHDRAWN', 'LAPSED'] as const;
/** What whoever gives the ownership away can be afterwards. */
export const ROLES_BELOW_OWNER = ['ADMIN', 'MANAGER', 'EMPLOYEE'] as const;

/** What a company lets the operator's support do. */
export const SUPPORT_LEVELS = ['READ', 'READ_WRITE'] as const;
/** How a company's consent to that has ended. */
export const CONSENT_ENDINGS = ['REVOKED', 'REPLACED', 'EXPIRED', 'COMPANY_CLOSED'] as const;

/** What is recorded of the safety of accounts and companies. */
export const SECURITY_EVENT_KINDS = [
  'CROSS_TENANT',
  'ALERT',
  'SIGN_IN_FAILED',
  'TOKEN_REUSED',
  'FOREIGN_CACHE_ENTRY',
  'ACCESS_DENIED',
  'ROLE_CHANGED',
  'MEMBER_ACCESS_CHANGED',
  'KEY_MADE',
  'KEY_REVOKED',
  'KEY_REFUSED',
  'RATE_LIMITED',
  'PASSWORD_CHANGED',
  'PASSWORD_RESET',
  'TOTP_ENROLLED',
  'TOTP_DISABLED',
  'RECOVERY_CODE_USED',
  'RECOVERY_CODES_MADE',
  'ADDRESS_CHANGED',
  'OWNERSHIP_OFFERED',
  'OWNERSHIP_TRANSFERRED',
  'SUPPORT_CONSENTED',
  'SUPPORT_REVOKED',
  'SUPPORT_OPENED',
  'SUPPORT_CLOSED',
  'SUPPORT_REFUSED',
] as const;

/** What a link or a code is for. */
export const TOKEN_PURPOSES = [
  'PASSWORD_RESET',
  'VERIFY_EMAIL',
  'VERIFY_PHONE',
  'CHANGE_EMAIL',
  'CHANGE_PHONE',
] as const;

/** How a message reaches somebody. */
export const MESSAGE_CHANNELS = ['EMAIL', 'SMS'] as const;

export const LOCATION_TYPES = [
  'OFFICE',
  'FACTORY',
  'WAREHOUSE',
  'DYE_HOUSE',
  'SHOWROOM',
  'STORE',
  'JOB_WORKER',
] as const;

export const SUPPLIER_KINDS = [
  'YARN',
  'FABRIC',
  'DYES_CHEMICALS',
  'TRIMS',
  'PACKAGING',
  'MACHINERY',
  'JOB_WORK',
  'SERVICES',
  'OTHER',
] as const;
export const CUSTOMER_KINDS = [
  'BRAND',
  'RETAILER',
  'WHOLESALER',
  'EXPORTER',
  'MANUFACTURER',
  'AGENT',
  'OTHER',
] as const;

/** What else an address of a supplier or customer is for, beside the main one. */
export const ADDRESS_KINDS = ['BILLING', 'DELIVERY', 'WORKS', 'WAREHOUSE', 'OFFICE', 'OTHER'] as const;
/** The standards mills and their suppliers are certified to. */
export const CERTIFICATE_STANDARDS = [
  'GOTS',
  'OCS',
  'OEKO_TEX_100',
  'OEKO_TEX_STEP',
  'GRS',
  'RCS',
  'RWS',
  'BCI',
  'FAIRTRADE',
  'BLUESIGN',
  'ZDHC',
  'BSCI',
  'SA8000',
  'SEDEX',
  'WRAP',
  'ISO_9001',
  'ISO_14001',
  'ISO_45001',
  'OTHER',
] as const;
/** Where a certificate stands today; EXPIRING from thirty days before its last day. */
export const CERTIFICATE_STATES = ['NOT_YET_VALID', 'VALID', 'EXPIRING', 'EXPIRED'] as const;

export const ITEM_KINDS = ['RAW_MATERIAL', 'WORK_IN_PROGRESS', 'FINISHED_GOODS', 'CONSUMABLE', 'PACKAGING'] as const;
/** What sizes a picture is kept in. */
export const IMAGE_RENDITIONS = ['FULL', 'THUMBNAIL'] as const;
export const UNITS = [
  'kg',
  'g',
  'lb',
  'oz',
  't',
  'm',
  'cm',
  'mm',
  'yd',
  'in',
  'ft',
  'm2',
  'yd2',
  'pcs',
  'pair',
  'dozen',
  'gross',
  'set',
  'pack',
] as const;
/** What goods come in; how much is in one is the lot's. */
export const PACKAGES = ['CONE', 'BOBBIN', 'HANK', 'ROLL', 'BALE', 'CARTON', 'BAG', 'BUNDLE', 'DRUM'] as const;
export const YARN_COUNT_SYSTEMS = [
  'NE',
  'NM',
  'TEX',
  'DTEX',
  'DENIER',
  'KTEX',
  'NF',
  'NE_WORSTED',
  'NE_LINEN',
  'WOOLLEN_CUT',
  'WOOLLEN_RUN',
  'YORKSHIRE_SKEIN',
  'JUTE_SPYNDLE',
] as const;

/** What is told apart within an item: nothing, lots of one dyeing or delivery, or every roll. */
export const TRACKINGS = ['NONE', 'LOT', 'ROLL'] as const;
export const VALUATIONS = ['FIFO', 'MOVING_AVERAGE', 'LOT'] as const;
/** What goods are where they lie; only what is AVAILABLE leaves. IN_TRANSIT: on the way there. */
export const STOCK_STATUSES = ['AVAILABLE', 'QC_HOLD', 'REJECTED', 'BLOCKED', 'IN_TRANSIT'] as const;

export const STOCK_DOCUMENT_TYPES = [
  'RECEIPT',
  'ISSUE',
  'OUTPUT',
  'DISPATCH',
  'TRANSFER',
  'ADJUSTMENT_IN',
  'ADJUSTMENT_OUT',
  'DAMAGE',
  'CUSTOMER_RETURN',
  'SUPPLIER_RETURN',
  'STATUS_CHANGE',
  'OPENING',
] as const;
export const STOCK_DOCUMENT_STATUSES = ['DRAFT', 'IN_TRANSIT', 'POSTED', 'REVERSED'] as const;
export const STOCK_REASONS = [
  'COUNTED',
  'MEASURED',
  'DAMAGED',
  'EXPIRED',
  'LOST',
  'FOUND',
  'SAMPLE',
  'WASTE',
  'ENTRY_ERROR',
  'QUALITY',
  'OTHER',
] as const;
export const MOVEMENT_TYPES = [
  'PURCHASE',
  'SALE',
  'TRANSFER',
  'ADJUSTMENT_IN',
  'ADJUSTMENT_OUT',
  'PRODUCTION_OUT',
  'PRODUCTION_IN',
  'RETURN_IN',
  'RETURN_OUT',
  'DAMAGE',
  'OPENING',
  'STATUS_CHANGE',
  'REPACK',
] as const;
/** Ends of movements that are no place of ours, and have no limit. REPACK: between two lots of one item. */
export const VIRTUAL_ENDS = ['SUPPLIER', 'CUSTOMER', 'PRODUCTION', 'JOBWORK', 'LOSS', 'OPENING', 'REPACK'] as const;
/** What posted a movement. */
export const MOVE_SOURCES = ['DOCUMENT', 'COUNT', 'LOT', 'ITEM'] as const;
export const RESERVATION_STATUSES = ['ACTIVE', 'USED', 'RELEASED', 'EXPIRED'] as const;
export const ALERT_KINDS = ['LOW_STOCK', 'OUT_OF_STOCK', 'OVERSTOCK', 'EXPIRY'] as const;
export const ALERT_STATUSES = ['OPEN', 'ACKNOWLEDGED', 'RESOLVED'] as const;
export const COUNT_STATUSES = ['COUNTING', 'REVIEW', 'POSTED', 'CANCELLED'] as const;

export const ORDER_STATUSES = [
  'DRAFT',
  'CONFIRMED',
  'RELEASED',
  'IN_PROGRESS',
  'ON_HOLD',
  'COMPLETED',
  'CLOSED',
  'CANCELLED',
  'SHORT_CLOSED',
] as const;
export const PRIORITIES = ['LOW', 'NORMAL', 'HIGH', 'URGENT'] as const;

export const QUALITY_KINDS = ['INCOMING', 'IN_PROCESS', 'FINAL', 'RANDOM'] as const;
export const QUALITY_STATUSES = ['PENDING', 'IN_PROGRESS', 'ACCEPTED', 'REJECTED', 'PARTIAL', 'CONCESSION'] as const;
export const DEFECT_CATEGORIES = [
  'FABRIC',
  'STITCHING',
  'COLOR',
  'MEASUREMENT',
  'PACKAGING',
  'FINISHING',
  'LABELING',
] as const;
export const DEFECT_SEVERITIES = ['CRITICAL', 'MAJOR', 'MINOR'] as const;

export const TRANSACTION_TYPES = [
  'INVOICE',
  'BILL',
  'PAYMENT_IN',
  'PAYMENT_OUT',
  'EXPENSE',
  'TRANSFER',
  'ADJUSTMENT',
] as const;
export const TRANSACTION_STATUSES = ['DRAFT', 'POSTED', 'VOIDED'] as const;

/** What has become of a file that was sent to be imported. */
export const IMPORT_STATUSES = ['CHECKED', 'DONE', 'UNDONE'] as const;
export const IMPORT_FORMATS = ['csv', 'xlsx'] as const;
/** Whether rows with faults keep the others from being imported. */
export const IMPORT_MODES = ['all', 'valid-only'] as const;
/** What the text of a cell is to be turned into. */
export const IMPORT_TYPES = ['text', 'number', 'integer', 'boolean', 'date', 'choice'] as const;
export const DECIMAL_MARKS = ['.', ','] as const;
/** What has become of a row: SAME where there was nothing to change. */
export const ROW_OUTCOMES = ['MADE', 'CHANGED', 'SAME', 'SKIPPED', 'UNDONE'] as const;

/** The tables a company may give fields of its own. */
export const CUSTOM_FIELD_TABLES = [
  'locations',
  'suppliers',
  'customers',
  'inventory_items',
  'production_orders',
  'quality_records',
  'financial_transactions',
] as const;
export const CUSTOM_FIELD_TYPES = ['TEXT', 'INTEGER', 'DECIMAL', 'BOOLEAN', 'DATE', 'CHOICE'] as const;

export type Role = (typeof ROLES)[number];
export type Unit = (typeof UNITS)[number];
export type YarnCountSystem = (typeof YARN_COUNT_SYSTEMS)[number];
export type ItemKind = (typeof ITEM_KINDS)[number];
export type Tracking = (typeof TRACKINGS)[number];
export type Valuation = (typeof VALUATIONS)[number];
export type StockStatus = (typeof STOCK_STATUSES)[number];
export type StockDocumentType = (typeof STOCK_DOCUMENT_TYPES)[number];
export type StockDocumentStatus = (typeof STOCK_DOCUMENT_STATUSES)[number];
export type MovementType = (typeof MOVEMENT_TYPES)[number];
export type VirtualEnd = (typeof VIRTUAL_ENDS)[number];
export type CountStatus = (typeof COUNT_STATUSES)[number];
export type TenantStatus = (typeof TENANT_STATUSES)[number];
export type MigrationDirection = (typeof MIGRATION_DIRECTIONS)[number];
export type OrderStatus = (typeof ORDER_STATUSES)[number];
export type QualityStatus = (typeof QUALITY_STATUSES)[number];
export type TransactionType = (typeof TRANSACTION_TYPES)[number];
export type TransactionStatus = (typeof TRANSACTION_STATUSES)[number];
export type SessionEnding = (typeof SESSION_ENDINGS)[number];
export type TokenPurpose = (typeof TOKEN_PURPOSES)[number];
export type SupportLevel = (typeof SUPPORT_LEVELS)[number];
export type SecurityEventKind = (typeof SECURITY_EVENT_KINDS)[number];
export type MessageChannel = (typeof MESSAGE_CHANNELS)[number];
export type ImportType = (typeof IMPORT_TYPES)[number];
export type ImportMode = (typeof IMPORT_MODES)[number];
export type DecimalMark = (typeof DECIMAL_MARKS)[number];
export type RowOutcome = (typeof ROW_OUTCOMES)[number];
export type CustomFieldTable = (typeof CUSTOM_FIELD_TABLES)[number];
export type CustomFieldType = (typeof CUSTOM_FIELD_TYPES)[number];
