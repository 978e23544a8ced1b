import type { CountStatus, OrderStatus, QualityStatus, StockDocumentStatus, TransactionStatus } from './enums';
import type { Permission } from './permissions';

/** One named action: the states it may start from, the state it leads to, who may do it. */
export type Transition<State extends string> = {
  readonly from: readonly State[];
  readonly to: State;
  readonly permission: Permission;
};

/** A document's life as data: which states may be edited, put away, and every named action between states. */
export type StateMachine<State extends string> = {
  readonly initial: State;
  readonly editable: readonly State[];
  readonly archivable: readonly State[];
  readonly actions: Readonly<Record<string, Transition<State>>>;
};

export const ORDER_STATES = {
  initial: 'DRAFT',
  editable: ['DRAFT'],
  archivable: ['DRAFT', 'CLOSED', 'SHORT_CLOSED', 'CANCELLED'],
  actions: {
    confirm: { from: ['DRAFT'], to: 'CONFIRMED', permission: 'production:run' },
    release: { from: ['CONFIRMED'], to: 'RELEASED', permission: 'production:run' },
    start: { from: ['RELEASED'], to: 'IN_PROGRESS', permission: 'production:run' },
    hold: { from: ['IN_PROGRESS'], to: 'ON_HOLD', permission: 'production:run' },
    resume: { from: ['ON_HOLD'], to: 'IN_PROGRESS', permission: 'production:run' },
    complete: { from: ['IN_PROGRESS'], to: 'COMPLETED', permission: 'production:run' },
    close: { from: ['COMPLETED'], to: 'CLOSED', permission: 'production:run' },
    'short-close': { from: ['IN_PROGRESS', 'ON_HOLD'], to: 'SHORT_CLOSED', permission: 'production:approve' },
    cancel: { from: ['DRAFT', 'CONFIRMED', 'RELEASED'], to: 'CANCELLED', permission: 'production:run' },
  },
} as const satisfies StateMachine<OrderStatus>;

export const QUALITY_STATES = {
  initial: 'PENDING',
  editable: ['PENDING', 'IN_PROGRESS'],
  archivable: ['PENDING', 'ACCEPTED', 'REJECTED', 'PARTIAL', 'CONCESSION'],
  actions: {
    start: { from: ['PENDING'], to: 'IN_PROGRESS', permission: 'quality:record' },
    accept: { from: ['IN_PROGRESS'], to: 'ACCEPTED', permission: 'quality:decide' },
    reject: { from: ['IN_PROGRESS'], to: 'REJECTED', permission: 'quality:decide' },
    'accept-part': { from: ['IN_PROGRESS'], to: 'PARTIAL', permission: 'quality:decide' },
    concede: { from: ['REJECTED', 'PARTIAL'], to: 'CONCESSION', permission: 'quality:concede' },
  },
} as const satisfies StateMachine<QualityStatus>;

export const TRANSACTION_STATES = {
  initial: 'DRAFT',
  editable: ['DRAFT'],
  archivable: ['DRAFT', 'VOIDED'],
  actions: {
    post: { from: ['DRAFT'], to: 'POSTED', permission: 'finance:post' },
    void: { from: ['POSTED'], to: 'VOIDED', permission: 'finance:post' },
  },
} as const satisfies StateMachine<TransactionStatus>;

export const STOCK_DOCUMENT_STATES = {
  initial: 'DRAFT',
  editable: ['DRAFT'],
  archivable: ['DRAFT'],
  actions: {
    post: { from: ['DRAFT'], to: 'POSTED', permission: 'inventory:move' },
    receive: { from: ['IN_TRANSIT'], to: 'POSTED', permission: 'inventory:move' },
    reverse: { from: ['POSTED', 'IN_TRANSIT'], to: 'REVERSED', permission: 'inventory:adjust' },
  },
} as const satisfies StateMachine<StockDocumentStatus>;

export const COUNT_STATES = {
  initial: 'COUNTING',
  editable: ['COUNTING', 'REVIEW'],
  archivable: ['POSTED', 'CANCELLED'],
  actions: {
    enter: { from: ['COUNTING'], to: 'COUNTING', permission: 'inventory:move' },
    submit: { from: ['COUNTING'], to: 'REVIEW', permission: 'inventory:move' },
    reopen: { from: ['REVIEW'], to: 'COUNTING', permission: 'inventory:adjust' },
    approve: { from: ['REVIEW'], to: 'POSTED', permission: 'inventory:adjust' },
    cancel: { from: ['COUNTING', 'REVIEW'], to: 'CANCELLED', permission: 'inventory:adjust' },
  },
} as const satisfies StateMachine<CountStatus>;
