import type { StockSettings, verifyOut } from '@contract';
import { Button, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useFormat } from '@web/format/useFormat';
import { api } from '@web/http/api';
import { useCan, useCompany } from '@web/session/useSession';
import { tellDone, tellFailed } from '@web/ui/tell';
import { useState } from 'react';
import type { z } from 'zod';

const PATH = '/inventory/settings';
type Verified = z.infer<typeof verifyOut>;

/** When the stock was last compared with its ledger, and what came of it; those who may close it can do so now. */
export function LastCheck() {
  const { t, dateTime, date } = useFormat();
  const may = useCan()('inventory:close');
  const company = useCompany();
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const { data } = useQuery({
    queryKey: [company.id, PATH],
    queryFn: ({ signal }) => api<StockSettings>(PATH, { signal }),
  });
  if (!data) return null;
  const verify = async () => {
    setBusy(true);
    try {
      const { count } = await api<Verified>('/inventory/actions/verify', { method: 'POST' });
      tellDone(count === 0 ? t('stock.verified') : t('stock.verifiedMisfits', { count }));
      await client.invalidateQueries({ queryKey: [company.id, PATH] });
    } catch (error) {
      tellFailed(error);
    }
    setBusy(false);
  };
  const result = data.findings ? t('stock.misfits', { count: data.findings }) : t('stock.allFits');
  return (
    <Text component="div" size="xs" c={data.findings ? 'var(--mantine-color-error)' : 'dimmed'} ta="end">
      {data.verifiedAt === null
        ? t('stock.neverChecked')
        : `${t('stock.checked', { when: dateTime(data.verifiedAt) })} · ${result}`}
      {data.closedThrough !== null && ` · ${t('stock.closedThrough', { day: date(data.closedThrough) })}`}
      {may && (
        <Button size="compact-xs" variant="default" ml="xs" loading={busy} onClick={() => void verify()}>
          {t('stock.verify')}
        </Button>
      )}
    </Text>
  );
}
