import { Button } from '@mantine/core';
import { useT } from '@web/i18n';
import { useCan } from '@web/session/useSession';
import { Icon } from '@web/ui/Icon';
import { tellDone, tellFailed } from '@web/ui/tell';
import { useState } from 'react';
import { Link, useLocation, useNavigate } from 'react-router';
import { MergeDialog } from './MergeDialog';
import type { PartyKind } from './partyKinds';
import { type Party, usePartyCalls } from './usePartyCalls';

/** What can be done with a supplier or customer by those who may change them. */
export function PartyActions({ kind, party }: { kind: PartyKind; party: Party }) {
  const t = useT();
  const can = useCan();
  const calls = usePartyCalls(kind);
  const navigate = useNavigate();
  const { search } = useLocation();
  const [busy, setBusy] = useState(false);
  const [merging, setMerging] = useState(false);
  if (!can('partners:write')) return null;
  const { id, archivedAt, mergedInto } = party;
  const button = { variant: 'default', size: 'xs', disabled: busy } as const;
  if (mergedInto !== null)
    return (
      <Button {...button} component={Link} to={{ pathname: `${kind.endpoint}/${mergedInto}`, search }}>
        {t('parties.openMerged')}
      </Button>
    );

  const act = async (action: 'archive' | 'restore') => {
    setBusy(true);
    try {
      await calls.act(party, action);
      tellDone(t(action === 'archive' ? 'parties.nowArchived' : 'parties.nowRestored', { name: party.name }));
    } catch (error) {
      tellFailed(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      {archivedAt === null && (
        <Button
          {...button}
          component={Link}
          to={{ pathname: `${kind.endpoint}/${id}/edit`, search }}
          leftSection={<Icon name="edit" size={15} />}
        >
          {t('common.edit')}
        </Button>
      )}
      <Button {...button} leftSection={<Icon name="copy" size={15} />} onClick={() => setMerging(true)}>
        {t('parties.mergeInto')}
      </Button>
      <Button
        {...button}
        leftSection={<Icon name="power" size={15} />}
        onClick={() => void act(archivedAt === null ? 'archive' : 'restore')}
      >
        {t(archivedAt === null ? 'parties.archive' : 'parties.restore')}
      </Button>
      {merging && (
        <MergeDialog
          kind={kind}
          party={party}
          onClose={() => setMerging(false)}
          onMerged={(into) => void navigate({ pathname: `${kind.endpoint}/${into}`, search })}
        />
      )}
    </>
  );
}
