import type { OrderStatus, QualityStatus, TransactionStatus } from '@contract';
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
