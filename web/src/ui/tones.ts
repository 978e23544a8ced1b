import type {
  Alert,
  CountStatus,
  Import,
  OrderStatus,
  QualityStatus,
  RowOutcome,
  StockDocumentStatus,
  StockStatus,
  TransactionStatus,
} from '@contract';
import type { Tone } from './StateBadge';

export const ORDER_TONES: Record<OrderStatus, Tone> = {
  DRAFT: 'neutral',
  CONFIRMED: 'active',
  RELEASED: 'active',
  IN_PROGRESS: 'active',
  ON_HOLD: 'warn',
  COMPLETED: 'good',
  CLOSED: 'good',
  CANCELLED: 'neutral',
  SHORT_CLOSED: 'warn',
};

export const QUALITY_TONES: Record<QualityStatus, Tone> = {
  PENDING: 'neutral',
  IN_PROGRESS: 'active',
  ACCEPTED: 'good',
  REJECTED: 'bad',
  PARTIAL: 'warn',
  CONCESSION: 'warn',
};

export const TRANSACTION_TONES: Record<TransactionStatus, Tone> = {
  DRAFT: 'neutral',
  POSTED: 'good',
  VOIDED: 'bad',
};

export const PRIORITY_TONES: Record<'LOW' | 'NORMAL' | 'HIGH' | 'URGENT', Tone> = {
  LOW: 'neutral',
  NORMAL: 'neutral',
  HIGH: 'warn',
  URGENT: 'bad',
};

export const SEVERITY_TONES: Record<'CRITICAL' | 'MAJOR' | 'MINOR', Tone> = {
  CRITICAL: 'bad',
  MAJOR: 'warn',
  MINOR: 'neutral',
};

export const STOCK_DOCUMENT_TONES: Record<StockDocumentStatus, Tone> = {
  DRAFT: 'neutral',
  IN_TRANSIT: 'active',
  POSTED: 'good',
  REVERSED: 'warn',
};

export const STOCK_TONES: Record<StockStatus, Tone> = {
  AVAILABLE: 'good',
  QC_HOLD: 'warn',
  REJECTED: 'bad',
  BLOCKED: 'bad',
  IN_TRANSIT: 'active',
};

export const ALERT_TONES: Record<Alert['status'], Tone> = {
  OPEN: 'bad',
  ACKNOWLEDGED: 'warn',
  RESOLVED: 'neutral',
};

export const COUNT_TONES: Record<CountStatus, Tone> = {
  COUNTING: 'active',
  REVIEW: 'warn',
  POSTED: 'good',
  CANCELLED: 'neutral',
};

export const IMPORT_TONES: Record<Import['status'], Tone> = {
  CHECKED: 'active',
  DONE: 'good',
  UNDONE: 'neutral',
};

export const OUTCOME_TONES: Record<RowOutcome, Tone> = {
  MADE: 'good',
  CHANGED: 'active',
  SAME: 'neutral',
  SKIPPED: 'bad',
  UNDONE: 'neutral',
};
