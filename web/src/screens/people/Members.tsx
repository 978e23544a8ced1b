import type { Member, MemberResult } from '@contract';
import { Anchor, Button } from '@mantine/core';
import { useT } from '@web/i18n';
import { Places } from '@web/record/Places';
import { useCan, useSignedIn } from '@web/session/useSession';
import { Listing, type ListingColumn } from '@web/ui/Listing';
import { Panel } from '@web/ui/Panel';
import { useSelection } from '@web/ui/useSelection';
import { useState } from 'react';
import { Link } from 'react-router';
import { ChangeSeveral, RemoveSeveral } from './BulkDialogs';
import { MemberRole } from './MemberRole';
import { Outcomes } from './Outcomes';
import { fullName, useMembers } from './useMembers';

const COLUMNS: readonly ListingColumn<Member>[] = [
  {
    label: 'fields.name',
    cell: (row) => (
      <Anchor component={Link} to={`/people/${row.userId}`} fw={560} inherit>
        {fullName(row)}
      </Anchor>
    ),
  },
  { label: 'people.address', cell: (row) => row.email ?? row.phone },
  { label: 'people.role', cell: (row) => <MemberRole member={row} /> },
  { label: 'access.places', cell: (row) => <Places ids={row.role === 'OWNER' ? null : row.locationIds} /> },
  { label: 'people.since', cell: (row, format) => format.dateTime(row.memberSince) },
];

type Doing = 'change' | 'remove' | null;

export function Members() {
  const t = useT();
  const can = useCan();
  const { user } = useSignedIn();
  const query = useMembers();
  const selection = useSelection();
  const [doing, setDoing] = useState<Doing>(null);
  const [results, setResults] = useState<readonly MemberResult[] | null>(null);
  const manages = can('members:manage');
  const chosen = query.data?.filter(({ userId }) => selection.has(userId)) ?? [];
  const nameOf = useNames(query.data);

  const finish = (done: readonly MemberResult[]) => {
    selection.set([]);
    setResults(done);
  };
  const dialog = { members: chosen, onClose: () => setDoing(null), onDone: finish };
  return (
    <Panel
      title={t('people.members')}
      hint={t('people.membersText')}
      actions={
        chosen.length > 0 && (
          <>
            <Button size="xs" variant="default" onClick={() => setDoing('change')}>
              {t('people.changeSeveral', { count: chosen.length })}
            </Button>
            <Button size="xs" variant="default" c="var(--mantine-color-error)" onClick={() => setDoing('remove')}>
              {t('people.removeSeveral', { count: chosen.length })}
            </Button>
          </>
        )
      }
    >
      <Listing
        label={t('people.members')}
        query={query}
        rowKey={(row) => row.userId}
        columns={COLUMNS}
        empty={{ icon: 'people', title: t('people.nobody'), text: t('people.nobodyText') }}
        selection={manages ? { of: selection, nameOf: fullName, isFor: ({ userId }) => userId !== user.id } : undefined}
      />
      {doing === 'change' && <ChangeSeveral {...dialog} />}
      {doing === 'remove' && <RemoveSeveral {...dialog} />}
      {results && <Outcomes results={results} nameOf={nameOf} onClose={() => setResults(null)} />}
    </Panel>
  );
}

/** Names by id, also of those who have just been removed. */
function useNames(members: readonly Member[] | undefined) {
  const [known] = useState(() => new Map<string, string>());
  for (const member of members ?? []) known.set(member.userId, fullName(member));
  return (userId: string) => known.get(userId) ?? userId;
}
