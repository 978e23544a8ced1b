/**
 * Everything that points at a supplier or a customer, by table and column: what a merge moves. A test compares it with the
 * foreign keys there are, so that a new table that points at one is red until it is here.
 */
export type Reference = {
  readonly table: string;
  readonly column: string;
  /**
   * What else a row of it keeps: a document its version, which goes up; a line its place, behind those that are there;
   * terms the code of whose they were.
   */
  readonly keeps?: 'version' | 'place' | 'origin';
};

const parts = (column: 'supplier_id' | 'customer_id'): readonly Reference[] => [
  { table: 'partner_contacts', column, keeps: 'place' },
  { table: 'partner_addresses', column, keeps: 'place' },
  { table: 'partner_certificates', column, keeps: 'place' },
  { table: 'partner_bank_accounts', column, keeps: 'place' },
  { table: 'partner_terms', column, keeps: 'origin' },
];

export const REFERENCES = {
  suppliers: [
    { table: 'quality_records', column: 'supplier_id', keeps: 'version' },
    { table: 'financial_transactions', column: 'supplier_id', keeps: 'version' },
    { table: 'lots', column: 'supplier_id', keeps: 'version' },
    { table: 'stock_documents', column: 'supplier_id', keeps: 'version' },
    { table: 'suppliers', column: 'merged_into', keeps: 'version' },
    ...parts('supplier_id'),
  ],
  customers: [
    { table: 'production_orders', column: 'customer_id', keeps: 'version' },
    { table: 'financial_transactions', column: 'customer_id', keeps: 'version' },
    { table: 'stock_documents', column: 'customer_id', keeps: 'version' },
    { table: 'item_prices', column: 'customer_id', keeps: 'version' },
    { table: 'customers', column: 'merged_into', keeps: 'version' },
    ...parts('customer_id'),
  ],
} as const satisfies Readonly<Record<'suppliers' | 'customers', readonly Reference[]>>;
