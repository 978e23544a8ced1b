import type { Grid, MadeVariants, Style } from '@contract';
import { Button, Table } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useFormat } from '@web/format/useFormat';
import { api } from '@web/http/api';
import { useCan, useCompany } from '@web/session/useSession';
import { tellFailed } from '@web/ui/tell';
import { useState } from 'react';
import { Link } from 'react-router';

/** Colourways down, sizes across: what lies of each, and where there is no item yet. */
export function StyleGrid({ style }: { style: Style }) {
  const { t, quantity } = useFormat();
  const can = useCan();
  const company = useCompany();
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const path = `/inventory/styles/${style.id}/grid`;
  const { data: grid } = useQuery({
    queryKey: [company.id, path, style.version],
    queryFn: ({ signal }) => api<Grid>(path, { signal }),
  });
  if (!grid) return null;
  const make = async () => {
    setBusy(true);
    try {
      await api<MadeVariants>(`/inventory/styles/${style.id}/actions/make-variants`, { method: 'POST', body: {} });
      await client.invalidateQueries({ queryKey: [company.id] });
    } catch (error) {
      tellFailed(error);
    }
    setBusy(false);
  };
  const missing = grid.cells.filter(({ itemId }) => itemId === null).length;
  const cellOf = (colourway: string, size: string) =>
    grid.cells.find((cell) => cell.colourway === colourway && cell.size === size);
  return (
    <section>
      <Table.ScrollContainer minWidth={320}>
        <Table withTableBorder withColumnBorders aria-label={t('styles.grid')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t('fields.colour')}</Table.Th>
              {grid.sizes.map((size) => (
                <Table.Th key={size} scope="col" ta="right">
                  {size}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {grid.colourways.map(({ code, name }) => (
              <Table.Tr key={code}>
                <Table.Th scope="row">{name}</Table.Th>
                {grid.sizes.map((size) => {
                  const cell = cellOf(code, size);
                  return (
                    <Table.Td key={size} ta="right">
                      {cell?.itemId ? (
                        <Link to={`/inventory/items/${cell.itemId}`} title={cell.sku ?? ''}>
                          {quantity(cell.onHand, grid.unit)}
                        </Link>
                      ) : (
                        '–'
                      )}
                    </Table.Td>
                  );
                })}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {can('inventory:write') && missing > 0 && style.archivedAt === null && (
        <Button size="xs" mt="sm" loading={busy} onClick={() => void make()}>
          {t('styles.makeVariants', { count: missing })}
        </Button>
      )}
    </section>
  );
}
