import type { Count } from '@contract';
import { Group } from '@mantine/core';
import { useFormat } from '@web/format/useFormat';
import { FactList } from '@web/record/Facts';
import { PlaceName } from '@web/record/PlaceName';
import { RecordPage } from '@web/record/RecordPage';
import type { Fact } from '@web/record/types';
import { useCan } from '@web/session/useSession';
import { PageHeader } from '@web/ui/PageHeader';
import { Panel } from '@web/ui/Panel';
import { StateBadge } from '@web/ui/StateBadge';
import { COUNT_TONES } from '@web/ui/tones';
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
  const { t } = useFormat();
  return (
    <RecordPage<Count> list={COUNTS} backLabel={t('stock.backToCounts')}>
      {(count) => <Page count={count} />}
    </RecordPage>
  );
}

function Page({ count }: { count: Count }) {
  const { t, enumLabel } = useFormat();
  const mayEnter = useCan()('inventory:move');
  const done = count.lines.filter(({ counted }) => counted !== null).length;
  const enters = count.status === 'COUNTING' && mayEnter;
  return (
    <>
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
    </>
  );
}
