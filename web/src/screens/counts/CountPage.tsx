import type { Count } from '@contract';
import { Button, Group, Skeleton } from '@mantine/core';
import { useFormat } from '@web/format/useFormat';
import { FactList } from '@web/record/Facts';
import { PlaceName } from '@web/record/PlaceName';
import type { Fact } from '@web/record/types';
import { useRecord } from '@web/record/useRecord';
import { useCan } from '@web/session/useSession';
import { ErrorState } from '@web/ui/ErrorState';
import { Icon } from '@web/ui/Icon';
import { PageHeader } from '@web/ui/PageHeader';
import { Panel } from '@web/ui/Panel';
import { StateBadge } from '@web/ui/StateBadge';
import { COUNT_TONES } from '@web/ui/tones';
import { Link, useLocation, useParams } from 'react-router';
import { CountActions } from './CountActions';
import { CountEntryForm } from './CountEntryForm';
import { CountLines } from './CountLines';
import { COUNTS } from './countList';

const FACTS: readonly Fact<Count>[] = [
  { label: 'fields.location', value: (row) => <PlaceName id={row.locationId} /> },
  { label: 'stock.picture', value: (row, format) => format.dateTime(row.frozenAt) },
  { label: 'fields.postedAt', value: (row, format) => format.dateTime(row.postedAt) },
  { label: 'stock.isBlind', value: (row, format) => format.yesNo(row.isBlind) },
  { label: 'fields.notes', value: (row) => row.notes, wide: true },
];

/** One count: entered while it runs, then compared, then posted. */
export function CountPage() {
  const { id = '' } = useParams();
  const query = useRecord<Count>(COUNTS, id);
  if (query.data) return <Page key={id} count={query.data} />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  return <Skeleton height={320} mt="xl" role="status" />;
}

function Page({ count }: { count: Count }) {
  const { t, enumLabel } = useFormat();
  const mayEnter = useCan()('inventory:move');
  const { search } = useLocation();
  const done = count.lines.filter(({ counted }) => counted !== null).length;
  const enters = count.status === 'COUNTING' && mayEnter;
  return (
    <article>
      <Button
        component={Link}
        to={{ pathname: COUNTS, search }}
        variant="subtle"
        size="compact-sm"
        mb={4}
        leftSection={<Icon name="back" size={15} />}
      >
        {t('stock.backToCounts')}
      </Button>
      <PageHeader title={count.number} hint={t('stock.countedOf', { done, count: count.lines.length })}>
        <Group gap="xs">
          <StateBadge tone={COUNT_TONES[count.status]}>{enumLabel('countStatus', count.status)}</StateBadge>
          {count.archivedAt === null && <CountActions count={count} />}
        </Group>
      </PageHeader>
      <Panel title={t('common.basics')}>
        <FactList facts={FACTS} row={count} />
      </Panel>
      {enters ? <CountEntryForm count={count} /> : <CountLines count={count} />}
    </article>
  );
}
