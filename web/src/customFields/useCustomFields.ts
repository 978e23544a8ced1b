import type { CustomField, CustomFieldTable } from '@contract';
import { useQuery } from '@tanstack/react-query';
import { api } from '@web/http/api';
import { useCompany } from '@web/session/useSession';

/** The table behind each collection of the API whose records have fields of the company's own. */
const TABLE_OF_ENDPOINT: Readonly<Record<string, CustomFieldTable>> = {
  '/locations': 'locations',
  '/suppliers': 'suppliers',
  '/customers': 'customers',
  '/inventory/items': 'inventory_items',
  '/production/orders': 'production_orders',
  '/quality/records': 'quality_records',
  '/finance/transactions': 'financial_transactions',
};

/** The company's own fields of the records below `endpoint`, in order. */
export function useCustomFields(endpoint: string) {
  const company = useCompany();
  const table = TABLE_OF_ENDPOINT[endpoint];
  return useQuery({
    queryKey: [company.id, '/tenants/current/custom-fields'],
    queryFn: ({ signal }) => api<{ data: CustomField[] }>('/tenants/current/custom-fields', { signal }),
    select: ({ data }) => data.filter((field) => field.table === table),
  });
}
