import type { Import, ImportFaults } from '@contract';
import { useQuery } from '@tanstack/react-query';
import { api } from '@web/http/api';
import { IMPORTS } from '@web/imports/importKinds';
import { useCompany } from '@web/session/useSession';

/** What is wrong with a file as it is understood now, told once for cells that say the same. */
export function useImportFaults({ id, version }: Pick<Import, 'id' | 'version'>) {
  const company = useCompany();
  return useQuery({
    queryKey: [company.id, IMPORTS, 'faults', id, version],
    queryFn: ({ signal }) => api<ImportFaults>(`${IMPORTS}/${id}/faults`, { signal }),
  });
}
